"""A dialogue that was lived, stored as trace and content, becomes a case that passes."""

from pathlib import Path
from typing import Any

import pytest

from flowengine.errors import RequestRefused
from flowengine.testbench.action import perform
from flowengine.testbench.bench import Bench
from flowengine.testbench.case import Case, load_cases
from flowengine.testbench.kept.writing import case_from_trace
from flowengine.testbench.play import failure_text
from flowengine.testbench.runner import compiler, load_paths, run_case
from flowengine.testbench.tree import read_releases
from flowengine.testbench.world import World, world_of

SHOP = Path(__file__).parent / "data" / "shop"
LIVED = [(suite, case) for suite in load_paths([SHOP]) for case in suite.cases if case.start.address and not case.skip]


WITHHELD = {"caller": {"withheld": True}}


def bench() -> Bench:
    return compiler().bench(*read_releases(SHOP))


def live_through(case: Case, home: str = "front_door") -> World:
    world = world_of(bench(), case, home)
    world.open()
    for world.step, step in enumerate(case.steps, 1):
        perform(world, step)
    return world


def kept_from(world: World) -> dict[str, Any]:
    rows = [(deed.at_ms, deed.facts) for deed in world.story.log if deed.facts]
    return case_from_trace(rows, world.story.content, bench().config)


def assert_passes(document: dict[str, Any]) -> None:
    cases, findings = load_cases(document, "kept.json", {})
    assert findings == []
    result = run_case(bench(), cases[0], "front_door")
    assert result.ok, f"{failure_text(result)}\n{document}"


@pytest.mark.parametrize(("suite", "case"), LIVED, ids=lambda part: getattr(part, "title", ""))
def test_lived_dialogue_passes_as_case(suite: Any, case: Case) -> None:
    world = live_through(case, suite.home)
    document = kept_from(world)
    assert_passes(document)
    cases, _ = load_cases(document, "kept.json", {})
    again = live_through(cases[0])
    assert list(again.story.now.state.visits) == list(world.story.now.state.visits)


HARD = {
    "declined_then_later": [
        {"caller": {"presses": "1"}},
        {"agent": {"anna": "declines"}},
        {"pass_s": 7.5},
        {"agent": {"ben": {"presence": "available"}}},
        {"agent": {"ben": "accepts"}},
        {"pass_s": 30},
        {"agent": {"ben": "hangs_up"}},
    ],
    "rings_out_then_hangs_up": [
        {"caller": {"presses": "1"}},
        {"pass_s": 33},
        {"caller": "hangs_up"},
    ],
    "waits_to_the_end": [{"caller": {"presses": "1"}}, {"pass_s": 121}],
    "wrong_then_silent": [{"caller": {"presses": "9"}}, {"caller": "stays_silent"}],
    "masked_wrong_then_right": [
        {"caller": {"presses": "2"}},
        {"caller": {"presses": "0#"}},
        {"caller": {"presses": "05#"}},
    ],
    "masked_all_digits": [{"caller": {"presses": "2"}}, {"caller": {"presses": "12345678"}}],
    "masked_in_words": [{"caller": {"presses": "2"}}, {"caller": {"says": "four 47 eleven 11"}}],
    "digits_that_time_out": [{"caller": {"presses": "2"}}, {"caller": {"presses": "47"}}, {"caller": "stays_silent"}],
}


@pytest.mark.parametrize("name", HARD)
def test_hard_dialogue_passes_as_case(name: str) -> None:
    given = {"agents": {"anna": {}, "ben": {"presence": "away"}}}
    document = {"start": {"address": "+442079460100"}, "cases": {name: {"given": given, "steps": HARD[name]}}}
    cases, findings = load_cases(document, "hard.json", {})
    assert findings == []
    assert_passes(kept_from(live_through(cases[0])))


def test_erased_words_are_refused() -> None:
    document = {"start": {"address": "+442079460100"}, "cases": {"a": {"steps": [{"caller": {"presses": "2"}}]}}}
    world = live_through(load_cases(document, "a.json", {})[0][0])
    rows = [(deed.at_ms, deed.facts) for deed in world.story.log if deed.facts]
    with pytest.raises(RequestRefused, match="erased"):
        case_from_trace(rows, {})


def test_without_its_beginning_it_is_refused() -> None:
    with pytest.raises(RequestRefused, match="beginning"):
        case_from_trace([(0, [("silent",)])], {})


def test_a_way_that_was_drawn_for_this_dialogue_alone_is_refused() -> None:
    """A caller without a number is sent by the dialogue, and another dialogue may be sent another way."""
    suite = {"start": {"address": "+442079460105"}, "cases": {"withheld": {"given": WITHHELD, "steps": []}}}
    [case], _ = load_cases(suite, "withheld.json", {})
    with pytest.raises(RequestRefused, match="split by dialogue"):
        kept_from(live_through(case))
