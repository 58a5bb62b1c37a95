"""set_routing: say ahead what the next queue shall ask for."""

from typing import Annotated

from msgspec import Meta, field

from flowengine.lang.expression import Expression
from flowengine.lang.fault import EvaluationFault
from flowengine.lang.node_config import Level, Name, NodeConfig
from flowengine.lang.node_type import USUAL_PRIORITY, Context, NodeType, Routing, Step


class SetRouting(NodeConfig, frozen=True, tag="set_routing", forbid_unknown_fields=True):
    skills: Annotated[
        dict[Name, Level],
        Meta(
            max_length=20,
            description="Skill to least level, for the next queue that asks for none",
            extra_json_schema={"format": "skills"},
        ),
    ] = field(default_factory=dict)
    priority: Annotated[int, Meta(ge=0, le=9, description="0 is served first, for the next queue that says none")] = (
        USUAL_PRIORITY
    )
    prefer: Annotated[Expression | None, Meta(description="Gives the agent who is asked first if free, or nothing")] = (
        None
    )
    prefer_s: Annotated[
        float, Meta(ge=0, le=3600, description="Seconds for which nobody else is asked; 0: only first if free")
    ] = 0.0
    boost_s: Annotated[float, Meta(ge=0, le=86_400, description="The wait counts as that much older, seconds")] = 0.0
    language: Annotated[Expression | None, Meta(description="Gives the language in which the caller is served")] = None
    show: Annotated[
        dict[Annotated[str, Meta(min_length=1, max_length=40)], Expression],
        Meta(max_length=20, description="Label to what the agent sees when the dialogue is offered"),
    ] = field(default_factory=dict)


def enter(config: SetRouting, ctx: Context) -> Step:
    prefer = config.prefer.evaluate(ctx.scope) if config.prefer is not None else None
    if prefer is not None and not isinstance(prefer, str):
        raise EvaluationFault("the agent who is preferred is named by a text")
    if config.language is not None:
        ctx.assign("dialogue.language", config.language.evaluate(ctx.scope))
    shown = {label: value.evaluate(ctx.scope) for label, value in config.show.items()}
    ahead = Routing(config.skills, config.priority, prefer or "", shown, config.prefer_s, config.boost_s)
    ctx.set_routing(ahead)
    return "done"


NODE = NodeType(
    name="set_routing",
    config=SetRouting,
    outcomes=("done",),
    enter=enter,
    title="Set routing",
    purpose="Say ahead what the next queue asks for where it has nothing of its own, and what its agent sees.",
    group="Route",
    icon="set_routing",
    kinds=("entry", "subflow"),
    only_if={"prefer_s": ("prefer",)},
    summary=("skills", "priority"),
    example={
        "type": "set_routing",
        "skills": {"dutch": 50},
        "priority": 3,
        "prefer": "caller.last_agent",
        "show": {"Topic": "attributes.topic"},
    },
)
