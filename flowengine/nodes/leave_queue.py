"""leave_queue: step out of the queue; the flow that waited goes on by `left`."""

from typing import Annotated

from msgspec import Meta

from flowengine.lang.node_config import Name, NodeConfig
from flowengine.lang.node_type import Context, NodeType, QuitQueue, Step


class LeaveQueue(NodeConfig, frozen=True, tag="leave_queue", forbid_unknown_fields=True):
    reason: Annotated[Name, Meta(description="Why, for the trace and reports")] = "left"


def enter(config: LeaveQueue, ctx: Context) -> Step:
    return QuitQueue(config.reason)


NODE = NodeType(
    name="leave_queue",
    config=LeaveQueue,
    outcomes=(),
    enter=enter,
    title="Leave the queue",
    purpose="Step out of the queue: the treatment ends, and the step that waited is left by “left”.",
    group="End",
    icon="leave_queue",
    kinds=("treatment",),
    summary=("reason",),
    example={"type": "leave_queue", "reason": "wants_voicemail"},
)
