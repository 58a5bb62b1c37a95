"""Entry: a dialogue's place in the queue of one contact center, with the key that orders it there and everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from flowengine.messages import Requirements

if TYPE_CHECKING:
    from flowengine.floor.bucket import Bucket
    from flowengine.floor.wait import Wait

# less the contact center's weight, priority, enqueued at less boost, sequence, dialogue, ordinal: never two alike
Key: TypeAlias = tuple[int, int, int, int, str, int]
DIALOGUE: Final = 4  # where it stands in a key
ORDINAL: Final = 5


class Entry:
    """What one contact center is asked for a wait: a wait has one entry for each that is asked.

    `ordinal`: the home entry has 0, those that a route plan adds count on. `only`: this agent and no other is asked.
    `line_key` is the key while the entry stands in line and None while its wait is offered or held back; `bucket` is
    its place in the index.
    """

    __slots__ = ("bucket", "contact_center", "line_key", "only", "ordinal", "requirements", "wait")

    def __init__(self, wait: Wait, contact_center: str, requirements: Requirements, ordinal: int) -> None:
        self.wait = wait
        self.contact_center = contact_center
        self.requirements = requirements
        self.ordinal = ordinal
        self.only: str | None = None
        self.line_key: Key | None = None
        self.bucket: Bucket | None = None

    @property
    def id(self) -> str:
        """`dialogue:wait:contact_center`."""
        return f"{self.wait.dialogue}:{self.wait.number}:{self.contact_center}"

    def fresh_key(self, weight: int) -> Key:
        """A new tuple in the old order: the index tells a live place in line from a stale one by identity."""
        wait = self.wait
        return (
            -weight, wait.priority, wait.enqueued_ms - wait.boost_ms, wait.sequence, wait.dialogue, self.ordinal,
        )  # fmt: skip  # one line per thought


def dialogue_of(entry_id: str) -> str:
    """The dialogue in `dialogue:wait:contact_center`."""
    return entry_id.rsplit(":", 2)[0]
