"""Entry: a dialogue's place in the queue of one contact center, with the key that orders it there and everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from flowengine.messages import Requirements

if TYPE_CHECKING:
    from flowengine.floor.bucket import Bucket
    from flowengine.floor.wait import Wait

# In one number, the highest bits first: less the contact center's weight, priority, enqueued at less boost, sequence,
# ordinal. Never two alike. A line of numbers is compared three times as fast as one of tuples, and takes half the room.
Key: TypeAlias = int
ORDINAL_BITS: Final = 12
SEQUENCE_BITS: Final = 44
TIME_BITS: Final = 48
PRIORITY_BITS: Final = 4
EARLIEST_MS: Final = 1 << TIME_BITS - 1  # a long boost may lead before 1970
EARLIEST: Final = 1 << SEQUENCE_BITS - 1  # sequences count from 1; who gives a place may have counted down
ONE_OF_WAIT: Final = (1 << SEQUENCE_BITS + ORDINAL_BITS) - 1  # the part of a key that stays when the rest changes


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
        """Where it stands, or would stand: smaller is served first."""
        wait = self.wait
        urgency = -weight << PRIORITY_BITS | wait.priority
        since_ms = wait.enqueued_ms - wait.boost_ms + EARLIEST_MS
        # In two halves that the processor's own numbers hold: shifting the whole would make a long number at each step.
        place = wait.sequence + EARLIEST << ORDINAL_BITS | self.ordinal
        return (urgency << TIME_BITS | since_ms) << SEQUENCE_BITS + ORDINAL_BITS | place


def dialogue_of(entry_id: str) -> str:
    """The dialogue in `dialogue:wait:contact_center`."""
    return entry_id.rsplit(":", 2)[0]
