"""The index against a scan of everything, on the same changes: more sets and edits than streams of events have."""

from random import Random

import pytest

from flowengine.floor.agent import Agent
from flowengine.floor.entry import Entry, Key
from flowengine.floor.event import Capacity, QueueSettingsSet
from flowengine.floor.matcher import Matching
from flowengine.floor.matching import Index
from flowengine.floor.reservation import Reservation
from flowengine.floor.scan import Scan
from flowengine.floor.wait import Wait

CENTERS = ("care", "desk", "sales")
SKILLS = ("dutch", "french", "golf", "polo")
CAPACITIES = {
    "default": {}, "tight": {"chat": Capacity(50, 1)}, "wide": {"chat": Capacity(10, 5), "message": Capacity(100, 1)},
}  # fmt: skip  # one line per thought
ORDERS = ("longest_idle", "longest_idle", "least_flexible", "best_level")


class World:
    """Waits and agents of its own under one matching; both worlds are changed alike."""

    def __init__(self, make) -> None:
        self.waits: dict[str, Wait] = {}
        self.agents: dict[str, Agent] = {}
        self.weights = dict.fromkeys(CENTERS, 0)
        self.standing: dict[Key, Entry] = {}
        self.matching: Matching = make(self.standing, self.agents)
        self.made = 0
        self.known: set[tuple[str, tuple[tuple[str, int], ...]]] = set()

    def settings(self, random: Random) -> None:
        name = random.choice(CENTERS)
        skills = tuple(random.sample(SKILLS, random.choice((2, 4, 4))))
        changed = [e for w in self.waits.values() for e in w.entries.values() if e.contact_center == name]
        weight = random.choice((0, 0, 3))
        lined = [e for e in changed if e.line_key is not None and weight != self.weights[name]]
        for entry in lined:
            self.step_out(entry)
        self.weights[name] = weight
        capacity = CAPACITIES[random.choice(sorted(CAPACITIES))]
        order = random.choice(ORDERS)
        self.matching.set_center(
            QueueSettingsSet(name, skills=skills, capacity=capacity, weight=self.weights[name], agent_order=order)
        )
        for entry in lined:
            self.stand(entry)

    def profile(self, random: Random) -> None:
        agent = self.agents.get(name := f"a{random.randrange(12)}")
        if agent is None:
            agent = self.agents[name] = Agent(name)
            self.matching.set_profile(agent)
        agent.memberships = {c: levels(random) for c in random.sample(CENTERS, random.choice((0, 1, 2, 2, 3)))}
        agent.most = random.choice(({}, {}, {"chat": 1}, {"voice": 0}, {"chat": 0, "message": 2}))
        self.matching.set_profile(agent)
        if not agent.memberships:
            self.matching.forget(agent)
            del self.agents[name]

    def presence(self, random: Random) -> None:
        if self.agents:
            agent = self.agents[random.choice(sorted(self.agents))]
            agent.signed_in = random.random() < 0.8
            agent.presence.set_now(random.choice(("available", "available", "available", "away", "offline")), "")
            self.made += 1
            agent.idle_sequence = self.made
            self.matching.refresh(agent)

    def work(self, random: Random) -> None:
        if not self.agents:
            return
        agent = self.agents[random.choice(sorted(self.agents))]
        if agent.reservations and random.random() < 0.6:
            agent.drop(agent.reservations[random.choice(sorted(agent.reservations))])
            self.matching.hide(agent)
        else:
            self.made += 1
            channel, cost = random.choice((("voice", 100), ("chat", 33), ("chat", 10), ("message", 33)))
            if agent.load + cost > 100:
                return
            agent.take(Reservation(
                v=1, sequence=0, id=f"r{self.made}", dialogue="d", agent=agent.id, contact_center="care",
                channel=channel, created_ms=0, expires_ms=0, state="connected", cost=cost,
            ))  # fmt: skip  # one line per thought
        self.matching.refresh(agent)

    def enqueue(self, random: Random) -> None:
        self.made += 1
        wait = Wait(f"d{self.made}", 1, random.choice(CENTERS), random.choice(("voice", "chat", "message")))
        wait.priority, wait.enqueued_ms, wait.sequence = random.choice((2, 5)), self.made, self.made
        wait.preferred = random.choice((None, None, "a1", "a2"))
        for center in dict.fromkeys((wait.home, *random.sample(CENTERS, random.choice((0, 0, 1, 2))))):
            entry = wait.add(center, levels(random, spread=90))
            entry.only = random.choice((None, None, None, None, "a3"))
            if random.random() < 0.2:
                self.know(center, entry)
        self.waits[wait.dialogue] = wait
        self.line_up(wait)

    def know(self, center: str, entry: Entry) -> None:
        if (center, tuple(sorted(entry.requirements.items()))) not in self.known:
            self.known.add((center, tuple(sorted(entry.requirements.items()))))
            self.matching.set_known(center, [entry.requirements])

    def crowd(self, random: Random) -> None:
        """Many ask for what nobody asked for before, and go at once; then somebody asks for good."""
        for _ in range(20):
            self.made += 1
            wait = Wait(f"d{self.made}", 1, "care", "voice")
            entry = wait.add("care", levels(random, spread=90))
            self.matching.first_agent(wait)
            self.matching.drop(entry)
        waiting = [e for wait in self.waits.values() for e in wait.entries.values()]
        if waiting:
            entry = random.choice(waiting)
            self.know(entry.contact_center, entry)

    def line_up(self, wait: Wait) -> None:
        """One entry after the other, or all at once, as a floor that is loaded."""
        if self.made % 2:
            for entry in wait.entries.values():
                self.stand(entry)
            return
        for entry in wait.entries.values():
            entry.line_key = key = entry.fresh_key(self.weights[entry.contact_center])
            self.standing[key] = entry
        self.matching.enter_all(wait.entries.values())

    def stand(self, entry: Entry) -> None:
        entry.line_key = key = entry.fresh_key(self.weights[entry.contact_center])
        self.standing[key] = entry
        self.matching.enter(entry)

    def step_out(self, entry: Entry) -> None:
        if entry.line_key is not None:
            del self.standing[entry.line_key]
        self.matching.leave(entry)

    def change(self, random: Random) -> None:
        """Steps out of line; then it is over, asks for less, or is declined and stands in line again."""
        if not self.waits:
            return
        wait = self.waits[random.choice(sorted(self.waits))]
        for entry in wait.entries.values():
            self.step_out(entry)
        what = random.random()
        if what < 0.6:
            for entry in wait.entries.values():
                self.matching.drop(entry)
            del self.waits[wait.dialogue]
            return
        if what < 0.8:
            for entry in wait.entries.values():
                self.matching.drop(entry)
                entry.requirements, entry.only = dict(list(entry.requirements.items())[:1]), None
        else:
            wait.exclusions = {random.choice(sorted(self.agents) or ["a0"]): 1}
        self.line_up(wait)

    def answers(self) -> list[object]:
        """What the floor may ask at this moment."""
        found: list[object] = []
        for name in sorted(self.agents):
            if self.agents[name].is_routable():
                entry = self.matching.first_entry(self.agents[name])
                found.append((name, None if entry is None else entry.id))
        for wait in list(self.waits.values())[-12:]:
            pair = self.matching.first_agent(wait)
            found.append((wait.dialogue, None if pair is None else (pair[0].id, pair[1].id)))
            for entry in wait.entries.values():
                found.append((entry.id, self.matching.is_staffed(entry)))
                pool = self.matching.pool(entry)
                keys = sorted(key for line in pool.lines for key in line)
                firsts = [line.first or 0 for line in pool.lines]
                assert firsts == sorted(firsts)
                found.append((sorted(pool.asks), pool.centers, keys, pool.staffed, pool.available))
        return found


def levels(random: Random, spread: int = 100) -> dict[str, int]:
    return {skill: random.randrange(spread) for skill in random.sample(SKILLS, random.choice((0, 1, 1, 2, 3)))}


OPS = (
    World.enqueue, World.enqueue, World.enqueue, World.change, World.change, World.presence, World.presence, World.work,
    World.work, World.profile, World.settings, World.crowd,
)  # fmt: skip  # weights: how often each comes


@pytest.mark.proof
@pytest.mark.parametrize("seed", range(5))
def test_every_answer_is_a_scan_s(seed: int) -> None:
    random, index, scan = Random(seed), World(Index), World(Scan)  # noqa: S311  # no secret
    for number in range(300):
        op, chance = random.choice(OPS), random.random()
        if op is World.settings and chance < 0.5:
            continue
        for world in (index, scan):
            op(world, Random(chance))  # noqa: S311  # no secret
        assert index.answers() == scan.answers(), f"step {number}: {op.__name__}"
