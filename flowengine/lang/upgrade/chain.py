"""Chain: how one kind of document grew. Each step is a pure function from format N to N + 1, and they are chained."""

from collections.abc import Callable, Mapping
from typing import TypeAlias, cast

from msgspec import Struct

from flowengine.errors import EngineBug, Finding, FlowInvalid
from flowengine.messages import Json

Upgrade: TypeAlias = Callable[[dict[str, Json]], dict[str, Json]]  # gives a new document, and leaves the old as it is


class Chain(Struct, frozen=True):
    """`current`: the format that this version writes. `steps`: N -> what makes a document of format N one of N + 1."""

    kind: str
    current: int
    steps: Mapping[int, Upgrade] = {}

    def upgraded(self, document: Json, file: str = "") -> Json:
        """The document in the present format: the very same one if it is in it already.

        Raises FlowInvalid for a format that is newer than known. A format that no step begins with, or that is no
        number, is left as it is: the schema speaks of it.
        """
        number = format_of(document)
        if number is not None and number > self.current:
            raise FlowInvalid([self._too_new(number, file)])
        while number is not None and number < self.current and number in self.steps:
            document = self.steps[number](cast(dict[str, Json], document))
            if format_of(document) != number + 1:
                raise EngineBug(f"The upgrade of a {self.kind} from format {number} made {format_of(document)}.")
            number += 1
        return document

    def _too_new(self, number: int, file: str) -> Finding:
        return Finding(
            "format_too_new",
            "error",
            "$.format",
            f"This {self.kind} has format {number}; "
            f"this version of Dialogue Studio reads formats up to {self.current}.",
            "The version that saved it reads it, and so does every newer one: install one of those.",
            file,
        )


def format_of(document: Json) -> int | None:
    """The document's format number; None if it has none that is a whole number."""
    found = document.get("format") if isinstance(document, dict) else None
    return found if type(found) is int else None
