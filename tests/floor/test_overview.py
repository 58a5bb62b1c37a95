"""What screens read of the floor in pieces is what looking at everything shows."""

from flowengine.floor.overview import MOST_SHOWN
from flowengine.floor.reason import hindering, lacking
from flowengine.floor.reason_count import counted
from flowengine.floor.state import FloorState
from tests.floor.duel import Duel, throws
from tests.floor.stream import Die


def test_pieces_are_those_of_the_whole() -> None:
    for seed in range(4):
        duel = Duel()
        numbers = throws(seed, 400)
        events = duel.stream.opening(Die(numbers[0][1]))
        for at in range(len(events) + len(numbers) - 1):
            event = events[at] if at < len(events) else duel.next(*numbers[at - len(events) + 1])
            if event is None:
                continue
            duel.do(event)
            if at % 11 == 0:
                duel.floor = duel.floor.fork()
            if at % 7 == 0:
                reasons_are_counted(duel.floor._state)
                lines_are_whole(duel)
                agents_are_paged(duel)


def reasons_are_counted(s: FloorState) -> None:
    for wait in s.waits.values():
        for entry in wait.entries.values():
            told = {
                agent.id: (len(lacking(s, entry, agent)), len(hindering(s, entry, agent, s.at_ms)))
                for agent in s.agents.values()
                if entry.contact_center in agent.memberships
            }
            assert {name: (never, now) for name, never, now in counted(s, entry)} == told


def lines_are_whole(duel: Duel) -> None:
    s = duel.floor._state
    assert set(s.aside) == {wait.dialogue for wait in s.waits.values() if not wait.is_in_line()}
    for center, queue in s.queues.items():
        there = [wait.entries[center] for wait in s.waits.values() if center in wait.entries]
        there.sort(key=lambda entry: entry.fresh_key(queue.settings.weight))
        shown = [row["dialogue"] for row in duel.floor.line(center, s.at_ms)]
        assert shown == [entry.wait.dialogue for entry in there[:MOST_SHOWN]]


def agents_are_paged(duel: Duel) -> None:
    floor, s = duel.floor, duel.floor._state
    for center in ("", *s.queues):
        everybody = sorted(a.id for a in s.agents.values() if not center or center in a.memberships)
        found, after = [], ""
        while True:
            names, total = floor.agents_of(center, after, 2)
            assert total == len(everybody)
            if not names:
                break
            found, after = [*found, *names], names[-1]
        assert found == everybody
    views = {view["agent"]: view for view in floor.agents(s.at_ms)}
    assert dict(floor.states()) == {key: v["state"] for key, v in views.items() if v["state"] != "signed_out"}
    assert all(floor.agent(name, s.at_ms) == view for name, view in views.items())
