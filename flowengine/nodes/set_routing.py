"""set_routing: say ahead what the next queue shall ask for."""

from typing import Annotated

from msgspec import Meta, field

from flowengine.lang.node_config import Level, Name, NodeConfig
from flowengine.lang.node_type import Context, NodeType, Step


class SetRouting(NodeConfig, frozen=True, tag="set_routing", forbid_unknown_fields=True):
    skills: Annotated[
        dict[Name, Level],
        Meta(
            max_length=20,
            description="Skill to least level, for the next queue that asks for none",
            extra_json_schema={"format": "skills"},
        ),
    ] = field(default_factory=dict)
    priority: Annotated[
        int, Meta(ge=0, le=9, description="0 is served first, for the next queue that has the usual 5")
    ] = 5


def enter(config: SetRouting, ctx: Context) -> Step:
    ctx.set_routing(config.skills, config.priority)
    return "done"


NODE = NodeType(
    name="set_routing",
    config=SetRouting,
    outcomes=("done",),
    enter=enter,
    title="Set routing",
    purpose="Say ahead which skills and priority the next queue asks for, where it has none of its own.",
    group="Route",
    icon="set_routing",
    kinds=("entry", "subflow"),
    summary=("skills", "priority"),
    example={"type": "set_routing", "skills": {"dutch": 50}, "priority": 3},
)
