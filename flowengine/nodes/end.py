"""end: say goodbye and end the dialogue, from any depth."""

from typing import Annotated, Literal

from msgspec import Meta, field

from flowengine.lang.node_config import NodeConfig
from flowengine.lang.node_type import Context, NodeType, Step
from flowengine.lang.node_type import End as EndStep
from flowengine.lang.prompt import Prompt


class End(NodeConfig, frozen=True, tag="end", forbid_unknown_fields=True):
    prompt: Annotated[Prompt, Meta(description="Last words")] = field(default_factory=Prompt)
    reason: Annotated[Literal["completed", "failed"], Meta(description="How reports count it")] = "completed"


def enter(config: End, ctx: Context) -> Step:
    if config.prompt:
        ctx.say(ctx.text(config.prompt), interruptible=False)
    return EndStep(config.reason)


NODE = NodeType(
    name="end",
    config=End,
    outcomes=(),
    enter=enter,
    title="End",
    purpose="Say goodbye and end the dialogue.",
    group="End",
    icon="end",
    without_caller=True,
    kinds=("entry", "subflow"),
    example={"type": "end", "prompt": "Goodbye."},
)
