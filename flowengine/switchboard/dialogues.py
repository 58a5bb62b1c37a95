"""A tenant's dialogues in memory: packed as the ledger has them, decoded when somebody looks, some kept decoded."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Protocol

import msgspec
from msgspec import Struct

from flowengine.interpreter.state import Dialogue, Status, decode

MOST_DECODED = 1_000  # some five kilobytes each; to have one again takes a few microseconds


class Glance(Struct, frozen=True):
    """What can be told of a packed dialogue without decoding all of it."""

    id: str
    via: str
    status: Status = "in_flow"
    awaiting: str = ""
    orders: int = 0
    releases: dict[str, int] = {}


class Pins(Struct, frozen=True):
    """Of a packed dialogue the releases, as they are packed: of 100,000 dialogues most have the same."""

    releases: msgspec.Raw = msgspec.Raw(msgspec.msgpack.encode({}))


_glance = msgspec.msgpack.Decoder(Glance).decode
_pins = msgspec.msgpack.Decoder(Pins).decode
_releases = msgspec.msgpack.Decoder(dict[str, int]).decode


class Counts:
    """What is counted here, until somebody gives the counts of a whole process."""

    def __init__(self) -> None:
        self.state_decodes = 0


class Counted(Protocol):
    state_decodes: int


class Dialogues:
    """Dialogue id -> state, in the order in which they came.

    INVARIANT: a state that was put and not yet packed (`kept`) is never let go of; whether one is decoded changes no
    answer and no order (tests/switchboard/test_dialogues.py).
    """

    def __init__(
        self,
        states: Iterable[Dialogue] = (),
        packed: Iterable[tuple[str, bytes]] = (),
        most_decoded: int = MOST_DECODED,
    ) -> None:
        self._decoded: dict[str, Dialogue] = {state.id: state for state in states}
        self._bodies: dict[str, bytes | None] = {**dict.fromkeys(self._decoded), **dict(packed)}  # None: not packed
        self._most_decoded = most_decoded
        self.counts: Counted = Counts()

    def __getitem__(self, dialogue: str) -> Dialogue:
        state = self._decoded.get(dialogue)
        return state if state is not None else self._decode(dialogue)

    def get(self, dialogue: str) -> Dialogue | None:
        state = self._decoded.get(dialogue)
        if state is None and dialogue in self._bodies:
            return self._decode(dialogue)
        return state

    def _decode(self, dialogue: str) -> Dialogue:
        """Raises KeyError."""
        body = self._bodies[dialogue]
        assert body is not None  # noqa: S101  # what is not packed is decoded
        self.counts.state_decodes += 1
        state = self._decoded[dialogue] = decode(body)
        return state

    def __setitem__(self, dialogue: str, state: Dialogue) -> None:
        self._decoded[dialogue] = state
        self._bodies[dialogue] = None

    def __delitem__(self, dialogue: str) -> None:
        del self._bodies[dialogue]
        self._decoded.pop(dialogue, None)

    def __contains__(self, dialogue: object) -> bool:
        return dialogue in self._bodies

    def __iter__(self) -> Iterator[str]:
        return iter(self._bodies)

    def __len__(self) -> int:
        return len(self._bodies)

    def values(self) -> Iterator[Dialogue]:
        """For a look at all of them: what is packed is decoded for the moment and not kept."""
        for dialogue, body in self._bodies.items():
            state = self._decoded.get(dialogue)
            yield decode(body) if state is None and body is not None else self._decoded[dialogue]

    def glances(self) -> Iterator[Glance]:
        """All that are live; what is packed is not decoded."""
        for dialogue, body in self._bodies.items():
            if body is not None:
                yield _glance(body)
            elif (state := self._decoded[dialogue]).status != "ended":
                yield Glance(state.id, state.via, state.status, state.awaiting, state.orders, state.releases)

    def pins(self) -> list[dict[str, int]]:
        """Environment -> number of the release that a dialogue holds on to, each such set once."""
        packed = {bytes(_pins(body).releases) for body in self._bodies.values() if body is not None}
        held = [state.releases for name, state in self._decoded.items() if self._bodies[name] is None]
        return [*map(_releases, packed), *held]

    def live(self) -> Iterator[str]:
        """The ids of all that are live: those that ended leave before they are packed."""
        bodies, decoded = self._bodies.items(), self._decoded
        return (name for name, body in bodies if body is not None or decoded[name].status != "ended")

    def kept(self, dialogue: str, body: bytes) -> None:
        """The state as it is now was packed: it may be let go of."""
        if dialogue in self._bodies:
            self._bodies[dialogue] = body

    def trim(self, touched: Iterable[str]) -> None:
        """Let go of those that were not touched for longest."""
        decoded = self._decoded
        for dialogue in touched:
            if (state := decoded.pop(dialogue, None)) is not None:
                decoded[dialogue] = state
        excess = len(decoded) - self._most_decoded
        if excess > 0:
            idle = (dialogue for dialogue in decoded if self._bodies[dialogue] is not None)
            for dialogue in list(islice(idle, excess)):
                del decoded[dialogue]
