"""Floor events per second: the index against a scan of everything, on the same events in the same run."""

import gc
import json
import time
from random import Random
from statistics import median
from typing import NamedTuple

from flowengine.floor import Floor
from flowengine.floor.command import FloorCommand, MakeOffer
from flowengine.floor.event import (
    AgentProfileSet,
    AgentSignedIn,
    DialogueAbandoned,
    DialogueEnqueued,
    FloorEvent,
    MediaConnected,
    OfferAccepted,
    QueueSettingsSet,
    WorkEnded,
)
from flowengine.floor.scan import Scan
from flowengine.messages import Stamp

CENTERS = 10
ROUNDS = 5
Logged = tuple[FloorEvent, Stamp]


class World(NamedTuple):
    """Sizes of a tenant, and how many events each side takes per round."""

    name: str
    agents: int
    skills: int
    waiting: int
    requirement_sets: int
    events: int
    peer_events: int


MODERATE = World("floor_1000_agents_5000_waiting", 1_000, 50, 5_000, 60, 20_000, 200)
LARGE = World("floor_5000_agents_50000_waiting", 5_000, 200, 50_000, 200, 10_000, 20)


class Day:
    """A steady day: dialogues arrive as fast as agents become free, so the line keeps its length; one in ten gives up.

    Every event is kept in `log`, so that both sides are given the very same ones.
    """

    def __init__(self, world: World) -> None:
        self.world, self.floor, self.random = world, Floor(), Random(7)  # noqa: S311  # a reproducible load, no secret
        self.log: list[Logged] = []
        self.dialogues = 0
        self.talks: list[str] = []
        self.skills = [tuple(f"s{center}_{n}" for n in range(world.skills // CENTERS)) for center in range(CENTERS)]
        self.needs = [self._need(n % CENTERS) for n in range(world.requirement_sets)]

    def open(self) -> None:
        """The line forms, then the agents come and take what they may."""
        for center, skills in enumerate(self.skills):
            self.do(QueueSettingsSet(f"c{center}", skills=skills))
        for n in range(self.world.agents):
            centers = self.random.sample(range(CENTERS), 2)
            self.do(AgentProfileSet(f"a{n}", {f"c{center}": self._levels(center) for center in centers}))
        for _ in range(self.world.waiting + self.world.agents):
            self.do(self._arrival())
        for n in range(self.world.agents):
            self._answer(self.do(AgentSignedIn(agent=f"a{n}")))

    def _need(self, center: int) -> tuple[str, dict[str, int]]:
        chosen = self.random.sample(self.skills[center], self.random.choice((1, 1, 2)))
        return f"c{center}", {skill: self.random.choice((10, 40, 70)) for skill in chosen}

    def _levels(self, center: int) -> dict[str, int]:
        skills = self.skills[center]
        return {skill: self.random.randrange(101) for skill in self.random.sample(skills, len(skills) // 2)}

    def do(self, event: FloorEvent) -> list[FloorCommand]:
        count = len(self.log) + 1
        stamp = Stamp(str(count), 1_772_445_600_000 + 5 * count, count.to_bytes(16, "big"))
        self.log.append((event, stamp))
        return self.floor.apply(event, stamp)

    def _arrival(self) -> FloorEvent:
        self.dialogues += 1
        center, needs = self.random.choice(self.needs)
        return DialogueEnqueued(f"d{self.dialogues}", center, "voice", needs, 1, priority=self.random.choice((2, 5, 5)))

    def _answer(self, commands: list[FloorCommand]) -> None:
        for offer in commands:
            if isinstance(offer, MakeOffer):
                self.do(OfferAccepted(reservation=offer.reservation, agent=offer.agent))
                self.do(MediaConnected(dialogue=offer.dialogue, reservation=offer.reservation))
                self.talks.append(offer.reservation)

    def step(self) -> None:
        """One dialogue comes and one goes."""
        self._answer(self.do(self._arrival()))
        if self.random.random() < 0.1:
            self._answer(self.do(DialogueAbandoned(f"d{self.random.randrange(self.dialogues)}")))
            return
        at = self.random.randrange(len(self.talks))
        self.talks[at], self.talks[-1] = self.talks[-1], self.talks[at]
        ended = self.talks.pop()
        if self.floor.reservation(ended) is not None:
            self._answer(self.do(WorkEnded(ended, "caller")))


def copies(day: Day) -> tuple[Floor, Floor]:
    """The floor as it is now, once with the index and once with the scan."""
    setting = [logged for logged in day.log if isinstance(logged[0], AgentProfileSet | QueueSettingsSet)]
    rows = day.floor.snapshot()
    index, scan = Floor(), Floor(Scan)
    for floor in (index, scan):
        for event, stamp in setting:
            floor.apply(event, stamp)
        floor.load(rows)
    return index, scan


def events_per_s(floor: Floor, events: list[Logged]) -> tuple[float, list[list[FloorCommand]]]:
    """CPU time; the commands are given back so that equal work can be asserted."""
    start = time.process_time()
    commands = [floor.apply(event, stamp) for event, stamp in events]
    took_s = time.process_time() - start
    floor.take_dirty()
    return len(events) / took_s, commands


def measure(world: World) -> dict[str, object]:
    """Paired rounds, the order turned each time; medians of both sides, and the median of the ratios."""
    day = Day(world)
    day.open()
    index, scan = copies(day)
    opened = len(day.log)
    while len(day.log) < opened + world.events * ROUNDS:
        day.step()
    mine, peers = day.log[opened:], day.log[opened:]
    gc.collect()
    gc.freeze()
    figures: list[tuple[float, float]] = []
    said: dict[str, list[list[FloorCommand]]] = {"index": [], "scan": []}
    for number in range(ROUNDS):
        speed = {}
        for side in ("index", "scan") if number % 2 else ("scan", "index"):
            floor, log, size = (index, mine, world.events) if side == "index" else (scan, peers, world.peer_events)
            speed[side], commands = events_per_s(floor, log[number * size : (number + 1) * size])
            said[side] += commands
        figures.append((speed["index"], speed["scan"]))
    gc.unfreeze()
    assert said["index"][: len(said["scan"])] == said["scan"], "both sides decide alike"
    value, peer = median(f[0] for f in figures), median(f[1] for f in figures)
    ratio = median(f[0] / f[1] for f in figures)
    return {
        "name": world.name, "value": round(value), "unit": "events/s", "peer": "naive scan",
        "peer_value": round(peer, 1), "ratio": round(ratio, 1),
    }  # fmt: skip  # one line per thought


def run() -> list[dict[str, object]]:
    """One row per world."""
    return [measure(world) for world in (MODERATE, LARGE)]


if __name__ == "__main__":
    for row in run():
        print(json.dumps(row))
