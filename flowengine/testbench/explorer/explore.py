"""Exploring: every flow that was asked for, walked from each of its roots, and what came of it as one account."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from time import monotonic

from msgspec import Struct

from flowengine.testbench.bench import Bench
from flowengine.testbench.coverage.way import ways_of
from flowengine.testbench.explorer.ahead import Ahead
from flowengine.testbench.explorer.constants import Constants
from flowengine.testbench.explorer.found import Found
from flowengine.testbench.explorer.plan import Plan, Root
from flowengine.testbench.explorer.root import roots_of
from flowengine.testbench.explorer.run import Way, followed
from flowengine.testbench.explorer.walk import Bound, Walk, Walked
from flowengine.testbench.explorer.written import failing, found_name, minimal, name_of, reaching

LEAST_S = 0.2  # that every walk gets, however many there are


class Find(Struct, frozen=True):
    """One find, with the least case that shows it: it fails as long as the find is there."""

    found: Found
    root: Root
    plan: Plan
    name: str


class Unreached(Struct, frozen=True):
    """A way that no path took. `why`: impossible (the checks say so), unreached (none of the paths takes it, and all
    were walked), untried (it would take more than is tried) or unexplored (the bound came first)."""

    way: Way
    why: str


class Account(Struct, frozen=True):
    """What exploring came to. `reached`: each way with the plan that
    takes it; `cut` says why walks ended before
    they were through, with how many paths were left."""

    finds: list[Find]
    unreached: list[Unreached]
    reached: dict[Way, tuple[Root, Plan]]
    possible: int
    paths: int
    states: int
    seconds: float
    cut: dict[str, int]


Tell = Callable[[int, int, Walked], None]  # of so many walks, so many are done; and the one that runs


class Explorer:
    """One tenant. `impossible`: ways that the checks say cannot be taken."""

    def __init__(self, bench: Bench, impossible: Iterable[Way] = ()) -> None:
        self._bench = bench
        self._ahead = Ahead(bench)
        self._constants = Constants(bench, self._ahead)
        self._impossible = frozenset(impossible)
        self.ways: Mapping[tuple[str, str], list[tuple[str, str]]] = ways_of(bench)

    def explore(self, flows: Iterable[tuple[str, str]], bound: Bound, tell: Tell = lambda *_: None) -> Account:
        """Walk these flows (environment, name); `bound.seconds` are for all of them together."""
        begun, keys = monotonic(), list(flows)
        roots = [root for key in keys for root in roots_of(self._bench, self._constants, *key)]
        walks = self._walk(roots, bound, tell)
        reached: dict[Way, tuple[Root, Plan]] = {}
        # A flow's own walk says it in fewest words: those of the flows that lead to it come after.
        for walked in walks:
            for way, plan in walked.ways.items():
                own = way[:2] == walked.root.key
                if way not in reached or (own and reached[way][0].name != walked.root.name):
                    reached[way] = walked.root, plan
        goals = [(*key, *way) for key in keys for way in self.ways.get(key, ())]
        cut = {word: sum(walked.cut[word] for walked in walks) for word in ("time", "paths", "depth")}
        untried = {way for walked in walks for way in walked.untried}
        open_ends = {key for walked in walks if walked.is_cut for key in self._ahead.reached_from(walked.root.key)}
        return Account(
            finds=list(self._finds(walks)),
            unreached=[Unreached(way, self._why(way, untried, open_ends)) for way in goals if way not in reached],
            reached={way: reached[way] for way in goals if way in reached},
            possible=len(goals),
            paths=sum(walked.paths for walked in walks),
            states=sum(walked.states for walked in walks),
            seconds=monotonic() - begun,
            cut={word: count for word, count in cut.items() if count},
        )

    def _walk(self, roots: list[Root], bound: Bound, tell: Tell) -> list[Walked]:
        """Each walk for its share of the time; what some leave over is for those that are not through."""
        begun = monotonic()
        walks = [Walk(self._bench, self._ahead, self._constants, root) for root in roots]
        ahead = walks
        while ahead:
            left_s = bound.seconds - (monotonic() - begun)
            mine = bound._replace(seconds=max(left_s / len(ahead), LEAST_S))
            for walk in ahead:
                walk.go(mine, lambda walked: tell(roots.index(walked.root), len(roots), walked))
            over = monotonic() - begun >= bound.seconds
            ahead = [] if over else [walk for walk in ahead if walk.walked.cut["time"]]
        return [walk.walked for walk in walks]

    def _why(self, way: Way, untried: Collection[tuple[str, ...]], open_ends: Collection[tuple[str, str]]) -> str:
        """Why no path took this way."""
        if way in self._impossible:
            return "impossible"
        if way in untried:
            return "untried"
        return "unexplored" if way[:2] in open_ends else "unreached"

    def _finds(self, walks: list[Walked]) -> Iterator[Find]:
        """Each find once, from the root that shows it in fewest words."""
        best: dict[tuple[str, str], tuple[Found, Root, Plan]] = {}
        for walked in walks:
            for key, (found, plan) in walked.finds.items():
                if key not in best or plan.cost < best[key][2].cost:
                    best[key] = found, walked.root, plan
        names: list[str] = []
        for found, root, plan in best.values():
            least = minimal(self._bench, root, found, plan)
            names.append(found_name(found, names))
            yield Find(found, root, failing(followed(self._bench, root, least), found), names[-1])

    def skeletons(self, account: Account, covered: Iterable[Way]) -> list[tuple[Root, dict[str, Plan]]]:
        """For every way that was reached and is not covered a case that takes it; one may do for several."""
        done = set(covered)
        found: list[tuple[Root, str, Plan]] = []
        for way, (root, plan) in account.reached.items():
            if way in done:
                continue
            least = reaching(self._bench, root, way, plan)
            run = followed(self._bench, root, least)
            done.update(run.ways() if run.began else ())
            found.append((root, name_of(way, [name for _, name, _ in found]), least))
        by_root: dict[str, tuple[Root, dict[str, Plan]]] = {}
        for root, name, plan in found:
            by_root.setdefault(repr(root), (root, {}))[1][name] = plan
        return list(by_root.values())
