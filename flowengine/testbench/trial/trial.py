"""Try it: a draft walked by its author, act by act.

Nothing is remembered between two acts: each one begins anew and does the acts before it again, which takes no time on
a virtual clock; so the draft may change while it is tried.
"""

from collections.abc import Callable
from pathlib import Path
from traceback import extract_tb
from typing import Any

from flowengine.errors import FlowInvalid
from flowengine.messages import Json
from flowengine.testbench.action import begin, perform
from flowengine.testbench.bench import Bench
from flowengine.testbench.case import Case, load_cases
from flowengine.testbench.document import Step
from flowengine.testbench.result import StepFailed
from flowengine.testbench.trial.passing import pass_to
from flowengine.testbench.trial.walk import Act, Walk
from flowengine.testbench.trial.world import Missing, filled, with_missing
from flowengine.testbench.world import World, world_of

MOST_MADE_UP = 50
NAME = "tried"


class Walked:
    """A walk as far as it went. `steps`: those that were done; `refused`: why the next one was not, and `cut` how many
    of those that were done before did not go any more; `missing`: what the flow waits for and nobody gave."""

    def __init__(self, given: dict[str, Any], world: World) -> None:
        self.given = given
        self.world = world
        self.steps: list[dict[str, Any]] = []
        self.refused = ""
        self.cut = 0
        self.missing: Missing | None = None


def walked(bench: Bench, home: str, walk: Walk) -> Walked:
    """Walk. `home`: the environment of the flow. Raises StepFailed if it cannot even begin, FlowInvalid for steps or a
    given that are none."""
    given = filled(bench, walk.given)
    found = _once(bench, home, walk, given)
    for _ in range(MOST_MADE_UP):
        more = with_missing(bench, given, found.missing)
        if more is None:
            break
        given = more
        found = _once(bench, home, walk, given)
    if not found.refused:
        return found
    # What was refused may have happened by half: where the dialogue stands is shown as if it had not been tried.
    again = _once(bench, home, Walk(walk.start, walk.given, found.steps), given)
    again.refused, again.cut = found.refused, found.cut
    return again


def _once(bench: Bench, home: str, walk: Walk, given: dict[str, Any]) -> Walked:
    """Everything from the beginning, as far as it goes."""
    act = walk.act or Act()
    written = [*walk.steps, act.step] if act.step is not None else walk.steps
    case = case_of(walk.start, given, written)
    world = world_of(bench, case, home)
    found = Walked(given, world)
    if not _go(found, lambda: begin(world)) and not world.story.instants:
        raise StepFailed(found.refused or "It could not begin.")
    for step in case.steps if found.missing is None else ():
        if not _do(found, step, written[len(found.steps)]):
            break
    if act.step is None and not found.refused and found.missing is None:
        _pass_time(found, act)
    found.cut = max(len(walk.steps) - len(found.steps), 0)
    return found


def _do(found: Walked, step: Step, written: dict[str, Any]) -> bool:
    found.world.step = len(found.steps) + 1
    done = _go(found, lambda: perform(found.world, step))
    if done or found.missing:  # it was done, and what came of it was not
        found.steps.append(written)
    return done


def _pass_time(found: Walked, act: Act) -> None:
    """Time is passed as far as something happens: how far is known when it was."""
    before_ms = found.world.now_ms
    if (act.skip or act.to) and (_go(found, lambda: pass_to(found.world, act)) or found.missing):
        found.steps.append({"pass_s": (found.world.now_ms - before_ms) / 1000})


def _go(found: Walked, do: Callable[[], None]) -> bool:
    """Whether it went; if not, why stands in `found`."""
    try:
        do()
    except StepFailed as failed:
        if failed.missing is None:
            found.refused = failed.message
        else:
            found.missing = Missing(failed.message, *failed.missing)
    except Exception as fault:  # noqa: BLE001  # the author is told whose fault it is, and where
        found.refused = engine_fault(fault)
    else:
        return True
    return False


def engine_fault(fault: Exception) -> str:
    """A defect of the engine, or of a package beside it, as a sentence with the line that it came from."""
    came = extract_tb(fault.__traceback__)[-1]
    place = f"{Path(came.filename).name}, line {came.lineno}"
    return f"The engine itself failed at {place}: {type(fault).__name__}: {fault}. No flow should be able to do this."


def case_of(start: Json, given: Json, steps: list[dict[str, Any]]) -> Case:
    """The walk as a case. Raises FlowInvalid."""
    cases, findings = load_cases({"start": start, "cases": {NAME: {"given": given, "steps": steps}}}, "", {})
    if findings or not cases:
        raise FlowInvalid(findings)
    return cases[0]
