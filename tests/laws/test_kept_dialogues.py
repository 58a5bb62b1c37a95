"""Whatever a caller of the demo tenant did, the dialogue kept as a test passes on the release that it ran on."""

import random
from pathlib import Path
from typing import Any

import msgspec
import pytest

from flowengine.testbench.action import perform
from flowengine.testbench.case import load_cases
from flowengine.testbench.document import Step
from flowengine.testbench.kept.writing import case_from_trace
from flowengine.testbench.play import failure_text
from flowengine.testbench.result import StepFailed
from flowengine.testbench.runner import compiler, run_case
from flowengine.testbench.tree import read_releases
from flowengine.testbench.world import World, world_of

HARTLEY = Path(__file__).parents[2] / "flows" / "hartley"
AGENTS = ("anna", "ben", "carla", "dev")
TIMES = ("2026-03-02 10:00", "2026-03-02 12:20", "2026-03-01 10:00", "2026-12-25 11:00")
NUMBER = "+447700900123"  # the usual caller's
ADDRESSES = ("+442079460100", "+442079460101", "+442079460104", "+442079460109", "chat:hartley")


def lived(chance: random.Random) -> World:
    """A dialogue in which everybody does what comes to mind."""
    agents = {name: {"presence": chance.choice(["available", "away"])} for name in AGENTS if chance.random() < 0.7}
    given: dict[str, Any] = {"agents": agents, "at": chance.choice(TIMES)}
    if chance.random() < 0.5:
        given["numbers"] = {NUMBER: [chance.choice(["busy", "no_answer", "connected"]) for _ in range(3)]}
    if chance.random() < 0.3:
        given["caller"] = {"attributes": {"may_record": chance.random() < 0.7}}
    document = {"start": {"address": chance.choice(ADDRESSES)}, "cases": {"a": {"given": given, "steps": []}}}
    case = load_cases(document, "a.json", {})[0][0]
    world = world_of(compiler().bench(*read_releases(HARTLEY)), case, "front_door")
    world.open()
    for _ in range(chance.randint(2, 14)):
        if world.story.now.state.status == "ended":
            break
        step = msgspec.convert(an_idea(world, chance), Step)
        try:
            perform(world, step)
        except StepFailed:
            continue  # nobody took it: that may happen
    return world


def an_idea(world: World, chance: random.Random) -> dict[str, Any]:
    now = world.story.now
    if world.carrier.recording(now.state.id) is not None:
        left = [{"caller": {"records_s": chance.randint(0, 20)}}, {"caller": {"records": "nothing"}}]
        return chance.choice([*left, {"pass_s": 3}, {"caller": "hangs_up"}])
    if now.state.asking is not None and chance.random() < 0.85:
        return {"caller": an_answer(world, chance)}
    if now.ringing:
        return {"agent": {now.ringing: chance.choice(["accepts", "accepts", "declines", "ignores"])}}
    if now.connected:
        return chance.choice([{"agent": {now.connected: "hangs_up"}}, {"pass_s": 40}, {"caller": "hangs_up"}])
    free = chance.choice(list(world.case.given.agents) or ["anna"])
    return chance.choice(
        [{"pass_s": chance.randint(1, 400)}, {"caller": "hangs_up"}, {"agent": {free: {"presence": "available"}}}]
    )


def an_answer(world: World, chance: random.Random) -> Any:
    asking, chat = world.story.now.state.asking, world.scene.channel == "chat"
    assert asking is not None
    if chance.random() < 0.15:
        return "stays_silent"
    if asking.accept.kind == "choice":
        choice = chance.choice(asking.accept.choices)
        return chance.choice([{"chooses": choice.key} if chat else {"presses": choice.key}, {"says": choice.label}])
    digits = chance.choice(["19800521", "1234", "99999999"])
    return {"writes": digits} if chat else {"presses": (digits + "#")[: max(asking.accept.max, len(digits))]}


def told_slowly(world: World, chance: random.Random) -> list[tuple[int, list[tuple[Any, ...]]]]:
    """The trace as if words had taken time to be spoken, and answers to be thought of."""
    rows, late_ms = [], 0
    for deed in world.story.log:
        if any(fact[0] == "silent" or (fact[0] == "heard" and fact[3] != "conversation") for fact in deed.facts):
            late_ms += chance.randint(0, 9_000)
        if deed.facts:
            rows.append((deed.at_ms + late_ms, deed.facts))
    return rows


@pytest.mark.parametrize("seed", range(60))
def test_a_kept_dialogue_passes(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # repeatable chance is what a test wants
    world = lived(chance)
    bench = compiler().bench(*read_releases(HARTLEY))
    document = case_from_trace(told_slowly(world, chance), world.story.content, bench.config)
    cases, findings = load_cases(document, "kept.json", {})
    assert findings == []
    result = run_case(bench, cases[0], "front_door")
    assert result.ok, f"{failure_text(result)}\n{document}"
