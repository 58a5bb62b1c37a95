"""send_message: send a text to a number, or into the chat that the caller is in."""

from typing import Annotated

from msgspec import Meta, field

from flowengine.lang.node_config import NodeConfig
from flowengine.lang.node_type import Await, Context, NodeType, Resumed, Step
from flowengine.lang.prompt import Prompt
from flowengine.lang.telephone import number_of
from flowengine.lang.template import Template, parse_template
from flowengine.lang.work import TextWork
from flowengine.messages import TextDelivered

TIMEOUT_S = 20.0
MOST_CHARACTERS = 1600  # ten short messages in one, the most that carriers take
CALLER = "{{ caller.number }}"


class SendMessage(NodeConfig, frozen=True, tag="send_message", forbid_unknown_fields=True):
    body: Annotated[Prompt, Meta(description="What it says")]
    to: Annotated[Template, Meta(description="To which number; the caller's own, in a chat: that chat")] = field(
        default_factory=lambda: parse_template(CALLER)
    )


def enter(config: SendMessage, ctx: Context) -> Step:
    text = ctx.text(config.body)[:MOST_CHARACTERS]
    if config.to.source == CALLER and ctx.channel != "voice":
        ctx.say(text)
        return "sent"
    number = number_of(config.to.render(ctx.scope))
    if not number or not text:
        ctx.explain("there is no number to which it could be sent" if text else "there is nothing to be sent")
        return "undeliverable"
    return Await(None, TextWork(number, text), TIMEOUT_S)


def resume(config: SendMessage, memory: None, event: Resumed, ctx: Context) -> Step:
    return "sent" if isinstance(event, TextDelivered) and event.delivered else "undeliverable"


NODE = NodeType(
    name="send_message",
    config=SendMessage,
    outcomes=("sent", "undeliverable"),
    enter=enter,
    resume=resume,
    title="Send a message",
    purpose="Send a text to a number, or write into the chat that the caller is in.",
    group="Speak",
    icon="send_message",
    waits=True,
    at_once=("sent", "undeliverable"),
    without_caller=True,
    summary=("to", "body"),
    example={"type": "send_message", "body": "You are expected on Monday at ten.", "to": "+447700900123"},
)
