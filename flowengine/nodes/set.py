"""set: give variables, attributes or the dialogue's language new values."""

from typing import Annotated

from msgspec import Meta

from flowengine.lang.expression import Expression
from flowengine.lang.node_config import NodeConfig, Target
from flowengine.lang.node_type import Context, NodeType, Step


class Set(NodeConfig, frozen=True, tag="set", forbid_unknown_fields=True):
    assign: Annotated[
        dict[Target, Expression],
        Meta(min_length=1, max_length=50, description="Target to value", extra_json_schema={"format": "targets"}),
    ]


def enter(config: Set, ctx: Context) -> Step:
    for target, value in config.assign.items():
        ctx.assign(target, value.evaluate(ctx.scope))
    return "done"


NODE = NodeType(
    name="set",
    config=Set,
    outcomes=("done",),
    enter=enter,
    title="Set values",
    purpose="Give variables and attributes new values.",
    group="Data",
    icon="set",
    without_caller=True,
    example={"type": "set", "assign": {"attributes.topic": "'billing'"}},
)
