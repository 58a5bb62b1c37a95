"""Mentions: every place at which a case names something of its tenant, and what kind of thing that would be."""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from msgspec import UNSET

from flowengine.testbench.case import Case
from flowengine.testbench.document import AgentAct, CallerAct, Expect, Given, Hears, QueuedIn, Start, Step, VoicemailIn

Place: TypeAlias = tuple[str | int, ...]
Mention: TypeAlias = tuple[Place, str, str]  # where, what kind of thing, its name


def mentions(case: Case, home: str) -> Iterator[Mention]:
    """Of one case; `home` is the environment of its file."""
    yield from _of_start(case.start, home)
    above: Place = ("cases", case.name)
    yield from _of_given(case.given, (*above, "given"))
    for index, step in enumerate(case.first):
        yield from _of_step(step, (*(above if case.has_own_first else ()), "first", index))
    for index, step in enumerate(case.steps):
        yield from _of_step(step, (*above, "steps", index))


def _of_start(start: Start, home: str) -> Iterator[Mention]:
    if start.address:
        yield ("start", "address"), "address", start.address
    if start.environment:
        yield ("start", "environment"), "environment", start.environment
    for field in ("flow", "treatment"):
        if getattr(start, field):
            yield ("start", field), "flow", f"{start.environment or home}/{getattr(start, field)}"


def _of_given(given: Given, at: Place) -> Iterator[Mention]:
    for name, agent in given.agents.items():
        here = (*at, "agents", name)
        if agent.contact_center:
            yield (*here, "contact_center"), "contact center", agent.contact_center
        yield from _each((*here, "contact_centers"), "contact center", agent.contact_centers)
        yield from _each((*here, "memberships"), "contact center", agent.memberships)
        if agent.reason:
            yield (*here, "reason"), "away reason", agent.reason
    for field, kind in _GIVEN:
        yield from _each((*at, field), kind, getattr(given, field))


_GIVEN = (
    ("queue", "contact center"), ("disabled", "contact center"), ("switches", "switch"), ("schedules", "schedule"),
    ("exceptions", "schedule"), ("tables", "table"), ("prompts", "prompt"), ("external", "question to another system"),
)  # fmt: skip  # field of `given`, and what its keys name


def _each(at: Place, kind: str, names: Iterable[str]) -> Iterator[Mention]:
    by_key = isinstance(names, dict)
    return (((*at, name if by_key else index), kind, name) for index, name in enumerate(names))


def _of_step(step: Step, at: Place) -> Iterator[Mention]:
    if isinstance(step.caller, CallerAct) and step.caller.calls:
        yield (*at, "caller", "calls"), "address", step.caller.calls
    elif isinstance(step.agent, dict):
        for name, act in step.agent.items():
            yield (*at, "agent", name), "agent", name
            if isinstance(act, AgentAct):
                yield from _of_act(act, (*at, "agent", name))
    elif isinstance(step.set, dict):
        yield from _each((*at, "set"), "switch", step.set)
    elif isinstance(step.expect, Expect):
        yield from _of_expect(step.expect, (*at, "expect"))


def _of_act(act: AgentAct, at: Place) -> Iterator[Mention]:
    if act.reason:
        yield (*at, "reason"), "away reason", act.reason
    if act.hands_on is not UNSET:
        if act.hands_on.contact_center:
            yield (*at, "hands_on", "contact_center"), "contact center", act.hands_on.contact_center
        if act.hands_on.to_agent:
            yield (*at, "hands_on", "to_agent"), "agent", act.hands_on.to_agent


_ONE = (("at", "step"), ("connected_to", "agent"), ("answered_by", "contact center"))
_SEVERAL = (
    ("visited", "step"), ("never_visited", "step"), ("overflow", "contact center"), ("attributes", "attribute"),
    ("vars", "variable"), ("tagged", "milestone"),
)  # fmt: skip  # field of `expect`, and what it names


def _of_expect(expect: Expect, at: Place) -> Iterator[Mention]:
    for field, kind in _ONE:
        name = getattr(expect, field)
        if isinstance(name, str) and name:
            yield (*at, field), kind, name
    for field, kind in _SEVERAL:
        names = getattr(expect, field)
        if names is not UNSET:
            yield from _each((*at, field), kind, names)
    yield from _of_wait(expect, at)
    if isinstance(expect.hears, Hears) and expect.hears.prompt:
        yield (*at, "hears", "prompt"), "prompt", expect.hears.prompt
    if expect.returned is not UNSET:
        exit_name = expect.returned if isinstance(expect.returned, str) else expect.returned.exit
        if exit_name:
            yield (*at, "returned"), "exit", exit_name
    if expect.never is not UNSET:
        yield from _of_expect(expect.never, (*at, "never"))


def _of_wait(expect: Expect, at: Place) -> Iterator[Mention]:
    offered = expect.offered_to
    if isinstance(offered, tuple):
        yield from _each((*at, "offered_to"), "agent", offered)
    elif offered:
        yield (*at, "offered_to"), "agent", offered
    for field in ("queued", "voicemail"):
        found = getattr(expect, field)
        if isinstance(found, QueuedIn | VoicemailIn) and found.contact_center:
            yield (*at, field, "contact_center"), "contact center", found.contact_center
    if isinstance(expect.queued, QueuedIn) and isinstance(expect.queued.asks, dict):
        yield from _each((*at, "queued", "asks"), "contact center", expect.queued.asks)
