"""The walk: breadth first through what callers, agents and the world can do, every path a run of its own."""

import heapq
from collections import Counter
from collections.abc import Callable, Iterator
from time import monotonic
from typing import NamedTuple

from flowengine.interpreter.walk import VISITS_PER_NODE
from flowengine.testbench.bench import Bench
from flowengine.testbench.explorer.again import Again
from flowengine.testbench.explorer.ahead import Ahead
from flowengine.testbench.explorer.circumstance import View, circumstances
from flowengine.testbench.explorer.condition import Conditions
from flowengine.testbench.explorer.constants import Constants
from flowengine.testbench.explorer.decision import decisions
from flowengine.testbench.explorer.found import Found, found_in
from flowengine.testbench.explorer.next_act import Acts
from flowengine.testbench.explorer.plan import Given, Plan, Root
from flowengine.testbench.explorer.reply import replies
from flowengine.testbench.explorer.rounds import Rounds
from flowengine.testbench.explorer.run import Run, Way, followed
from flowengine.testbench.explorer.standing import standing

LONGEST_S = 604_800.0
ROUNDS_MORE = 5  # than a budget allows


class Bound(NamedTuple):
    """How far a walk goes: seconds of our time, steps of one path, and paths."""

    seconds: float = 10.0
    depth: int = 40
    paths: int = 100_000


class Item(NamedTuple):
    """A path to be walked. `since`: what came before this fact was looked at already; `passive`: by its last step
    nobody does anything; `before`: the run that it goes on from, and where that stood; `dearer`: it comes so much later
    than others of its length."""

    plan: Plan
    since: int = 0
    passive: bool = False
    before: "Stand | None" = None
    dearer: int = 0


class Stand(NamedTuple):
    """A run that was walked on from, and how it was come to."""

    key: bytes
    run: Run
    item: Item


class Walked:
    """What a walk came to. `ways`: each way and the first, that is the shortest, plan that took it; `finds` likewise;
    `untried`: ways that would take more than is tried; `cut`: why it is not
    the whole, by how many paths were left."""

    def __init__(self, root: Root) -> None:
        self.root = root
        self.ways: dict[Way, Plan] = {}
        self.finds: dict[tuple[str, str], tuple[Found, Plan]] = {}
        self.paths = 0
        self.states = 0
        self.cut: Counter[str] = Counter()
        self.untried: set[tuple[str, ...]] = set()

    @property
    def is_cut(self) -> bool:
        """Whether some path was not walked to its end."""
        return any(self.cut.values())

    def take(self, run: Run) -> None:
        """Note what is new in a run."""
        if run.began and run.is_whole:  # others go on as soon as what they want is given
            for way in run.ways():
                self.ways.setdefault(way, run.plan)
        for found in found_in(run, self.root):
            self.finds.setdefault((found.kind, found.place), (found, run.plan))


class Walk:
    """One walk from one root."""

    def __init__(self, bench: Bench, ahead: Ahead, constants: Constants, root: Root) -> None:
        self._bench = bench
        self._ahead = ahead
        self._constants = constants
        self._conditions = Conditions(ahead, constants)
        self._acts = Acts(bench, constants)
        self._again = Again(ahead, root)
        self._ahead_of_us: list[tuple[int, int, Item]] = []
        self._planned: set[bytes] = set()
        self._stood: dict[bytes, Stand] = {}
        self._tried: Counter[tuple[str, str]] = Counter()  # how often a decision was made to fall otherwise
        self._pumped: set[bytes] = set()
        self._rounds = Rounds()
        self._promised: set[Way] = set()
        self.walked = Walked(root)
        self._plan(Item(Plan()), 0)

    def go(self, bound: Bound, tell: Callable[[Walked], None] = lambda _: None) -> Walked:
        """Walk until there is nothing new or the bound is met, or go on from there; `tell` hears after every path."""
        walked, begun = self.walked, monotonic()
        walked.cut["time"] = walked.cut["paths"] = 0
        while self._ahead_of_us:
            over = monotonic() - begun >= bound.seconds
            if over or walked.paths >= bound.paths:
                walked.cut["time" if over else "paths"] = len(self._ahead_of_us)
                break
            _, _, item = heapq.heappop(self._ahead_of_us)
            self._visit(item, bound)
            tell(walked)
        return walked

    def _plan(self, item: Item, dearer: int) -> None:
        if item.plan.words not in self._planned:
            self._planned.add(item.plan.words)
            heapq.heappush(self._ahead_of_us, (item.plan.cost + dearer, len(self._planned), item))

    def _visit(self, item: Item, bound: Bound) -> None:
        run = followed(self._bench, self.walked.root, item.plan)
        self.walked.paths += 1
        self.walked.take(run)
        if not run.began or run.bug is not None or (run.failed is not None and run.wanted is None):
            return
        self._otherwise(item, run)
        if run.state.status == "ended" and run.wanted is None:
            for act in self._again.after(run):
                self._plan(Item(run.plan.then(act.step), len(run.facts)), act.dearer)
            return
        key = standing(run, self._ahead)
        self._goes_round(item, run, key)
        if key in self._stood and not self._promises(run):
            return
        self.walked.states += key not in self._stood
        stand = Stand(key, run, item)
        self._stood.setdefault(key, stand)
        if len(item.plan.steps) >= bound.depth:
            self.walked.cut["depth"] += 1
            return
        for ahead in self._onward(stand):
            self._plan(ahead, ahead.dearer)
        run.let_go()

    def _promises(self, run: Run) -> bool:
        """Whether a run that stopped for want of an answer took ways that are new: it is walked on from, so that they
        are taken on a whole path."""
        new = set(run.ways()) - self.walked.ways.keys() - self._promised if run.wanted is not None else set()
        self._promised |= new
        return bool(new)

    def _onward(self, stand: Stand) -> Iterator[Item]:
        """Every path that goes on from here."""
        run = stand.run
        if run.wanted is not None:
            for given in replies(self._bench, self._constants, run):
                yield Item(run.plan.where(given), len(run.facts), passive=True, before=stand)
            return
        before = stand.item.before.run if stand.item.before is not None else None
        for act in self._acts.after(run, before):
            plan = run.plan.where(act.given) if act.given else run.plan
            yield Item(plan.then(act.step), len(run.facts), act.passive, stand, act.dearer)

    def _otherwise(self, item: Item, run: Run) -> None:
        """The same steps in every world in which one of the new decisions falls otherwise. The more often one was made
        to, the later it is made to again."""
        for decision in decisions(run.facts, item.since):
            view = View(self._bench, self._constants, run, decision)
            givens: list[Given] = [*circumstances(view), *self._conditions.otherwise(view)]
            self.walked.untried |= {(*decision.key.split("/"), outcome) for outcome in view.untried}
            for given in givens:
                dearer = self._tried[decision.key, repr(given)]
                self._tried[decision.key, repr(given)] += 1
                self._plan(Item(run.plan.where(given), decision.at + 1, item.passive, item.before), 2 * dearer)

    def _goes_round(self, item: Item, run: Run, key: bytes) -> None:
        """If nobody did anything since it stood here, it may go round for ever: as many rounds as a budget allows tell.
        Who waits in a queue does so for as long as the queue says, at most."""
        before = item.before
        if not item.passive or before is None or run.state.status != "in_flow":
            return
        round_ms = self._rounds.closed_by(before.key, key, run.now_ms - before.run.now_ms)
        met = self._stood.get(key)
        if round_ms is None or met is None or key in self._pumped:
            return
        self._pumped.add(key)
        given = item.plan.given
        lasting = {asked: answers[-1] for asked, answers in given.get("http", {}).items()}
        step = {"pass_s": min(round_ms / 1000 * (VISITS_PER_NODE + ROUNDS_MORE) + 1, LONGEST_S)}
        plan = Plan({**given, **({"http": lasting} if lasting else {})}, (*met.run.plan.steps, step))
        pumped = followed(self._bench, self.walked.root, plan)
        self.walked.paths += 1
        for found in found_in(pumped, self.walked.root):
            if found.kind == "endless_loop":
                self.walked.finds.setdefault((found.kind, found.place), (found, plan))
