"""set: give variables, attributes or the dialogue's language new values."""

from collections.abc import Callable
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
    return lower(config)(ctx)


def lower(config: Set) -> Callable[[Context], Step]:
    """The assignments as pairs of target and closure; each sees what those before it have set."""
    plan = tuple((target, value.evaluate) for target, value in config.assign.items())

    def run(ctx: Context) -> Step:
        for target, evaluate in plan:
            ctx.assign(target, evaluate(ctx.scope))
        return "done"

    return run


NODE = NodeType(
    name="set",
    config=Set,
    outcomes=("done",),
    enter=enter,
    lower=lower,
    title="Set values",
    purpose="Give variables and attributes new values.",
    group="Data",
    icon="set",
    without_caller=True,
    example={"type": "set", "assign": {"attributes.topic": "'billing'"}},
)
