"""What every node's config shares: a title for people, and the named shapes that several nodes use."""

from typing import Annotated, TypeAlias

from msgspec import Meta, Struct

NAME = "^[a-z][a-z0-9_]{0,63}$"
Name: TypeAlias = Annotated[str, Meta(pattern=NAME)]
# A `format` says what a value names: the checks look it up (check/naming.py), the editor may offer what there is.
ScheduleName: TypeAlias = Annotated[str, Meta(pattern=NAME, extra_json_schema={"format": "schedule"})]
FlowName: TypeAlias = Annotated[str, Meta(pattern=NAME, extra_json_schema={"format": "flow"})]
TableName: TypeAlias = Annotated[str, Meta(pattern=NAME, extra_json_schema={"format": "table"})]
NextFlowName: TypeAlias = Annotated[str, Meta(pattern=NAME, extra_json_schema={"format": "next_flow"})]
CenterName: TypeAlias = Annotated[str, Meta(pattern=NAME, extra_json_schema={"format": "contact_center"})]
NAME_OR_NONE = "^([a-z][a-z0-9_]{0,63})?$"
CenterNameOrNone: TypeAlias = Annotated[str, Meta(pattern=NAME_OR_NONE, extra_json_schema={"format": "contact_center"})]
CenterNames: TypeAlias = Annotated[tuple[Name, ...], Meta(extra_json_schema={"format": "may_be"})]
TreatmentName: TypeAlias = Annotated[str, Meta(pattern=NAME_OR_NONE, extra_json_schema={"format": "treatment"})]
QueueName: TypeAlias = Annotated[str, Meta(pattern=NAME_OR_NONE, extra_json_schema={"format": "queue"})]
OutcomeName: TypeAlias = Annotated[str, Meta(pattern="^[a-z0-9*#][a-z0-9_]{0,63}$")]
Target: TypeAlias = Annotated[
    str,
    Meta(
        pattern=r"^(vars|attributes)\.[a-z][a-z0-9_]{0,63}$|^dialogue\.language$",
        description="Where the value goes: vars.name, attributes.name or dialogue.language",
        extra_json_schema={"format": "target"},
    ),
]
TARGET_OR_NONE = r"^((vars|attributes)\.[a-z][a-z0-9_]{0,63}|dialogue\.language)?$"
TargetOrNone: TypeAlias = Annotated[str, Meta(pattern=TARGET_OR_NONE, extra_json_schema={"format": "target"})]
SecondTarget: TypeAlias = Annotated[str, Meta(pattern=TARGET_OR_NONE, extra_json_schema={"format": "second_target"})]
Sound: TypeAlias = Annotated[str, Meta(max_length=64)]
Interruptible: TypeAlias = Annotated[
    bool, Meta(description="Whether a key press cuts it short", extra_json_schema={"format": "interruptible"})
]
Notice: TypeAlias = Annotated[
    bool, Meta(description="Tells the caller that the conversation is recorded", extra_json_schema={"format": "notice"})
]
Meanwhile: TypeAlias = Annotated[
    Sound | None,
    Meta(
        description="Sound on the phone; empty: its own music; none: silence", extra_json_schema={"format": "meanwhile"}
    ),
]
Share: TypeAlias = Annotated[float, Meta(ge=0, le=100, description="Percent, down to 0.01")]
Level: TypeAlias = Annotated[int, Meta(ge=0, le=100, description="Least level of the skill, 0 to 100")]


class NodeConfig(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The root of node configs; the node's type name is the tag, in the field `type`."""

    title: Annotated[str, Meta(max_length=80, description="Name of the step on the canvas")] = ""
