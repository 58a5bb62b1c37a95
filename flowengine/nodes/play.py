"""play: play a recording, or speak and write what it says where that cannot be; nothing waits for it."""

from typing import Annotated

from msgspec import Meta

from flowengine.lang.node_config import Interruptible, Name, NodeConfig, Notice
from flowengine.lang.node_type import Context, NodeType, Step
from flowengine.lang.prompt import Prompt


class Play(NodeConfig, frozen=True, tag="play", forbid_unknown_fields=True):
    audio: Annotated[Name, Meta(description="Name of the recording")]
    fallback: Annotated[Prompt, Meta(description="What it says: for channels that cannot play it, and for the trace")]
    interruptible: Interruptible = True
    notice: Notice = False


def enter(config: Play, ctx: Context) -> Step:
    sound = config.audio if ctx.can("audio") else ""
    ctx.say(ctx.text(config.fallback), interruptible=config.interruptible, sound=sound)
    return "done"


NODE = NodeType(
    name="play",
    config=Play,
    outcomes=("done",),
    enter=enter,
    title="Play",
    purpose="Play a recording; a channel that cannot play it speaks or writes its words.",
    group="Speak",
    icon="play",
    summary=("audio",),
    example={"type": "play", "audio": "jingle", "fallback": "Welcome to Hartley Health."},
)
