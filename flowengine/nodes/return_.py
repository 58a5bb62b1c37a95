"""return: go back to the flow that called this one, by a named exit."""

from typing import Annotated

from msgspec import Meta

from flowengine.lang.node_config import NodeConfig, OutcomeName
from flowengine.lang.node_type import Context, NodeType, Step
from flowengine.lang.node_type import Return as ReturnStep


class Return(NodeConfig, frozen=True, tag="return", forbid_unknown_fields=True):
    exit: Annotated[
        OutcomeName, Meta(description="By which the calling step is left", extra_json_schema={"format": "exit"})
    ] = "done"


def enter(config: Return, ctx: Context) -> Step:
    return ReturnStep(config.exit)


NODE = NodeType(
    name="return",
    config=Return,
    outcomes=(),
    enter=enter,
    title="Return",
    purpose="Go back to the calling flow by a named exit.",
    group="End",
    icon="return",
    without_caller=True,
    summary=("exit",),
    example={"type": "return", "exit": "done"},
)
