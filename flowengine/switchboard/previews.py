"""Preview callers: chosen numbers meet a release that nobody else meets, on the real address, marked as a test."""

from collections.abc import Iterable, Mapping
from typing import Self

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from flowengine.switchboard.outcome import Document

KIND = "preview"


class Preview(Struct, frozen=True):
    """The document `preview` of an environment. `number`: the release that `callers` enter until `until_ms`."""

    number: int
    callers: tuple[str, ...]
    until_ms: int
    author: str
    at_ms: int


class Previews:
    """Those of a tenant, by environment. Changes in place; the library stores the documents."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._known = {row.key: msgspec.json.decode(row.body, type=Preview) for row in documents if row.kind == KIND}

    def again(self) -> Self:
        """Another with the same so far."""
        found = type(self).__new__(type(self))  # of the same kind, with nothing in it
        found.__dict__.update(_known=self._known.copy())
        return found

    def of(self, environment: str) -> Preview | None:
        """The preview that was set last, over or not; None: there is none."""
        return self._known.get(environment)

    def put(self, environment: str, preview: Preview | None) -> str:
        """Replace it; the body to be stored."""
        if preview is None:
            self._known.pop(environment, None)
            return ""
        self._known[environment] = preview
        return msgspec.json.encode(preview).decode()

    def pinned(self, number: str, at_ms: int) -> Mapping[str, int]:
        """Environment -> release of a caller with this number; nothing for most."""
        return {
            name: preview.number
            for name, preview in self._known.items()
            if at_ms < preview.until_ms and number in preview.callers
        }

    def without(self, number: str) -> dict[str, Preview | None]:
        """Those that name this caller, as they are without; None: nobody is left."""
        found: dict[str, Preview | None] = {}
        for name, preview in self._known.items():
            if number in preview.callers:
                callers = tuple(each for each in preview.callers if each != number)
                found[name] = replace(preview, callers=callers) if callers else None
        return found
