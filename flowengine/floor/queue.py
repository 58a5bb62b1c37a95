"""Queue: the one waiting room of a contact center, its settings and the figures that estimates need."""

from msgspec import Struct

from flowengine.floor.entry import Key
from flowengine.floor.event import DEFAULT_CAPACITY, DEFAULT_OFFER_S, WHOLE, Capacity, QueueSettingsSet
from flowengine.floor.line import Line
from flowengine.messages import Channel, Requirements

POSITIONS_TOLD = 10  # callers further back hear their place when they ask: telling all would cost the queue's length
SMOOTHING = 1 / 16  # weight of the newest handling time
VOICE = Capacity(WHOLE, 1)  # whatever is set: nobody speaks with two
DEFAULT_MISSES = {"voice": 1, "chat": 2, "message": 2}
USUAL = QueueSettingsSet("")  # of a contact center of which the directory has not spoken
MOST_KNOWN = 2_000  # requirement sets of a contact center that count for `least_flexible`


class QueueFigures(Struct):
    """Running figures of a queue: mean handling time, and how fast waiting callers give up."""

    served: int = 0
    handle_ms: float = 0.0
    last_wait_ms: int = 0
    completed: int = 0
    abandoned: int = 0
    waited_ms: int = 0

    def note_wait(self, waited_ms: int, reason: str) -> None:
        """One wait is over: `connected`, `abandoned` or another reason."""
        self.waited_ms += waited_ms
        if reason == "connected":
            self.served += 1
            self.last_wait_ms = waited_ms
        elif reason == "abandoned":
            self.abandoned += 1

    def note_handling(self, handle_ms: int) -> None:
        """One reservation is completed, ring and wrap-up included."""
        self.completed += 1
        self.handle_ms += (handle_ms - self.handle_ms) * (SMOOTHING if self.completed > 1 else 1)


class Queue:
    """`line` holds the keys of those who stand in line; whoever is offered is not among them.

    `known`: the requirement sets that were ever asked for here, in the order of their first appearance. `told_ms`: when
    estimates were told last.
    """

    __slots__ = ("contact_center", "defined", "figures", "known", "line", "settings", "told", "told_ms")

    def __init__(self, contact_center: str, settings: QueueSettingsSet = USUAL) -> None:
        self.contact_center = contact_center
        self.configure(settings)
        self.figures = QueueFigures()
        self.known: dict[tuple[tuple[str, int], ...], None] = {}
        self.line = Line()
        self.told_ms = 0
        self.told: list[Key] = []  # the first of the line as they were told

    def configure(self, settings: QueueSettingsSet) -> None:
        """Take new settings; who stands in line stays."""
        self.settings = settings
        self.defined = frozenset(settings.skills)

    def is_told(self, key: Key) -> bool:
        """Whether somebody stands here who hears his position, or may hear it next."""
        return len(self.told) < POSITIONS_TOLD or key <= self.told[-1]

    def position(self, key: Key) -> int:
        """1 for who is next; for an offered entry the place it would have."""
        return self.line.position(key)

    def is_full(self, own_limit: int | None) -> bool:
        """Whether one more may not wait; `own_limit` is the flow's."""
        waiting, limit = self.line.size, self.settings.max_waiting
        return (limit is not None and waiting >= limit) or (own_limit is not None and waiting >= own_limit)

    def ring_s(self, channel: str) -> float:
        """How long an offer rings; a message rings like a chat."""
        word = "voice" if channel == "voice" else "chat"
        return self.settings.offer_s.get(channel, self.settings.offer_s.get(word, DEFAULT_OFFER_S[word]))

    def capacity(self, channel: Channel) -> Capacity:
        """What one dialogue of the channel takes of an agent, and how many of them he may have."""
        if channel == "voice":
            return VOICE
        return self.settings.capacity.get(channel) or DEFAULT_CAPACITY[channel]

    def misses_to_block(self, channel: Channel) -> int:
        """So many unanswered offers in a row block an agent."""
        return self.settings.misses_to_block.get(channel, DEFAULT_MISSES[channel])

    def learn(self, requirements: Requirements) -> bool:
        """Whether the set is new here and counts from now on."""
        wanted = tuple(sorted(requirements.items())) if len(requirements) > 1 else tuple(requirements.items())
        if wanted in self.known or len(self.known) >= MOST_KNOWN:
            return False
        self.known[wanted] = None
        return True

    def wrap_up_s(self) -> float:
        """How long wrap-up may take; 0: there is none, or the agent alone ends it."""
        return self.settings.wrap_up_s if self.settings.wrap_up_mode in ("optional", "mandatory") else 0.0
