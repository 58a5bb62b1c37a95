"""Reuse: while a flow is written, a case that came to no changed step gives what it gave before, and is not run again.

A case is the same run for the same flow (entropy is a counter, time stands still), so all that can change it is a step
that it came to, a step's wires being the step's. What belongs to the flow as a whole is taken to change every case.
"""

from collections.abc import Iterator

import msgspec
from msgspec import Struct

from flowengine.messages import Json
from flowengine.testbench.bench import Bench
from flowengine.testbench.case import Case
from flowengine.testbench.result import Result
from flowengine.testbench.runner import Suite, run_case, run_suite

Name = tuple[str, str, str]  # file, case, example
BY_STEP = ("nodes", "wires")


class Ran(Struct):
    """What was run last: the flow's document, what it and its neighbours mask, and the results of the stored cases."""

    flow: Json
    masked: frozenset[tuple[str, str]]
    results: dict[Name, Result]


def changed_steps(before: Json, after: Json) -> set[str] | None:
    """The steps that are not what they were, or lead elsewhere; None: anything may be different."""
    if not isinstance(before, dict) or not isinstance(after, dict):
        return None
    whole = (before.keys() | after.keys()) - set(BY_STEP)
    if any(before.get(key) != after.get(key) for key in whole):
        return None
    found: set[str] = set()
    for part in BY_STEP:
        old, new = before.get(part, {}), after.get(part, {})
        found |= {step for step in old.keys() | new.keys() if _told(old.get(step)) != _told(new.get(step))}
    return found


def _told(part: Json) -> bytes:
    """As text, because the order of choices and branches has a meaning."""
    return msgspec.json.encode(part)


class Reuse:
    """One flow's cases, from change to change. `edited`: files that are not stored, always run."""

    def __init__(self, place: tuple[str, str]) -> None:
        self._place = place
        self._last: Ran | None = None
        self._steps: set[str] | None = None

    def begin(self, bench: Bench, flow: Json) -> None:
        """The flow is this now."""
        environment, name = self._place
        flows = bench.releases[environment][1].flows if environment in bench.releases else {}
        masked = frozenset((of, target) for of, compiled in flows.items() for target in compiled.masked)
        last = self._last
        same = last is not None and last.masked == masked
        changed = changed_steps(last.flow, flow) if last is not None and same else None
        self._steps = None if changed is None else {f"{environment}/{name}/{step}" for step in changed}
        kept = last.results if last is not None and self._steps is not None else {}
        self._last = Ran(flow, masked, dict(kept))

    def results(self, suite: Suite, *, is_edited: bool) -> Iterator[Result]:
        """As `run_suite`, with what holds still taken from before."""
        yield from run_suite(msgspec.structs.replace(suite, cases=[]))
        for case in suite.cases if suite.bench is not None else ():
            name = (case.file, case.name, case.example)
            found = None if is_edited or self._last is None else self._kept(self._last, name)
            if found is None:
                found = self._run(suite, case)
                if self._last is not None and not is_edited:
                    self._last.results[name] = found
            yield found

    def _kept(self, last: Ran, name: Name) -> Result | None:
        known = last.results.get(name)
        if known is None or self._steps is None or any(key in self._steps for key, _ in known.visited):
            return None
        return known

    @staticmethod
    def _run(suite: Suite, case: Case) -> Result:
        assert suite.bench is not None  # noqa: S101  # looked at by who calls
        return run_case(suite.bench, case, suite.home)
