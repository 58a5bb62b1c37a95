"""reject: refuse a dialogue that was not answered yet; the caller hears the network's own signal, and pays nothing."""

from typing import Annotated, Literal

from msgspec import Meta, field

from flowengine.lang.node_config import NodeConfig
from flowengine.lang.node_type import Context, NodeType, Refuse, Step
from flowengine.lang.prompt import Prompt


class Reject(NodeConfig, frozen=True, tag="reject", forbid_unknown_fields=True):
    reason: Annotated[Literal["busy", "declined"], Meta(description="What the caller's network is told")] = "busy"
    prompt: Annotated[Prompt, Meta(description="Told without answering: on the phone the caller pays nothing")] = field(
        default_factory=Prompt
    )


def enter(config: Reject, ctx: Context) -> Step:
    return Refuse(config.reason, ctx.text(config.prompt) if config.prompt else "")


NODE = NodeType(
    name="reject",
    config=Reject,
    outcomes=(),
    enter=enter,
    title="Reject",
    purpose="Refuse a dialogue to which nothing was said yet; one that was answered is left by “error” instead.",
    group="End",
    icon="reject",
    kinds=("entry", "subflow"),
    summary=("reason",),
    example={"type": "reject", "reason": "busy"},
)
