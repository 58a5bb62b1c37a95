"""Plan: what each later step of a route plan asks for, worked out once when the wait begins; steps only weaken."""

from msgspec import Struct

from flowengine.errors import EngineBug
from flowengine.floor.event import DialogueEnqueued
from flowengine.messages import Requirements

PRIORITIES = 10  # 0 is served first


class PlanStep(Struct, frozen=True, gc=False):
    """From `after_ms` on these contact centers are asked for these skills, with this priority."""

    after_ms: int
    asks: dict[str, Requirements]
    priority: int


def weakened(present: Requirements, asked: Requirements) -> Requirements:
    """Of each skill the lower level; one that is not asked any more is dropped, and none is added."""
    return {skill: min(level, asked[skill]) for skill, level in present.items() if skill in asked}


def plan_steps(event: DialogueEnqueued) -> tuple[PlanStep, ...]:
    """The steps after the first, each with all that is asked from then on."""
    home, priority = event.contact_center, event.priority
    asks: dict[str, Requirements] = {home: event.requirements}
    steps: list[PlanStep] = []
    for step in event.route_plan:
        asks = dict(asks)
        if step.requirements is not None:
            asks[home] = weakened(asks[home], step.requirements)
        for over in step.overflow:
            present = asks.get(over.contact_center)
            asks[over.contact_center] = (
                dict(over.requirements) if present is None else weakened(present, over.requirements)
            )
        priority = max(0, priority - step.raise_by)
        steps.append(PlanStep(step.after_ms, asks, priority))
    return tuple(steps)


def check(event: DialogueEnqueued) -> None:
    """Raises EngineBug for numbers that a checked flow cannot give."""
    if event.route_plan:
        times = [step.after_ms for step in event.route_plan]
        if times[0] < 0 or times != sorted(times):
            raise EngineBug(f"the route plan of {event.dialogue} is not in order of time")
        if any(step.raise_by < 0 for step in event.route_plan):
            raise EngineBug(f"the route plan of {event.dialogue} would lower its priority")
    if not 0 <= event.priority < PRIORITIES or event.boost_s < 0 or event.preferred_s < 0 or event.waited_ms < 0:
        raise EngineBug(f"the wait of {event.dialogue} has a number that is out of range")
