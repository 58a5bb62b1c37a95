"""music: play sound to a waiting caller for a while."""

from typing import Annotated

from msgspec import Meta

from flowengine.lang.node_config import NodeConfig
from flowengine.lang.node_type import Context, NodeType, Pause, Resumed, Step


class Music(NodeConfig, frozen=True, tag="music", forbid_unknown_fields=True):
    seconds: Annotated[float, Meta(ge=1, le=3600, description="How long, seconds")] = 20.0
    sound: Annotated[str, Meta(max_length=64, description="Empty: the channel's own music")] = ""


def enter(config: Music, ctx: Context) -> Step:
    return Pause(None, config.seconds, config.sound)


def resume(config: Music, memory: None, event: Resumed, ctx: Context) -> Step:
    return "done"


NODE = NodeType(
    name="music",
    config=Music,
    outcomes=("done",),
    enter=enter,
    resume=resume,
    title="Music",
    purpose="Play sound while the caller waits.",
    group="Speak",
    icon="music",
    waits=True,
    kinds=("treatment",),
    summary=("seconds",),
    example={"type": "music", "seconds": 20},
)
