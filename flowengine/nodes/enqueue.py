"""enqueue: wait in a contact center's queue until an agent answers, or the wait ends another way."""

from typing import Annotated

from msgspec import Meta, field

from flowengine.lang.expression import Expression
from flowengine.lang.node_config import CenterNames, Level, Name, NodeConfig, QueueName, TreatmentName
from flowengine.lang.node_type import (
    Context,
    ConversationOver,
    Fault,
    JoinQueue,
    NodeType,
    QueueLeft,
    Resumed,
    Step,
    WhenUnstaffed,
)
from flowengine.lang.outcome import optional
from flowengine.lang.prompt import Prompt
from flowengine.lang.route_plan import PlanStep


class Enqueue(NodeConfig, frozen=True, tag="enqueue", forbid_unknown_fields=True):
    contact_center: Annotated[QueueName, Meta(description="Empty: the present one")] = ""
    chosen_by: Annotated[Expression | None, Meta(description="Gives the contact center's name instead")] = None
    may_be: Annotated[CenterNames, Meta(max_length=100, description="All that it may give")] = ()
    skills: Annotated[
        dict[Name, Level],
        Meta(max_length=20, description="Skill to least level", extra_json_schema={"format": "skills"}),
    ] = field(default_factory=dict)
    priority: Annotated[
        Annotated[int, Meta(ge=0, le=9)] | None,
        Meta(description="0 is served first; without: what was said ahead, else 5"),
    ] = None
    while_waiting: Annotated[TreatmentName, Meta(description="A treatment flow")] = ""
    max_wait_s: Annotated[
        float, Meta(gt=0, le=86_400, description="Longest wait, seconds", extra_json_schema={"format": "max_wait_s"})
    ] = 1800.0
    max_waiting: Annotated[int, Meta(ge=0, le=100_000, description="Full when so many wait")] = 100_000
    when_unstaffed: Annotated[
        WhenUnstaffed, Meta(description="If nobody able is signed in: wait, skip to the plan's next step, or leave")
    ] = "leave"
    route_plan: Annotated[
        tuple[PlanStep, ...],
        Meta(max_length=20, description="How the search is widened", extra_json_schema={"format": "route_plan"}),
    ] = ()
    whisper: Annotated[Prompt, Meta(description="Told to the agent before the two are joined")] = field(
        default_factory=Prompt
    )


def enter(config: Enqueue, ctx: Context) -> Step:
    center = config.contact_center
    if config.chosen_by is not None:
        center = config.chosen_by.evaluate(ctx.scope)
        if center not in config.may_be:
            return Fault("the expression gave none of the contact centers that it may give")
    return JoinQueue(
        memory=None,
        contact_center=center,
        skills=config.skills,
        priority=config.priority,
        treatment=config.while_waiting,
        max_wait_s=config.max_wait_s,
        max_waiting=config.max_waiting,
        when_unstaffed=config.when_unstaffed,
        whisper=ctx.text(config.whisper) if config.whisper else "",
        route_plan=config.route_plan,
    )


def resume(config: Enqueue, memory: None, event: Resumed, ctx: Context) -> Step:
    if isinstance(event, QueueLeft):
        return event.reason
    return "answered" if isinstance(event, ConversationOver) else Fault("expected the wait in the queue to end")


NODE = NodeType(
    name="enqueue",
    config=Enqueue,
    outcomes=(optional("answered"), "timed_out", "no_agents", "queue_full", "left"),
    at_once=("no_agents", "queue_full"),
    enter=enter,
    resume=resume,
    title="Queue",
    purpose="Wait in a contact center's queue for an agent who has the skills.",
    group="Route",
    icon="queue",
    waits=True,
    kinds=("entry", "subflow"),
    only_if={"may_be": ("chosen_by",)},
    summary=("skills", "max_wait_s"),
    example={"type": "enqueue", "skills": {"dutch": 50}, "max_wait_s": 300},
)
