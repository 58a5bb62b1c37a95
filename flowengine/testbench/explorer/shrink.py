"""Shrinking: the least that still does it, step by step and part by part, each time run again."""

from collections.abc import Callable, Iterator

from flowengine.testbench.explorer.plan import Given, Plan

MOST_RUNS = 200


def shrunk(plan: Plan, still: Callable[[Plan], bool]) -> Plan:
    """A plan from which no step and no given part can be dropped; `still` says whether a plan does it too."""
    runs = 0
    smaller = True
    while smaller:
        smaller = False
        for candidate in _smaller(plan):
            runs += 1
            if runs > MOST_RUNS:
                return plan
            if still(candidate):
                plan, smaller = candidate, True
                break
    return plan


def _smaller(plan: Plan) -> Iterator[Plan]:
    """Everything that is one part less, the greatest parts first."""
    for given in _without_one(plan.given):
        yield Plan(given, plan.steps)
    for at in reversed(range(len(plan.steps))):
        yield Plan(plan.given, (*plan.steps[:at], *plan.steps[at + 1 :]))
    for part, answers in plan.given.get("http", {}).items():  # one answer for every call is less than a list of one
        if isinstance(answers, list) and len(answers) == 1:
            yield Plan({**plan.given, "http": {**plan.given["http"], part: answers[0]}}, plan.steps)


def _without_one(given: Given) -> Iterator[Given]:
    for key, value in given.items():
        rest = {name: other for name, other in given.items() if name != key}
        yield rest
        if isinstance(value, dict):
            yield from ({**rest, key: less} for less in _without_one(value) if less)
        elif isinstance(value, list) and len(value) > 1:
            yield from ({**rest, key: [*value[:at], *value[at + 1 :]]} for at in range(len(value)))
