"""Shrinking leaves what is needed, and nothing else."""

import pytest

from flowengine.testbench.explorer.plan import Plan
from flowengine.testbench.explorer.shrink import shrunk

PRESSES = {"caller": {"presses": "1"}}
SILENT = {"caller": "stays_silent"}
WHOLE = Plan(
    {
        "caller": {"language": "nl", "attributes": {"vip": True, "since": 3}},
        "disabled": ["sales", "service"],
        "http": {"GET https://crm.example/": [{"status": 500}]},
    },
    (SILENT, PRESSES, {"pass_s": 5.0}, SILENT),
)


@pytest.mark.parametrize(
    ("needed", "left"),
    [
        (lambda _: True, Plan()),
        (lambda plan: PRESSES in plan.steps, Plan({}, (PRESSES,))),
        (lambda plan: plan.steps.count(SILENT) == 2, Plan({}, (SILENT, SILENT))),
        (lambda plan: "service" in plan.given.get("disabled", []), Plan({"disabled": ["service"]})),
        (
            lambda plan: plan.given.get("caller", {}).get("attributes", {}).get("vip"),
            Plan({"caller": {"attributes": {"vip": True}}}),
        ),
        (lambda plan: "http" in plan.given, Plan({"http": {"GET https://crm.example/": {"status": 500}}})),
    ],
    ids=["nothing", "one step", "two steps", "one of a list", "one deep part", "one answer for all calls"],
)
def test_what_is_not_needed_goes(needed: object, left: Plan) -> None:
    least = shrunk(WHOLE, lambda plan: bool(needed(plan)))  # type: ignore[operator]  # each row is called so
    assert (least.given, least.steps) == (left.given, left.steps)
