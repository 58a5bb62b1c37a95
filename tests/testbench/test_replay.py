"""Replay: on its own release nothing parts; what is changed in a flow parts there, and nowhere else."""

import copy
import json
import random
from collections.abc import Callable
from functools import cache
from typing import Any

import msgspec
import pytest

from flowengine.interpreter.program import Release
from flowengine.testbench.replay.again import NOT_TODAY, UNKNOWN_ANSWER, replayed
from flowengine.testbench.replay.doubt import NOT_FAITHFUL
from flowengine.testbench.replay.report import Group, Report, report_of
from flowengine.testbench.replay.told import Beside, Replayed, Stored
from flowengine.testbench.replay.track import AGAIN, track_of
from flowengine.testbench.replay.worker import answers
from flowengine.testbench.runner import compiler
from flowengine.testbench.tree import read_releases
from tests.laws.test_kept_dialogues import HARTLEY, lived, told_slowly

DIALOGUES = 40
Flows = dict[str, Any]
Change = Callable[[dict[str, Release]], None]


@cache
def kept() -> list[Stored]:
    """Dialogues of the demo tenant in which everybody did what came to mind."""
    found = []
    for seed in range(DIALOGUES):
        chance = random.Random(seed)  # noqa: S311  # repeatable chance is what a test wants
        world = lived(chance)
        rows = [(at_ms, [list(fact) for fact in facts]) for at_ms, facts in told_slowly(world, chance)]
        found.append(Stored(f"d{seed}", rows, list(world.story.content.items())))
    return found


def replay(change: Change = lambda releases: None, stored: list[Stored] | None = None) -> list[Replayed]:
    """All of them, on the demo tenant with a change."""
    tenant, releases = read_releases(HARTLEY)
    ran_on = compiler().bench(tenant, releases)
    tried = copy.deepcopy(releases)
    change(tried)
    now = compiler().bench(tenant, tried)
    return [replayed(one, ran_on, lambda: now) for one in stored or kept()]


def report(change: Change) -> Report:
    return report_of(replay(change))


def main_of(releases: dict[str, Release]) -> Any:
    return releases["front_door"].flows["main"]


def who_took(node: str, outcome: str) -> set[str]:
    return {
        one.id
        for one in kept()
        if any(way[2:] == (node, outcome) for way in track_of(facts for _, facts in one.rows).ways)
    }


def test_on_its_own_release_nothing_parts() -> None:
    found = report_of(replay())
    assert (found.replayed, found.same, found.parted, found.groups, found.untold) == (40, 40, 0, [], [])


def reworded(releases: dict[str, Release]) -> None:
    for flow in releases["front_door"].flows.values():
        for node in flow["nodes"].values():
            if isinstance(node.get("prompt"), str):
                node["prompt"] = "Something else."


def test_other_words_are_no_other_way() -> None:
    assert report(reworded).parted == 0


def without_dutch(releases: dict[str, Release]) -> None:
    flow = main_of(releases)
    del flow["nodes"]["language_menu"]["choices"]["2"], flow["wires"]["language_menu"]["2"]


def test_a_choice_that_is_gone_parts_there() -> None:
    found = report(without_dutch)
    assert {(group.node, group.before) for group in found.groups} == {("language_menu", "2")}
    assert found.groups[0].now == AGAIN
    assert found.parted == len(who_took("language_menu", "2")) > 3
    assert found.same == DIALOGUES - found.parted
    assert sum(fate.count for group in found.groups for fate in group.fates) == found.parted
    assert sum(group.share for group in found.groups) == pytest.approx(found.parted / DIALOGUES)


def with_a_notice(releases: dict[str, Release]) -> None:
    flow = main_of(releases)
    flow["nodes"]["notice"] = {"type": "say", "prompt": "Calls are kept."}
    flow["wires"]["notice"] = {"done": flow["wires"]["language_menu"]["1"]}
    flow["wires"]["language_menu"]["1"] = "notice"


def test_a_step_in_between_is_told_as_one_that_comes_back() -> None:
    [group] = report(with_a_notice).groups
    assert (group.node, group.before, group.now) == ("language_menu", "1 → front_door/opening/speak", "1 → notice")
    assert group.count == group.rejoins == len(who_took("language_menu", "1"))
    assert {(fate.ended_before, fate.queue_before) == (fate.ended_now, fate.queue_now) for fate in group.fates} == {
        True
    }


def with_other_skills(releases: dict[str, Release]) -> None:
    releases["billing"].flows["accounts"]["nodes"]["queue"]["priority"] = 9


def test_another_order_to_the_queue_parts_at_the_queue() -> None:
    groups = report(with_other_skills).groups
    assert {(group.environment, group.flow, group.node) for group in groups} == {("billing", "accounts", "queue")}
    assert all(group.now.endswith("priority 9") for group in groups)


def asking_a_service(releases: dict[str, Release]) -> None:
    flow = main_of(releases)
    flow["nodes"]["crm"] = {"type": "http_request", "url": "https://crm.example/{{ caller.number }}"}
    to = flow["wires"]["language_menu"]["1"]
    flow["wires"]["crm"] = dict.fromkeys(("success", "http_error", "timeout", "invalid_response"), to)
    flow["wires"]["language_menu"]["1"] = "crm"


def test_what_was_never_asked_is_not_made_up() -> None:
    [group] = report(asking_a_service).groups
    assert (group.node, group.now) == ("language_menu", "1 → crm")
    assert [fate.ended_now for fate in group.fates] == [f"{UNKNOWN_ANSWER} at front_door/main/crm"] * len(group.fates)


def going_round(releases: dict[str, Release]) -> None:
    flow = main_of(releases)
    flow["nodes"]["round"] = {"type": "wait", "seconds": 0.1}
    flow["wires"]["round"] = {"done": "round"}
    flow["wires"]["language_menu"]["1"] = "round"


def test_flows_without_an_end_stop_nobody() -> None:
    took = who_took("language_menu", "1")
    [group] = report_of(replay(going_round, [one for one in kept() if one.id in took][:1])).groups
    assert (group.node, group.now) == ("language_menu", "1 → round")
    assert group.fates[0].ended_now == "completed by flow"  # the engine's own budget led it to the end


def reasons(stored: Stored) -> str:
    return replay(stored=[stored])[0].untold


def test_what_cannot_be_replayed_says_why() -> None:
    first = next(one for one in kept() if one.id in who_took("language_menu", "1"))
    rows = [(at_ms, [list(fact) for fact in facts]) for at_ms, facts in first.rows]
    assert "erased" in reasons(Stored("x", rows))
    assert "beginning" in reasons(Stored("x", rows[1:], first.content))
    elsewhere = [[*fact[:2], "+442079460999", *fact[3:]] if fact[0] == "arrived" else fact for fact in rows[0][1]]
    assert reasons(Stored("x", [(rows[0][0], elsewhere), *rows[1:]], first.content)) == NOT_TODAY
    lie = [(at_ms, [[*f[:2], "2"] if f[:2] == ["went", "front_door/main/language_menu"] else f for f in facts])
           for at_ms, facts in rows]  # fmt: skip  # one thought
    assert reasons(Stored("x", lie, first.content)) == NOT_FAITHFUL


# --- the worker ---------------------------------------------------------------------------------------------------


def request(change: Change = lambda releases: None, stored: list[Stored] | None = None) -> bytes:
    tenant, releases = read_releases(HARTLEY)
    tried = copy.deepcopy(releases)
    change(tried)
    contents = {f"now {name}": _content(release) for name, release in tried.items()}
    contents |= {f"then {name}": _content(release) for name, release in releases.items()}
    then = {name: f"then {name}" for name in releases}
    return msgspec.json.encode(
        {
            "id": 7,
            "tenant": tenant,
            "contents": contents,
            "live": then,
            "against": {"front_door": "now front_door"},
            "dialogues": [msgspec.structs.replace(one, releases=then) for one in stored or kept()],
        }
    )


def _content(release: Release) -> Any:
    return {"format": 1, "environment": release.environment, "flows": release.flows}


def test_the_worker_answers_line_by_line_and_tells_nothing_that_was_said() -> None:
    broken: Change = lambda releases: main_of(releases).update(start=5)  # noqa: E731  # a change like the others
    lines = [request(without_dutch), b"nonsense", request(broken), request()]
    first, nonsense, invalid, own = answers(line.decode() for line in lines)
    assert report_of(first.outcomes) == report(without_dutch)
    assert nonsense.error
    assert invalid.findings
    assert not invalid.outcomes
    assert report_of(own.outcomes).parted == 0
    told = msgspec.json.encode(first).decode()
    said = {str(body) for one in kept() for _, body in one.content if isinstance(body, str) and not body.isidentifier()}
    assert not [words for words in said if len(words) > 1 and json.dumps(words)[1:-1] in told]
    assert "7700900123" not in told


def test_two_tracks_of_one_dialogue_are_told_beside_each_other() -> None:
    took = who_took("language_menu", "2")
    one = next(one for one in kept() if one.id in took)
    [parting] = [outcome.parting for outcome in replay(without_dutch, [one])]
    asked = msgspec.json.decode(request(without_dutch, [one])) | {"beside": True}
    [told] = answers([json.dumps(asked)])
    found = told.beside
    assert found is not None
    assert parting is not None
    assert found.before == [*track_of(facts for _, facts in one.rows).ways]
    assert found.before[: found.alike] == found.now[: found.alike]
    assert found.before[found.alike][2:] == (parting.node, parting.before)
    assert found.now[found.alike][2:] == (parting.node, parting.now)
    assert ((found.ended_before, found.queue_before), (found.ended_now, found.queue_now)) == (
        parting.then_before,
        parting.then_now,
    )
    without = json.dumps(asked | {"tenant": {**asked["tenant"], "addresses": {}}})
    assert next(answers([without])).beside == Beside(untold=NOT_TODAY)


def test_the_share_is_of_those_that_were_replayed() -> None:
    group = report(without_dutch).groups[0]
    assert isinstance(group, Group)
    assert group.share == round(group.count / DIALOGUES, 4)
    assert len(group.examples) == min(5, group.count)
