"""loop: go round a bounded number of times."""

from typing import Annotated

from msgspec import Meta

from flowengine.lang.node_config import NodeConfig
from flowengine.lang.node_type import Context, NodeType, Step


class Loop(NodeConfig, frozen=True, tag="loop", forbid_unknown_fields=True):
    times: Annotated[int, Meta(ge=1, le=100, description="How often it is left by again before it is finished")]


def enter(config: Loop, ctx: Context) -> Step:
    return "again" if ctx.count_up(config.times) else "finished"


NODE = NodeType(
    name="loop",
    config=Loop,
    outcomes=("again", "finished"),
    bounded=("again",),
    enter=enter,
    title="Loop",
    purpose="Go round a bounded number of times, counted anew in each run of the flow and once it has finished.",
    group="Decide",
    icon="loop",
    without_caller=True,
    summary=("times",),
    example={"type": "loop", "times": 3},
)
