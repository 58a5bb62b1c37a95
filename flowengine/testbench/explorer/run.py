"""One run of a plan on the real switchboard, and what came of it."""

import gc
from collections.abc import Iterator
from typing import Any

from flowengine.interpreter.state import Dialogue
from flowengine.testbench.action import finish, perform
from flowengine.testbench.bench import Bench
from flowengine.testbench.case import load_cases
from flowengine.testbench.explorer.plan import Plan, Root, document
from flowengine.testbench.explorer.wanted import AskingServices, Wanted
from flowengine.testbench.result import StepFailed
from flowengine.testbench.story import Instant, Story
from flowengine.testbench.world import World, world_of

Fact = tuple[Any, ...]
Way = tuple[str, str, str, str]  # environment, flow, node, outcome


class Run:
    """`wanted`: what it stopped at for want of it; `failed`: why a step of the plan cannot be done; `bug`: an exception
    of the engine. `facts` are the dialogue's, in order; `now` is how it stands at the end, None if it never began."""

    def __init__(self, plan: Plan, world: World | None) -> None:
        self.plan = plan
        self.world = world
        self.wanted: Wanted | None = None
        self.failed: StepFailed | None = None
        self.bug: Exception | None = None
        self.facts: list[Fact] = []
        self.now: Instant | None = None
        self.now_ms = 0
        self.count = 0  # of its facts

    @property
    def story(self) -> Story:
        assert self.world is not None  # noqa: S101  # asked only of runs that began; see `began`
        return self.world.story

    @property
    def began(self) -> bool:
        """Whether there is a dialogue at all."""
        return self.now is not None

    @property
    def is_whole(self) -> bool:
        """Whether every step was done, and all that was asked for was given."""
        return self.wanted is None and self.failed is None and self.bug is None

    @property
    def state(self) -> Dialogue:
        assert self.now is not None  # noqa: S101  # as above
        return self.now.state

    def let_go(self) -> None:
        """Keep how it stands, and forget the world: thousands of runs are kept for a while."""
        self.world, self.facts = None, []

    def ways(self) -> Iterator[Way]:
        """Every way that was taken; of a node that was entered and is left by none, the way with no outcome."""
        left: set[str] = set()
        for fact in self.facts:
            if fact[0] == "went":
                left.add(fact[1])
                environment, flow, node = fact[1].split("/")
                yield environment, flow, node, fact[2]
        for key in self.state.visits:
            if key not in left:
                environment, flow, node = key.split("/")
                yield environment, flow, node, ""


def followed(bench: Bench, root: Root, plan: Plan) -> Run:
    """Run a plan."""
    cases, findings = load_cases(document(root, {"path": plan}), "", {})
    run = Run(plan, None)
    if findings:
        run.failed = StepFailed(findings[0].message)
        return run
    collects = gc.isenabled()
    gc.disable()  # as the runner does: looking for what a run leaves while it runs costs a fifth
    try:
        world = run.world = world_of(bench, cases[0], root.environment)
        world.services = AskingServices(cases[0].given)
        world.open()
        for index, step in enumerate(cases[0].steps, 1):
            world.step = index
            perform(world, step)
        finish(world)
    except Wanted as wanted:
        run.wanted = wanted
    except StepFailed as failed:
        run.failed = failed
    except Exception as bug:  # noqa: BLE001  # whatever the engine raises is what is looked for
        run.bug = bug
    finally:
        if collects:
            gc.enable()
    if run.world is not None and run.world.story.instants:
        run.now, run.now_ms = run.story.now, run.world.now_ms
        run.facts = [fact for deed in run.story.log for fact in deed.facts]
        run.count = len(run.facts)
        run.wanted = run.wanted or _table_wanted(run)
    return run


def _table_wanted(run: Run) -> Wanted | None:
    """A live table of which the plan does not say what stands in it."""
    if run.failed is None:
        return None
    looked = [fact[2] for fact in run.facts if fact[:2] == ("observed", "live_table")]
    missing = [name for name in looked if name not in run.plan.given.get("tables", {})]
    return Wanted("tables", missing[-1]) if missing else None
