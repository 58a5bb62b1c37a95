"""tag: mark a milestone that reports count, with a value if one belongs to it."""

from typing import Annotated

from msgspec import Meta

from flowengine.lang.expression import Expression
from flowengine.lang.node_config import Name, NodeConfig
from flowengine.lang.node_type import Context, NodeType, Step


class Tag(NodeConfig, frozen=True, tag="tag", forbid_unknown_fields=True):
    name: Annotated[Name, Meta(description="The milestone")]
    value: Annotated[Expression | None, Meta(description="What belongs to it, kept as personal content")] = None


def enter(config: Tag, ctx: Context) -> Step:
    ctx.tag(config.name, None if config.value is None else config.value.evaluate(ctx.scope))
    return "done"


NODE = NodeType(
    name="tag",
    config=Tag,
    outcomes=("done",),
    enter=enter,
    title="Tag",
    purpose="Mark a milestone in the trace, for reports.",
    group="Data",
    icon="tag",
    shows=("value",),
    without_caller=True,
    summary=("name",),
    example={"type": "tag", "name": "identified", "value": "caller.known"},
)
