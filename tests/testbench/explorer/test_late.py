"""What agents and callers do late, an offer refused or unheard, a caller handed on: each planted fault is found."""

from typing import Any

import pytest

from flowengine.messages import Json
from flowengine.testbench.bench import Bench
from flowengine.testbench.explorer.written import holds
from flowengine.testbench.tree import assumed_tenant
from tests.testbench.explorer.planted import BYE, bench_of, explored, finds, flow
from tests.testbench.explorer.test_reach import to_bye

LEFT = ("timed_out", "no_agents", "queue_full", "left")
NEVER_FAILED = {"expect": {"never": {"ended": {"reason": "failed"}}}}
STAFFED = {"agents": {"main_agent": {"contact_center": "main"}}}
ADDRESS = "+442079460100"
QUEUE = {"type": "enqueue", "max_wait_s": 60}


def by(when: str) -> Json:
    """A branch whose first way is not wired."""
    return {"type": "branch", "cases": [{"when": when, "outcome": "planted"}]}


def tenant(flows: dict[str, Json]) -> Json:
    """With two contact centers, and an address that leads to the first."""
    known: Any = assumed_tenant(flows)
    link = {"contact_center": "main"}
    return {
        **known,
        "contact_centers": {**known["contact_centers"], "other": {"title": "Other"}},
        "addresses": {ADDRESS: {"kind": "number", "link": link}},
    }


def bench(**flows: Json) -> Bench:
    return bench_of(flows, tenant=tenant(flows))


THERE = {"type": "check_queue", "cases": [{"figure": "agents_staffed", "at_least": 1, "outcome": "planted"}]}
HANDED = flow(
    {"queue": QUEUE, "who": THERE, "bye": BYE},
    {"queue": {**to_bye(*LEFT), "no_agents": "who"}, "who": {"otherwise": "bye"}},
)
PREFERRED = flow(
    {"queue": {**QUEUE, "while_waiting": "hold", "when_unstaffed": "wait"}, "who": by("1 == 1"), "bye": BYE},
    {"queue": {**to_bye(*LEFT), "left": "who"}, "who": {"otherwise": "bye"}},
)
FREE = {"type": "check_queue", "cases": [{"figure": "agents_available", "at_least": 1, "outcome": "free"}]}


def music(look: Json) -> Json:
    """Who waits hears it, and leaves the queue when `look` says so."""
    return flow(
        {"music": {"type": "music", "seconds": 10}, "look": look, "out": {"type": "leave_queue"}},
        {"music": {"done": "look"}, "look": {"free": "out", "otherwise": "music"}},
        kind="treatment",
    )


HOLD = music(FREE)
NOBODY_FREE = music({"type": "check_queue", "cases": [{"figure": "agents_available", "at_most": 0, "outcome": "free"}]})
RUNG = flow(
    {"queue": {**QUEUE, "while_waiting": "hold"}, "who": by("1 == 1"), "bye": BYE},
    {"queue": {**to_bye(*LEFT), "left": "who"}, "who": {"otherwise": "bye"}},
)
TWO = {"type": "check_queue", "cases": [{"figure": "agents_staffed", "at_least": 2, "outcome": "planted"}]}
COLLEAGUE = flow(
    {"queue": QUEUE, "who": TWO, "bye": BYE},
    {"queue": {**to_bye(*LEFT), "timed_out": "who"}, "who": {"otherwise": "bye"}},
)
FOUR = " and ".join(f"caller.attributes.{name} == '{name}'" for name in "abcd")
REMEMBER = {"type": "remember", "attributes": {name: f"'{name}'" for name in "abcd"}}
AGAIN = flow(
    {"who": by(FOUR), "keep": REMEMBER, "bye": BYE},
    {"who": {"otherwise": "keep"}, "keep": {"done": "bye", "error": "bye"}},
)
# place, flows, the least case's given and steps, and the flows that mend it
FAULTS: dict[str, tuple[str, dict[str, Json], Json, list[Json]]] = {
    "an agent who declines is free, and the music says so": (
        "main/f/who", {"f": PREFERRED, "hold": HOLD}, STAFFED,
        [{"agent": {"main_agent": "declines"}}, {"pass_s": 60.0}, NEVER_FAILED],
    ),
    "handed on to a contact center where nobody is": (
        "main/f/who", {"f": HANDED}, STAFFED,
        [{"agent": {"main_agent": "accepts"}}, {"agent": {"main_agent": {"hands_on": {"contact_center": "other"}}}},
         NEVER_FAILED],
    ),
    "an agent lets it ring, and nobody else is free": (
        "main/f/who", {"f": RUNG, "hold": NOBODY_FREE}, STAFFED, [{"pass_s": 60.0}, NEVER_FAILED],
    ),
    "handed on to a colleague who is away": (
        "main/f/who", {"f": COLLEAGUE}, {"agents": {**STAFFED["agents"], "main_colleague": {"presence": "away"}}},
        [{"agent": {"main_agent": "accepts"}}, {"agent": {"main_agent": {"hands_on": {"to_agent": "main_colleague"}}}},
         {"pass_s": 60.0}, NEVER_FAILED],
    ),
    "somebody who calls again is known by all that was remembered": (
        "main/f/who", {"f": AGAIN}, {}, [{"caller": "calls_again"}, NEVER_FAILED],
    ),
}  # fmt: skip  # a table reads better filled


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found_by_its_least_case(fault: str) -> None:
    place, flows, given, steps = FAULTS[fault]
    broken = bench(**flows)
    account = explored(broken, "f")
    assert finds(account) == [("dead_end", place)]
    (find,) = account.finds
    assert (find.plan.given, list(find.plan.steps)) == (given, steps)
    assert not holds(broken, find.root, find.plan)
    wires = {**flows["f"]["wires"], "who": {"planted": "bye", "otherwise": "bye"}}
    mended = {**flows, "f": {**flows["f"], "wires": wires}}
    assert holds(bench(**mended), find.root, find.plan)
    assert finds(explored(bench(**mended), "f")) == []
