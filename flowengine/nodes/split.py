"""split: send shares of the dialogues different ways; the same dialogue, or caller, always goes the same one."""

from typing import Annotated, Literal

from msgspec import Meta

from flowengine.lang.node_config import NodeConfig, OutcomeName, Share
from flowengine.lang.node_type import Context, NodeType, Step
from flowengine.lang.outcome import keys_of


class Split(NodeConfig, frozen=True, tag="split", forbid_unknown_fields=True):
    parts: Annotated[
        dict[OutcomeName, Share],
        Meta(
            min_length=1,
            max_length=20,
            description="Part to its share in percent, together 100",
            extra_json_schema={"format": "shares"},
        ),
    ]
    by: Annotated[
        Literal["dialogue", "caller"],
        Meta(description="Who always goes the same way; a caller without a number is told by the dialogue"),
    ] = "dialogue"


def enter(config: Split, ctx: Context) -> Step:
    left = ctx.draw(config.by)
    for part, percent in config.parts.items():
        left -= round(percent * 100)
        if left < 0:
            return part
    return part  # the shares fall short of 100: the last part has what is missing


NODE = NodeType(
    name="split",
    config=Split,
    outcomes=(keys_of("parts"),),
    enter=enter,
    title="Split",
    purpose="Send shares of the dialogues different ways, the same caller always the same one.",
    group="Decide",
    icon="split",
    without_caller=True,
    summary=("by",),
    example={"type": "split", "parts": {"new_greeting": 10, "old_greeting": 90}, "by": "caller"},
)
