"""What agents do at this moment, from the floor's rows: the states that no counter holds yet, as they go on."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from flowengine.floor.agent import Agent
from flowengine.floor.row import reservation_from, restore_agent
from flowengine.reports.count import LONGEST_SPAN_MS, STATES
from flowengine.reports.interval import Span


class Running(NamedTuple):
    """A state that goes on since then, and why, if it is `not_routable`."""

    agent: str
    state: str
    since_ms: int
    reason: str = ""


class Lasted(NamedTuple):
    """So long in one state within one span: like a row of counters."""

    key: str
    what: str
    start_ms: int
    ms: int
    n: int = 0
    contact_center: str = ""
    home: str = ""
    channel: str = ""
    within: int = 0


def running(agents: Iterable[tuple[str, bytes]], reservations: Iterable[bytes]) -> list[Running]:
    """Rows of kinds `agent` (key and body) and `reservation` (body) -> what goes on."""
    known: dict[str, Agent] = {}
    for name, body in agents:
        known[name] = Agent(name)
        restore_agent(known[name], body)
    for reservation in map(reservation_from, reservations):
        if reservation.agent in known:
            known[reservation.agent].take(reservation)
    words = ((agent, agent.state()) for agent in known.values() if agent.since_ms)
    return [
        Running(agent.id, word, agent.since_ms, agent.away_reason() if word == "not_routable" else "")
        for agent, word in words
        if word in STATES
    ]


def lasted(
    kind: str, found: Iterable[Running], pieces: list[tuple[int, Span]], now_ms: int
) -> Iterator[tuple[int, Lasted]]:
    """How much of it falls into each piece of the asked spans, which are in order, with the number of the span. Kinds
    are `state` and `away`."""
    ends = [end for _, (_, end) in pieces]
    for agent, state, begun_ms, reason in found:
        what = state if kind == "state" else reason
        if not what:
            continue
        since_ms = max(begun_ms, now_ms - LONGEST_SPAN_MS)
        for number, (first, end) in pieces[bisect_right(ends, since_ms) :]:
            if first >= now_ms:
                break
            yield number, Lasted(agent, what, first, min(end, now_ms) - max(first, since_ms))
