"""record: take a message, spoken or typed, and put it into a queue as a dialogue of its own."""

from collections.abc import Mapping
from typing import Annotated

from msgspec import Meta, Struct, field

from flowengine.lang.node_config import Name, NodeConfig
from flowengine.lang.node_type import Ask, Await, CallerReplied, CallerSilent, Context, Fault, NodeType, Resumed, Step
from flowengine.lang.prompt import Prompt
from flowengine.lang.seconds import Seconds
from flowengine.lang.work import RecordWork
from flowengine.messages import Accept, Json, Limits, SoundRecorded

GRACE_S = 30.0  # for a channel that says late what it has recorded


class Delivery(Struct, frozen=True, forbid_unknown_fields=True):
    contact_center: Annotated[Name, Meta(description="In whose queue the message waits for an agent")]


class Record(NodeConfig, frozen=True, tag="record", forbid_unknown_fields=True):
    prompt: Annotated[Prompt, Meta(description="Asks for the message; a tone follows")]
    deliver: Annotated[Delivery, Meta(description="Where the message goes", extra_json_schema={"format": "delivery"})]
    max_s: Annotated[float, Meta(ge=1, le=600, description="Longest message, seconds")] = 120.0
    silence_s: Annotated[float, Meta(ge=1, le=60, description="So much silence ends it, seconds")] = 5.0
    min_s: Annotated[float, Meta(ge=0, le=60, description="Anything shorter is no message, seconds")] = 1.0
    terminator: Annotated[str, Meta(pattern="^[0-9*#]?$", description="The key that ends it")] = "#"
    timeout_s: Annotated[Seconds, Meta(description="Silence allowed before a typed message")] = field(
        default_factory=Seconds
    )


class RecordMemory(Struct, frozen=True, tag="record"):
    """Nothing is to be remembered: the channel knows what it records."""


def enter(config: Record, ctx: Context) -> Step:
    center = config.deliver.contact_center
    if ctx.observe("contact_center", center) is None:
        return Fault(f"there is no contact center “{center}” to which the message could go")
    if ctx.can("record"):
        ctx.say(ctx.text(config.prompt))
        work = RecordWork(config.max_s, config.silence_s, config.terminator)
        return Await(RecordMemory(), work, config.max_s + config.silence_s + GRACE_S)
    if ctx.can("text"):
        limits = Limits(ctx.seconds(config.timeout_s), config.silence_s)
        return Ask(RecordMemory(), ctx.text(config.prompt), Accept("text"), limits)
    return Fault("channel_cannot: the channel has neither “record” nor “text”")


def resume(config: Record, memory: RecordMemory, event: Resumed, ctx: Context) -> Step:
    if isinstance(event, CallerReplied) and event.value.strip():
        return _deliver(config, ctx, {"text": event.value})
    if isinstance(event, CallerReplied | CallerSilent):
        return "no_audio"
    if not isinstance(event, SoundRecorded):
        return Fault("the channel did not say what it has recorded")
    if not event.sound or event.why == "nothing":
        return "no_audio"
    if event.duration_ms < config.min_s * 1000:
        return "too_short"
    return _deliver(config, ctx, {"sound": event.sound, "duration_ms": event.duration_ms})


def _deliver(config: Record, ctx: Context, message: Mapping[str, Json]) -> Step:
    ctx.deliver(config.deliver.contact_center, message)
    return "recorded"


NODE = NodeType(
    name="record",
    config=Record,
    memory=RecordMemory,
    outcomes=("recorded", "no_audio", "too_short"),
    enter=enter,
    resume=resume,
    title="Voicemail",
    purpose="Record a message, or ask for a typed one where nothing can be recorded, and queue it for an agent.",
    group="Ask",
    icon="record",
    waits=True,
    kinds=("entry", "subflow"),
    ordered=(("min_s", "max_s"),),
    summary=("max_s",),
    example={
        "type": "record",
        "prompt": "Please leave a message after the tone.",
        "deliver": {"contact_center": "billing"},
        "max_s": 60,
    },
)
