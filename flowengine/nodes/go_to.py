"""go_to: go on in another flow of this environment, for good."""

from typing import Annotated

from msgspec import Meta

from flowengine.lang.node_config import NextFlowName, NodeConfig
from flowengine.lang.node_type import Context, Jump, NodeType, Step


class GoTo(NodeConfig, frozen=True, tag="go_to", forbid_unknown_fields=True):
    flow: Annotated[NextFlowName, Meta(description="A flow of the same kind in this environment")]


def enter(config: GoTo, ctx: Context) -> Step:
    return Jump(config.flow)


NODE = NodeType(
    name="go_to",
    config=GoTo,
    outcomes=(),
    enter=enter,
    title="Go to a flow",
    purpose="Go on in another flow of this environment, for good: its variables begin afresh.",
    group="End",
    icon="go_to",
    without_caller=True,
    summary=("flow",),
    example={"type": "go_to", "flow": "after_hours"},
)
