"""A draft is tried: act after act, time that is skipped, what the flow asks outside, and the case it makes."""

from pathlib import Path
from typing import Any

import pytest

from flowengine.errors import FlowInvalid, RequestRefused
from flowengine.interpreter.program import Release
from flowengine.lang.strict_json import loads
from flowengine.testbench.bench import Bench
from flowengine.testbench.case import load_cases
from flowengine.testbench.result import StepFailed
from flowengine.testbench.runner import compiler, run_case
from flowengine.testbench.tree import read_releases
from flowengine.testbench.trial.keep import kept_walk
from flowengine.testbench.trial.trial import walked
from flowengine.testbench.trial.view import Sight, sight_of
from flowengine.testbench.trial.walk import Act, Walk
from tests.testbench.test_services import FLOW, TENANT

SHOP = Path(__file__).parent / "data" / "shop"
MAIN = {"flow": "main"}
SAM = {"agents": {"sam": {"name": "Sam"}}}
GET = "GET https://crm.example/customers/%2B447700900123"


def pressing(keys: str) -> Act:
    return Act({"caller": {"presses": keys}})


class Author:
    """Acts, and looks at what came of it; steps and given are carried along as the page does."""

    def __init__(self, bench: Bench, start: Any = None, **given: Any) -> None:
        self.bench = bench
        self.walk = Walk(start or MAIN, given)

    def __call__(self, act: Act | None = None) -> Sight:
        walk = Walk(self.walk.start, self.walk.given, self.walk.steps, act)
        seen = sight_of(self.bench, walked(self.bench, "front_door", walk))
        self.walk = Walk(walk.start, seen.given, seen.steps)
        return seen

    def keeps(self) -> dict[str, Any]:
        kept = kept_walk(self.bench, "front_door", self.walk)
        cases, findings = load_cases({"start": kept.start, "cases": {"kept": kept.case}}, "", {})
        assert findings == []
        [case] = cases
        assert run_case(self.bench, case, "front_door").ok
        return kept.case


@pytest.fixture(scope="module")
def shop() -> Bench:
    return compiler().bench(*read_releases(SHOP))


@pytest.fixture(scope="module")
def calls() -> Bench:
    return compiler().bench(TENANT, {"front_door": Release({"format": 1}, {"calls": FLOW})})


def test_a_call_from_the_menu_to_the_agent_and_what_is_seen_on_the_way(shop: Bench) -> None:
    author = Author(shop, **SAM)
    seen = author()
    assert seen.at == ["front_door/main/main_menu"]
    assert [line.text for line in seen.lines][-1] == "Press 1 for support, 2 for your account."
    assert seen.asking is not None
    assert [(button.key, button.label) for button in seen.asking.choices] == [("1", "Support"), ("2", "Account")]
    seen = author(pressing("1"))
    while seen.asking is not None:  # what the contact center asks first
        seen = author(pressing("1"))
    assert (seen.status, seen.queue and seen.queue.contact_center) == ("offered", "support")
    assert [(desk.work, desk.ours) for desk in seen.desks] == [("ringing", True)]
    assert ("front_door/main/main_menu", "1") in seen.ways
    seen = author(Act({"agent": {"sam": "accepts"}}))
    assert (seen.status, seen.connected) == ("connected", "sam")
    assert author(Act({"caller": "hangs_up"})).ended == {"reason": "completed", "stage": "connected", "by": "caller"}
    case = author.keeps()
    assert case["given"]["agents"]["sam"]["memberships"].keys() == {"support"}, "the others are nobody's affair"
    assert {"expect": {"connected_to": "sam"}} in case["steps"]


def test_what_is_refused_leaves_everything_as_it_was(shop: Bench) -> None:
    author = Author(shop, **SAM)
    before = author()
    seen = author(Act({"agent": {"sam": "accepts"}}))
    assert seen.refused == "sam has nothing that is ringing."
    assert (seen.steps, seen.at, len(seen.lines)) == ([], before.at, len(before.lines))
    with pytest.raises(FlowInvalid):
        author(Act({"caller": {"presses": "A"}}))
    with pytest.raises(StepFailed, match="no flow"):
        Author(shop, {"flow": "nowhere"})()


def test_time_is_skipped_to_what_happens_next_and_moved_to_an_hour(shop: Bench) -> None:
    author = Author(shop, at="2026-03-02 10:00")
    assert author().next_s == 5
    seen = author(Act(skip=True))
    assert seen.steps == [{"pass_s": 5.0}]
    assert seen.now == "2026-03-02T10:00:05+00:00"
    seen = author(Act(to="2026-03-02 10:01"))
    assert seen.ended is not None
    assert seen.next_s is None
    assert author(Act(to="2026-03-02 09:00")).refused == "That time is over; begin again to go back."
    assert author(Act(skip=True)).refused.startswith("Nothing happens any more")
    assert author(Act(to="2026-03-20 09:00")).refused.startswith("Time moves on by a week at most")
    assert author(Act(to="soon")).refused.startswith("“soon” is not a time")
    assert author().steps == [{"pass_s": 5.0}, {"pass_s": 55.0}]


def test_the_same_acts_on_a_changed_draft_go_as_far_as_they_fit(shop: Bench) -> None:
    author = Author(shop)
    author(pressing("2"))
    tenant, releases = read_releases(SHOP)
    main: Any = loads((SHOP / "front_door/main/flow.json").read_bytes(), file="main")
    main["nodes"]["main_menu"] = {"type": "end", "prompt": "We moved."}
    del main["wires"]["main_menu"]
    flows = {**releases["front_door"].flows, "main": main}
    author.bench = compiler().bench(
        tenant, {**releases, "front_door": Release(releases["front_door"].environment, flows)}
    )
    seen = author()
    assert (seen.cut, seen.steps) == (1, [])
    assert seen.refused == "The dialogue is over already."
    assert seen.lines[-2].text == "We moved."


def test_a_service_that_is_not_given_waits_for_its_answer(calls: Bench) -> None:
    author = Author(calls, {"flow": "calls"})
    seen = author()
    assert seen.missing is not None
    assert (seen.missing.part, seen.missing.value) == ("http", {GET: {"json": {}}})
    with pytest.raises(RequestRefused, match="waits for an answer"):
        author.keeps()
    author.walk = Walk(author.walk.start, {"http": {GET: {"json": {"name": "Ann"}}}}, author.walk.steps)
    seen = author()
    assert seen.missing is None
    assert seen.given["secrets"] == ["crm"], "a secret is made up: nobody sees it"
    assert seen.lines[-1].text == "Hello Ann."
    seen = author(pressing("3"))
    assert seen.given["texts"] == {"+447700900123": "sent"}
    assert [(one.kind, one.what) for one in seen.asked] == [("http", GET), ("text", "+447700900123")]
    assert author.keeps()["steps"][-1]["expect"]["ended"]["reason"] == "completed"


def test_another_system_answers_by_the_exit_that_is_chosen(calls: Bench) -> None:
    author = Author(calls, {"flow": "calls"}, http={GET: {"json": {"name": "Ann"}}})
    seen = author(pressing("4"))
    assert [(one.what, one.exits) for one in seen.asked if one.kind == "external"] == [("credit", ["yes", "no"])]
    external = {"credit": {"exit": "yes", "results": {"limit": 50}}}
    author.walk = Walk(author.walk.start, {**seen.given, "external": external}, author.walk.steps)
    assert [line.text for line in author().lines if line.who == "flow"][-1] == "You get 50."


def test_a_treatment_is_tried_by_somebody_who_waits(shop: Bench) -> None:
    seen = sight_of(shop, walked(shop, "support", Walk({"treatment": "hold", "position": 2}, {})))
    assert seen.queue is not None
    assert seen.queue.position == 2
    assert seen.at[0].startswith("support/hold/")
