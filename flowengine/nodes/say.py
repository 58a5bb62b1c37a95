"""say: speak or write a prompt and go on; nothing waits for it to be heard."""

from typing import Annotated

from msgspec import Meta

from flowengine.lang.node_config import Interruptible, NodeConfig, Notice
from flowengine.lang.node_type import Context, NodeType, Step
from flowengine.lang.prompt import Prompt


class Say(NodeConfig, frozen=True, tag="say", forbid_unknown_fields=True):
    prompt: Annotated[Prompt, Meta(description="What the caller hears or reads")]
    voice: Annotated[str, Meta(max_length=64, description="Name of a voice of the channel; empty: its usual one")] = ""
    interruptible: Interruptible = True
    notice: Notice = False


def enter(config: Say, ctx: Context) -> Step:
    ctx.say(ctx.text(config.prompt), interruptible=config.interruptible, voice=config.voice)
    return "done"


NODE = NodeType(
    name="say",
    config=Say,
    outcomes=("done",),
    enter=enter,
    title="Say",
    purpose="Speak or write a prompt.",
    group="Speak",
    icon="say",
    example={"type": "say", "prompt": "Thanks for calling Hartley Health."},
)
