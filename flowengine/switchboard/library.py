"""The tenant's stored documents: directory, drafts and releases; which release of an environment is live."""

from collections.abc import Iterable
from typing import Any

import msgspec

from flowengine.errors import Conflict, FlowInvalid, NotFound, RequestRefused
from flowengine.interpreter.program import Program
from flowengine.lang.canonical import content_hash
from flowengine.messages import DocumentPut, ReleaseMade, ReleaseMadeLive, Stamp
from flowengine.switchboard.outcome import Document
from flowengine.switchboard.programs import Programs
from flowengine.tenancy.directory import STEERING_KINDS

PASSIVE_KINDS = ("environment", "draft", "layout", "cases")  # they wait to be published or run
KEPT_KINDS = ("token",)  # nothing of the switchboard reads them
ERASED_KINDS = ("caller",)  # written by flows alone, and erased on demand


class Library:
    """Changes in place and remembers what changed. Keys: `release` <environment>/<number>, `live` <environment>,
    `draft` and `layout` <environment>/<flow>, `cases` <environment>/<flow>/<file>."""

    def __init__(self, documents: Iterable[Document], programs: Programs) -> None:
        self._documents = {(row.kind, row.key): row for row in documents}
        self._changed: dict[tuple[str, str], Document] = {}
        self._programs = programs
        self._live: dict[str, int] = {}
        self._hashes: dict[tuple[str, int], str] = {}
        self._contents: dict[tuple[str, int], str] = {}
        for (kind, key), row in self._documents.items():
            if kind == "live":
                self._live[key] = msgspec.json.decode(row.body)["number"]
            elif kind == "release":
                self._index(key, msgspec.json.decode(row.body))

    def _index(self, key: str, release: dict[str, Any]) -> None:
        environment, _, number = key.rpartition("/")
        self._hashes[environment, int(number)] = release["hash"]
        self._contents[environment, int(number)] = release["content"]

    def get(self, kind: str, key: str) -> Document | None:
        """A stored document."""
        return self._documents.get((kind, key))

    def of_kind(self, kind: str) -> list[Document]:
        """Every stored document of a kind, in the order of their keys."""
        return [row for (of, _), row in sorted(self._documents.items()) if of == kind]

    def check_put(self, event: DocumentPut) -> None:
        """Raises Conflict if the writer's base is not what is stored, RequestRefused for a kind not written so."""
        erases = event.kind in ERASED_KINDS and not event.body
        if event.kind not in (*STEERING_KINDS, *PASSIVE_KINDS, *KEPT_KINDS) and not erases:
            raise RequestRefused(f"Documents of kind “{event.kind}” are not written this way.", code="bad_kind")
        present = self.get(event.kind, event.key)
        if event.base not in ("*", present.hash if present else ""):
            raise Conflict(
                f"{event.kind} {event.key} was changed by somebody else since it was read.",
                hint="Read it again, then put both changes together.",
                code="stale_base",
            )

    def put(self, kind: str, key: str, body: str) -> Document:
        """Store a document ("" removes it); its version goes up by one."""
        present = self._documents.get((kind, key))
        row = Document(kind, key, (present.version if present else 0) + 1, content_hash(body) if body else "", body)
        if body:
            self._documents[kind, key] = row
        else:
            self._documents.pop((kind, key), None)
        self._changed[kind, key] = row
        return row

    # --- releases -----------------------------------------------------------------------------------------------

    def live(self, environment: str) -> int:
        """The number of the live release; 0: there is none."""
        return self._live.get(environment, 0)

    def program(self, environment: str, number: int) -> Program:
        """A compiled release; 0 is the built-in one."""
        if number == 0:
            return self._programs.built_in(environment)
        key = (environment, number)
        return self._programs.compiled(environment, self._hashes[key], self._contents[key])

    def publish(self, event: ReleaseMade, stamp: Stamp) -> int:
        """Keep a new release and make it live; its number. Raises RequestRefused before anything is kept."""
        if content_hash(event.body) != event.hash:
            raise RequestRefused(
                "The hash is not that of the release.", hint="Send both from one place.", code="bad_hash"
            )
        try:
            self._programs.compiled(event.environment, event.hash, event.body)
        except FlowInvalid as fault:
            raise RequestRefused(
                f"The release cannot run: {fault}", hint="Check it first.", code="flow_invalid"
            ) from fault
        except msgspec.DecodeError as fault:
            raise RequestRefused(f"This is not a release: {fault}.", hint="Publish again.", code="bad_value") from fault
        number = 1 + max((n for name, n in self._hashes if name == event.environment), default=0)
        release = {
            "environment": event.environment,
            "number": number,
            "hash": event.hash,
            "at_ms": stamp.at_ms,
            "author": event.author,
            "message": event.message,
            "content": event.body,
        }
        key = f"{event.environment}/{number}"
        self.put("release", key, msgspec.json.encode(release).decode())
        self._index(key, release)
        self._point(event.environment, number)
        return number

    def make_live(self, event: ReleaseMadeLive) -> None:
        """Point `live` to a release that exists. Raises NotFound."""
        if (event.environment, event.number) not in self._hashes:
            raise NotFound(f"{event.environment} has no release {event.number}.")
        self._point(event.environment, event.number)

    def _point(self, environment: str, number: int) -> None:
        self._live[environment] = number
        self.put("live", environment, msgspec.json.encode({"number": number}).decode())

    def take_changes(self) -> list[Document]:
        """What changed since the last call."""
        changed, self._changed = list(self._changed.values()), {}
        return changed
