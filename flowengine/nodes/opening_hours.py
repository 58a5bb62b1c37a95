"""opening_hours: leave by what a schedule says about this moment."""

from typing import Annotated

from msgspec import Meta

from flowengine.lang.node_config import NodeConfig, ScheduleName
from flowengine.lang.node_type import Context, Fault, NodeType, Step

STATES = ("open", "closed", "holiday", "emergency")


class OpeningHours(NodeConfig, frozen=True, tag="opening_hours", forbid_unknown_fields=True):
    schedule: Annotated[ScheduleName, Meta(description="A schedule of the environment")]


def enter(config: OpeningHours, ctx: Context) -> Step:
    state = ctx.observe("schedule", config.schedule)
    return state if state in STATES else Fault(f"there is no schedule “{config.schedule}”")


NODE = NodeType(
    name="opening_hours",
    config=OpeningHours,
    outcomes=STATES,
    enter=enter,
    title="Opening hours",
    purpose="Go by a schedule: open, closed, a holiday, or an emergency switch.",
    group="Decide",
    icon="clock",
    without_caller=True,
    summary=("schedule",),
    example={"type": "opening_hours", "schedule": "office"},
)
