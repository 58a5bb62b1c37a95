"""Static tables of an environment: rows found by their key."""

from collections.abc import Iterator, Mapping
from typing import Annotated

from msgspec import Meta, Struct

from flowengine.messages import Json


class Table(Struct, frozen=True, forbid_unknown_fields=True):
    """Rows are objects; the column `key` tells them apart. A key is a text or a whole number: 7 and "7" are one."""

    key: Annotated[str, Meta(min_length=1, max_length=64)]
    rows: Annotated[tuple[dict[str, Json], ...], Meta(max_length=10_000)] = ()
    live: Annotated[bool, Meta(description="Read as it is stored when a call looks, not as published")] = False

    def keys(self) -> Iterator[str | None]:
        """Each row's key as it is looked up; None for a row without one."""
        for row in self.rows:
            yield key_of(row.get(self.key))

    def index(self) -> Mapping[str, dict[str, Json]]:
        """Key to row; of two rows with one key the first counts."""
        found: dict[str, dict[str, Json]] = {}
        for key, row in zip(self.keys(), self.rows, strict=True):
            if key is not None:
                found.setdefault(key, row)
        return found


def key_of(value: Json) -> str | None:
    """The form in which a key is compared; None if it cannot be one."""
    return str(value) if type(value) in {str, int} else None
