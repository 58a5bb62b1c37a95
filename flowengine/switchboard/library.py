"""The tenant's stored documents: directory, drafts and releases; which release of an environment is live."""

from collections.abc import Iterable
from typing import Any, Self

import msgspec

from flowengine.errors import Conflict, FlowInvalid, NotFound, RequestRefused
from flowengine.interpreter.program import Program
from flowengine.lang.canonical import content_hash
from flowengine.messages import DocumentPut, PreviewSet, ReleaseMade, ReleaseMadeLive, ReleaseRetired, Stamp
from flowengine.switchboard.lives import Live, ReleaseAct, Retired, act_of, logged
from flowengine.switchboard.outcome import Document
from flowengine.switchboard.previews import KIND, Preview, Previews
from flowengine.switchboard.programs import Programs
from flowengine.tenancy.directory import STEERING_KINDS

PASSIVE_KINDS = ("environment", "draft", "layout", "cases")  # they wait to be published or run
KEPT_KINDS = ("token", "secret", "data_key", "hook", "unused_sounds")  # nothing of the switchboard reads them
ERASED_KINDS = ("caller",)  # written by flows alone, and erased on demand


_NONE = Live()
_live = msgspec.json.Decoder(Live).decode


def _release_key(key: str) -> tuple[str, int]:
    environment, _, number = key.rpartition("/")
    return environment, int(number)


class Library:
    """Changes in place and remembers what changed. Keys: `release` <environment>/<number>, `live` <environment>,
    `draft` and `layout` <environment>/<flow>, `cases` <environment>/<flow>/<file>, `retired` as `release`,
    `release_log` <environment>."""

    def __init__(self, documents: Iterable[Document], programs: Programs) -> None:
        self._documents = {(row.kind, row.key): row for row in documents}
        self._changed: dict[tuple[str, str], Document] = {}
        self._programs = programs
        self._live: dict[str, Live] = {}
        self._retired: dict[tuple[str, int], Retired] = {}
        self._hashes: dict[tuple[str, int], str] = {}
        self._contents: dict[tuple[str, int], str] = {}
        self.previews = Previews(self._documents.values())
        for (kind, key), row in self._documents.items():
            if kind == "live":
                self._live[key] = _live(row.body)
            elif kind == "release":
                self._index(key, msgspec.json.decode(row.body))
            elif kind == "retired":
                self._retired[_release_key(key)] = msgspec.json.decode(row.body, type=Retired)

    def again(self, programs: Programs) -> Self:
        """Another that has the same documents so far, and finds other programs by them."""
        found = type(self).__new__(type(self))  # of the same kind, with nothing in it
        names = ("_documents", "_live", "_retired", "_hashes", "_contents")
        found.__dict__.update({name: getattr(self, name).copy() for name in names}, _changed={}, _programs=programs)
        found.previews = self.previews.again()
        return found

    def _index(self, key: str, release: dict[str, Any]) -> None:
        self._hashes[_release_key(key)] = release["hash"]
        self._contents[_release_key(key)] = release["content"]

    def get(self, kind: str, key: str) -> Document | None:
        """A stored document."""
        return self._documents.get((kind, key))

    def of_kind(self, kind: str) -> list[Document]:
        """Every stored document of a kind, in the order of their keys."""
        return [row for (of, _), row in sorted(self._documents.items()) if of == kind]

    def hashes(self, *kinds: str) -> dict[tuple[str, str], str]:
        """(kind, key) -> content hash of the stored documents of these kinds: the same again if nothing changed."""
        return {at: row.hash for at, row in self._documents.items() if at[0] in kinds}

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
        return self.lives(environment).number

    def lives(self, environment: str) -> Live:
        """The live release and its canary."""
        return self._live.get(environment, _NONE)

    def numbers(self, environment: str) -> list[int]:
        """The numbers of its releases, the oldest first."""
        return sorted(number for name, number in self._hashes if name == environment)

    def content(self, environment: str, number: int) -> str:
        """The canonical JSON of a release. Raises NotFound."""
        self._known(environment, number)
        return self._contents[environment, number]

    def hash_of(self, environment: str, number: int) -> str:
        """The content hash of a release. Raises NotFound."""
        self._known(environment, number)
        return self._hashes[environment, number]

    def _known(self, environment: str, number: int) -> None:
        if (environment, number) not in self._hashes:
            raise NotFound(f"{environment} has no release {number}.")

    def retired(self, environment: str, number: int) -> Retired | None:
        """Where the dialogues of a retired release go; None: it is not retired."""
        return self._retired.get((environment, number))

    @property
    def has_retired(self) -> bool:
        """Whether any release is retired."""
        return bool(self._retired)

    def program(self, environment: str, number: int) -> Program:
        """A compiled release; 0 is the built-in one."""
        if number == 0:
            return self._programs.built_in(environment)
        key = (environment, number)
        return self._programs.compiled(environment, self._hashes[key], self._contents[key])

    def publish(self, event: ReleaseMade, stamp: Stamp) -> int:
        """Keep a new release and make it live; its number. Raises RequestRefused before anything is kept."""
        if event.based_on not in (-1, self.live(event.environment)):
            raise Conflict(
                f"Release {self.live(event.environment)} of {event.environment} was made live meanwhile.",
                hint="Look at it, then publish again.",
                code="stale_base",
            )
        if not self.live(event.environment):
            event = msgspec.structs.replace(event, canary_percent=None)  # there is nothing beside which to try it
        number = self._kept(event, stamp, {})
        self._point(event.environment, number, event, stamp)
        return number

    def _kept(self, event: ReleaseMade, stamp: Stamp, more: dict[str, Any]) -> int:
        """The number of the release, which is compiled and stored. Raises RequestRefused."""
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
        number = 1 + max(self.numbers(event.environment), default=0)
        release = {
            "environment": event.environment,
            "number": number,
            "hash": event.hash,
            "at_ms": stamp.at_ms,
            "author": event.author,
            "message": event.message,
            "content": event.body,
            "forced": event.forced,
            "uses": msgspec.json.decode(event.body).get("uses", {}),
            **more,
        }
        key = f"{event.environment}/{number}"
        self.put("release", key, msgspec.json.encode(release).decode())
        self._index(key, release)
        return number

    def set_preview(self, event: PreviewSet, stamp: Stamp) -> int:
        """Keep the release, unless the preview before has the same, and let the callers enter it. Raises RequestRefused
        before anything is kept."""
        environment = event.environment
        if not event.callers:
            self.put(KIND, environment, self.previews.put(environment, None))
            return 0
        before = self.previews.of(environment)
        if before is not None and self._hashes.get((environment, before.number)) == event.hash:
            number = before.number
        else:
            made = ReleaseMade(environment=environment, body=event.body, hash=event.hash, author=event.author)
            number = self._kept(made, stamp, {"preview": True})
            self._log(environment, ReleaseAct("previewed", number, stamp.at_ms, event.author))
        preview = Preview(number, event.callers, event.until_ms, event.author, stamp.at_ms)
        self.put(KIND, environment, self.previews.put(environment, preview))
        return number

    def leave_previews(self, number: str) -> int:
        """Take a caller out of every preview; of how many."""
        left = self.previews.without(number)
        for environment, preview in left.items():
            self.put(KIND, environment, self.previews.put(environment, preview))
        return len(left)

    def make_live(self, event: ReleaseMadeLive, stamp: Stamp) -> None:
        """Point `live`, or its canary, to a release that exists. Raises NotFound, RequestRefused for a retired one."""
        environment, number = event.environment, event.number
        self._known(environment, number)
        if self.retired(environment, number) is not None:
            if not event.unretire:
                raise RequestRefused(
                    f"Release {number} of {environment} is retired and takes nobody any more.",
                    hint="Make another one live, or say that this one is to be taken back into use.",
                    code="release_retired",
                )
            del self._retired[environment, number]
            self.put("retired", f"{environment}/{number}", "")
            self._log(environment, ReleaseAct("unretired", number, stamp.at_ms, event.author))
        self._point(environment, number, event, stamp)

    def _point(self, environment: str, number: int, event: ReleaseMade | ReleaseMadeLive, stamp: Stamp) -> None:
        before = self.lives(environment)
        after = self._live[environment] = before.pointed(number, event.canary_percent)
        self.put("live", environment, msgspec.json.encode(after).decode())
        act = act_of(before, after, number, made=isinstance(event, ReleaseMade))
        percent = after.canary.percent if act == "canary" and after.canary is not None else None
        self._log(environment, ReleaseAct(act, number, stamp.at_ms, event.author, percent))

    def retire(self, event: ReleaseRetired, to: int, stamp: Stamp) -> None:
        """Keep that a release is retired, in favour of `to`; who may be was asked before."""
        environment, number = event.environment, event.number
        found = self._retired[environment, number] = Retired(to, stamp.at_ms, event.queue, event.author)
        self.put("retired", f"{environment}/{number}", msgspec.json.encode(found).decode())
        act = ReleaseAct("retired", number, stamp.at_ms, event.author, to=to, queue=event.queue)
        self._log(environment, act)

    def _log(self, environment: str, act: ReleaseAct) -> None:
        row = self.get("release_log", environment)
        self.put("release_log", environment, logged(row.body if row else "", act))

    def take_changes(self) -> list[Document]:
        """What changed since the last call."""
        changed, self._changed = list(self._changed.values()), {}
        return changed
