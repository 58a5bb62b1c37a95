"""Entry: one dialogue's wait in one contact center's queue, with the key that orders it."""

from typing import TypeAlias

from flowengine.messages import Channel, Requirements

Key: TypeAlias = tuple[int, int, int, str]  # priority, enqueued at less boost, sequence, dialogue: never two alike


class Entry:
    """A wait from enqueue until media is connected or the dialogue leaves; an offer does not end it.

    `exclusions` maps an agent that declined to the instant until which he is not asked again; `overdue` says that the
    longest wait was over while an accepted offer was being connected; `line_key` is the key
    while the entry stands in line and None while it is offered or held; `bucket` is its place in the index.
    `redial_ms` above 0: the caller has to be dialled, and after a failure the entry is held back for so long, until
    `held_until_ms`.
    """

    __slots__ = (
        "bucket", "channel", "contact_center", "dialogue", "enqueued_ms", "exclusions", "held_until_ms", "id",
        "leave_by_ms", "line_key", "overdue", "preferred", "rank", "redial_ms", "requirements", "reservation",
    )  # fmt: skip  # a list reads better than one item a line

    def __init__(self, dialogue: str, wait: int, contact_center: str, channel: Channel) -> None:
        self.id = f"{dialogue}:{wait}:{contact_center}"
        self.dialogue = dialogue
        self.contact_center = contact_center
        self.channel: Channel = channel
        self.requirements: Requirements = {}
        self.rank: tuple[int, int, int] = (5, 0, 0)
        self.enqueued_ms = 0
        self.leave_by_ms: int | None = None
        self.overdue = False
        self.preferred: str | None = None
        self.exclusions: dict[str, int] = {}
        self.reservation: str | None = None
        self.line_key: Key | None = None
        self.bucket = -1
        self.redial_ms = 0
        self.held_until_ms = 0

    @property
    def wait(self) -> int:
        """The number of the flow's wait."""
        return int(self.id.rsplit(":", 2)[1])

    def fresh_key(self) -> Key:
        """A new tuple with the old order: the index tells a live line place from a stale one by identity."""
        return (*self.rank, self.dialogue)


def dialogue_of(entry_id: str) -> str:
    """The dialogue in `dialogue:wait:contact_center`."""
    return entry_id.rsplit(":", 2)[0]
