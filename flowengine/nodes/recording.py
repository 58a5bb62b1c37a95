"""recording: record the conversation, if the caller consents; pause it, go on, stop."""

from typing import Annotated, Literal

from msgspec import Meta

from flowengine.lang.expression import Expression
from flowengine.lang.node_config import NodeConfig
from flowengine.lang.node_type import Context, Fault, NodeType, Step


class Recording(NodeConfig, frozen=True, tag="recording", forbid_unknown_fields=True):
    action: Annotated[
        Literal["start", "pause", "resume", "stop"],
        Meta(description="What is done from this moment on", extra_json_schema={"format": "recording_action"}),
    ] = "start"
    consent: Annotated[
        Expression | None, Meta(description="Must be true for a start; without it nothing is recorded")
    ] = None
    scope: Annotated[Literal["caller", "agent", "both"], Meta(description="Whose voice")] = "both"
    keep_days: Annotated[int, Meta(ge=0, le=3650, description="Days until it is erased; 0: as the carrier does")] = 0


def enter(config: Recording, ctx: Context) -> Step:
    if config.action == "start" and (config.consent is None or config.consent.evaluate(ctx.scope) is not True):
        return "no_consent"
    if not ctx.can("audio"):  # what is written is kept anyway
        return "done"
    if not ctx.can("record"):
        return Fault("channel_cannot: the channel has no “record”")
    ctx.set_recording(config.action, config.scope, config.keep_days)
    return "done"


NODE = NodeType(
    name="recording",
    config=Recording,
    outcomes=("done", "no_consent"),
    enter=enter,
    title="Recording",
    purpose="Record the conversation if the caller consents; a sensitive question pauses it until it is answered.",
    group="Data",
    icon="recording",
    only_if=dict.fromkeys(("consent", "scope", "keep_days"), ("action", "start")),
    summary=("action",),
    example={"type": "recording", "action": "start", "consent": "caller.known", "keep_days": 90},
)
