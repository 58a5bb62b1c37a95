"""wait: pause for some seconds."""

from typing import Annotated

from msgspec import Meta

from flowengine.lang.node_config import Meanwhile, NodeConfig
from flowengine.lang.node_type import Context, NodeType, Pause, Resumed, Step


class Wait(NodeConfig, frozen=True, tag="wait", forbid_unknown_fields=True):
    seconds: Annotated[
        float, Meta(gt=0, le=3600, description="How long, seconds", extra_json_schema={"format": "silence_s"})
    ]
    meanwhile: Meanwhile = None


def enter(config: Wait, ctx: Context) -> Step:
    return Pause(None, config.seconds, config.meanwhile)


def resume(config: Wait, memory: None, event: Resumed, ctx: Context) -> Step:
    return "done"


NODE = NodeType(
    name="wait",
    config=Wait,
    outcomes=("done",),
    enter=enter,
    resume=resume,
    title="Wait",
    purpose="Pause for some seconds.",
    group="Decide",
    icon="wait",
    waits=True,
    without_caller=True,
    summary=("seconds",),
    example={"type": "wait", "seconds": 2},
)
