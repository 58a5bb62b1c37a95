"""check_queue: go by how busy a contact center's queue is at this moment."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from flowengine.lang.node_config import NodeConfig, OutcomeName, QueueName
from flowengine.lang.node_type import Context, Fault, NodeType, Step
from flowengine.lang.outcome import values_of
from flowengine.messages import Json

Figure = Literal[
    "agents_available", "agents_staffed", "waiting", "oldest_wait_s", "estimated_wait_s", "estimated_p90_s"
]  # fmt: skip  # a list reads better
Bound = Annotated[float, Meta(ge=0, le=1_000_000)]


class QueueCase(Struct, frozen=True, forbid_unknown_fields=True):
    """Met if the figure is known and within both bounds; the estimate is unknown until some callers were answered."""

    figure: Annotated[Figure, Meta(description="What is compared; waits in seconds")]
    outcome: Annotated[OutcomeName, Meta(description="The way out when this is the first that holds")]
    at_least: Annotated[Bound | None, Meta(description="Lower bound, included")] = None
    at_most: Annotated[Bound | None, Meta(description="Upper bound, included")] = None

    def is_met(self, value: Json) -> bool:
        """Whether the figure's value is within the bounds."""
        if value is None:
            return False
        return (self.at_least is None or value >= self.at_least) and (self.at_most is None or value <= self.at_most)


class CheckQueue(NodeConfig, frozen=True, tag="check_queue", forbid_unknown_fields=True):
    cases: Annotated[tuple[QueueCase, ...], Meta(min_length=1, max_length=20, description="Tried in order")]
    contact_center: Annotated[QueueName, Meta(description="Whose queue; empty: the present one's")] = ""


def enter(config: CheckQueue, ctx: Context) -> Step:
    figures = ctx.observe("queue", config.contact_center)
    if figures is None:
        return Fault(f"there is no contact center “{config.contact_center}”, so it has no queue")
    met = (case.outcome for case in config.cases if case.is_met(figures.get(case.figure)))
    return next(met, "otherwise")


NODE = NodeType(
    name="check_queue",
    config=CheckQueue,
    outcomes=(values_of("cases[].outcome"), "otherwise"),
    enter=enter,
    title="Check a queue",
    purpose="Go by staffing and waiting of any contact center, as they are at this moment.",
    group="Decide",
    icon="check_queue",
    without_caller=True,
    ordered=(("cases[].at_least", "cases[].at_most"),),
    summary=("contact_center",),
    example={
        "type": "check_queue",
        "contact_center": "billing",
        "cases": [
            {"figure": "agents_staffed", "at_most": 0, "outcome": "nobody"},
            {"figure": "oldest_wait_s", "at_least": 600, "outcome": "busy"},
        ],
    },
)
