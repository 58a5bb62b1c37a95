"""offer_callback: promise to call back; the place in the queue is kept when the caller hangs up."""

from typing import Annotated

from msgspec import Meta, Struct, field

from flowengine.lang.node_config import NodeConfig
from flowengine.lang.node_type import Ask, CallerReplied, Context, NodeType, Resumed, Step
from flowengine.lang.prompt import Prompt
from flowengine.lang.seconds import Seconds
from flowengine.lang.telephone import number_of
from flowengine.lang.template import Template, parse_template
from flowengine.lang.yes_no import YES, yes_or_no
from flowengine.messages import Accept, Limits


class OfferCallback(NodeConfig, frozen=True, tag="offer_callback", forbid_unknown_fields=True):
    prompt: Annotated[Prompt, Meta(description="Offers it: key 1 or a yes accepts, anything else declines")]
    number: Annotated[Template, Meta(description="Which number is called")] = field(
        default_factory=lambda: parse_template("{{ caller.number }}")
    )
    attempts: Annotated[int, Meta(ge=1, le=10, description="How often it is tried in all")] = 3
    gap_s: Annotated[float, Meta(ge=1, le=86_400, description="Seconds between two attempts")] = 300.0
    timeout_s: Annotated[Seconds, Meta(description="Silence allowed; it declines")] = field(default_factory=Seconds)


class OfferCallbackMemory(Struct, frozen=True, tag="offer_callback"):
    number: str


def enter(config: OfferCallback, ctx: Context) -> Step:
    number = number_of(config.number.render(ctx.scope))
    if not number:
        return "invalid_number"
    limits = Limits(ctx.seconds(config.timeout_s), ctx.seconds(config.timeout_s))
    accept = Accept("choice", yes_or_no(ctx.language))
    return Ask(OfferCallbackMemory(number), ctx.text(config.prompt), accept, limits)


def resume(config: OfferCallback, memory: OfferCallbackMemory, event: Resumed, ctx: Context) -> Step:
    if not isinstance(event, CallerReplied) or event.value != YES:
        return "declined"
    ctx.promise(memory.number, config.attempts, config.gap_s)
    return "accepted"


NODE = NodeType(
    name="offer_callback",
    config=OfferCallback,
    memory=OfferCallbackMemory,
    outcomes=("accepted", "declined", "invalid_number"),
    at_once=("invalid_number",),
    enter=enter,
    resume=resume,
    title="Offer a call back",
    purpose="Promise to call back. Once accepted, the place in the queue is kept when the caller hangs up, or when "
    "the treatment comes to its end.",
    group="Route",
    icon="offer_callback",
    waits=True,
    needs=("transfer",),
    summary=("attempts", "gap_s"),
    example={
        "type": "offer_callback",
        "prompt": "Press 1 and we call you back when it is your turn.",
        "attempts": 2,
        "gap_s": 600,
    },
)
