"""Keep as case: what the author did while trying a draft, and what came of it, as a case that passes."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from flowengine.errors import RequestRefused
from flowengine.messages import Json
from flowengine.testbench.bench import Bench
from flowengine.testbench.case import load_cases
from flowengine.testbench.coverage.way import way_of
from flowengine.testbench.expectation import nodes_here
from flowengine.testbench.runner import run_case
from flowengine.testbench.trial.trial import NAME, Walked, walked
from flowengine.testbench.trial.walk import Walk
from flowengine.testbench.trial.world import used_only
from flowengine.testbench.world import World

FILE = "tried"


class Kept(Struct, frozen=True):
    """`case` is the body of one case of a file that begins at `start`."""

    start: dict[str, Any]
    case: dict[str, Any]


def kept_walk(bench: Bench, home: str, walk: Walk) -> Kept:
    """The walk as a case. Raises RequestRefused for one that cannot be kept, StepFailed for one that cannot begin."""
    found = walked(bench, home, walk)
    if found.missing is not None:
        raise RequestRefused(
            f"It waits for an answer: {found.missing.message}", hint="Say how it answers, then keep it."
        )
    if found.refused:
        raise RequestRefused(found.refused, hint="Try it again from there.")
    steps = _with_expectations(bench, home, walk, found)
    tries = [
        _case(used_only(found.given, found.world.story), steps),
        _case(found.given, steps),  # a step looked at who works where nobody was asked
        _case(found.given, [*found.steps, _end(found)]),
    ]
    case = next((case for case in tries if _passes(bench, home, walk.start, case)), None)
    if case is None:
        raise RequestRefused("It cannot be told again as a case.", hint="Write the case by hand.")
    return Kept(walk.start, case)


def _case(given: Mapping[str, Json], steps: list[dict[str, Any]]) -> dict[str, Any]:
    return {**({"given": dict(given)} if given else {}), "steps": steps}


def _passes(bench: Bench, home: str, start: Json, case: Json) -> bool:
    cases, findings = load_cases({"start": start, "cases": {NAME: case}}, FILE, {})
    return not findings and all(run_case(bench, one, home).ok for one in cases)


def _with_expectations(bench: Bench, home: str, walk: Walk, found: Walked) -> list[dict[str, Any]]:
    """After each act where the dialogue was by then; at the end the way that it took."""
    steps: list[dict[str, Any]] = []
    before: dict[str, Json] = {}
    for count in range(len(found.steps) + 1):
        so_far = walked(bench, home, Walk(walk.start, found.given, found.steps[:count]))
        here = _standing(so_far.world)
        steps += found.steps[count - 1 : count]
        if here and here != before and count < len(found.steps):
            steps.append({"expect": here})
        before = here
    return [*steps, _end(found)]


def _standing(world: World) -> dict[str, Json]:
    """What is worth expecting while it goes on: the step that asks, the queue in which it waits, who talks."""
    now = world.story.now
    status = now.state.status
    if status == "connected":
        return {"connected_to": now.connected}
    if status in ("queued", "offered") and now.queued is not None:
        offered = {"offered_to": now.ringing} if now.ringing else {}
        return {"queued": {"contact_center": now.queued.contact_center}, **offered}
    return {"at": _short(nodes_here(now.state)[0])} if now.state.asking else {}


def _short(key: str) -> str:
    """flow/node: a flow that is called may have a step of the same name."""
    return key.partition("/")[2]


def _end(found: Walked) -> dict[str, Any]:
    """The way, and how it ended or stands."""
    story = found.world.story
    state = story.now.state
    facts = [list(fact) for deed in story.log for fact in deed.facts]
    visited = {"visited": way} if (way := way_of(facts)) else {}
    if state.status == "ended" and state.ended is not None:
        over = state.ended
        return {"expect": {**visited, "ended": {"reason": over.reason, "by": over.by, "stage": over.stage}}}
    return {"expect": {**visited, **_standing(found.world)}}
