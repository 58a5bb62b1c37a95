"""transfer: call a number, or an agent by name, and join the caller to them, for good or until they go."""

from typing import Annotated, Literal

import re2
from msgspec import Meta, Struct, field

from flowengine.lang.node_config import NodeConfig
from flowengine.lang.node_type import (
    USUAL_PRIORITY,
    Await,
    Context,
    ConversationOver,
    End,
    Fault,
    JoinQueue,
    NodeType,
    QueueLeft,
    Resumed,
    Step,
    WokeUp,
)
from flowengine.lang.outcome import optional
from flowengine.lang.telephone import number_of
from flowengine.lang.template import Template, parse_template
from flowengine.lang.work import DialWork, TalkWork
from flowengine.messages import DialAnswered, DialOver

SIP = re2.compile(r"sips?:[A-Za-z0-9_.!~*'()&=+$,;?/%-]{1,64}@[A-Za-z0-9.\-\[\]:]{1,253}")
USER = re2.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,127}")
# What a wait for one agent alone can end by besides the words of a call; the later ones only after that agent has
# handed the caller on to a queue.
LEFT_BY = {"timed_out": "no_answer", "no_agents": "failed", "queue_full": "busy", "left": "failed"}
GRACE_S = 15.0  # for a carrier that does not say that nobody answered
LONGEST_TALK_S = 14_400.0  # every wait is finite


class Transfer(NodeConfig, frozen=True, tag="transfer", forbid_unknown_fields=True):
    to: Annotated[Template, Meta(description="A number such as +442079460123, a sip: address, or a user's id")]
    mode: Annotated[
        Literal["blind", "bridged"],
        Meta(description="blind: the call leaves us; bridged: it comes back when the other has gone"),
    ] = "blind"
    ring_timeout_s: Annotated[
        float, Meta(ge=5, le=120, description="How long it rings, seconds", extra_json_schema={"format": "ring_s"})
    ] = 30.0
    caller_id: Annotated[Template, Meta(description="The number that the other sees; empty: the carrier's choice")] = (
        field(default_factory=lambda: parse_template(""))
    )


class TransferMemory(Struct, frozen=True, tag="transfer"):
    talks: bool = False


def enter(config: Transfer, ctx: Context) -> Step:
    target = config.to.render(ctx.scope).strip()
    to = target if SIP.fullmatch(target) else number_of(target)
    shown = config.caller_id.render(ctx.scope).strip()
    caller_id = number_of(shown) if shown else ""
    if not to and _is_user(target):
        return _desk(config, target)
    if not to:
        ctx.explain("the target is neither a number such as +442079460123 nor a sip: address nor a user")
        return "failed"
    if not ctx.can("transfer"):
        return Fault("channel_cannot: the channel has no “transfer”")
    if shown and not caller_id:
        ctx.explain("the number that the other shall see is not one such as +442079460123")
        return "failed"
    work = DialWork(to, config.mode, config.ring_timeout_s, caller_id)
    return Await(TransferMemory(), work, config.ring_timeout_s + GRACE_S)


def _desk(config: Transfer, agent: str) -> Step:
    """Ring at the desk of this agent alone; the floor says at once if that cannot be."""
    return JoinQueue(
        memory=TransferMemory(),
        contact_center="",
        skills={},
        priority=USUAL_PRIORITY,
        treatment="",
        max_wait_s=config.ring_timeout_s,
        max_waiting=100_000,
        when_unstaffed="wait",
        agent=agent,
    )


def resume(config: Transfer, memory: TransferMemory, event: Resumed, ctx: Context) -> Step:
    if isinstance(event, QueueLeft):
        return LEFT_BY.get(event.reason, event.reason)
    if isinstance(event, ConversationOver) or (memory.talks and isinstance(event, DialOver | WokeUp)):
        return "connected" if ctx.wired("connected") else End("completed")
    if isinstance(event, DialAnswered) and event.result == "connected":
        if config.mode == "blind":
            return End("transferred")
        return Await(TransferMemory(talks=True), TalkWork(), LONGEST_TALK_S)
    if isinstance(event, DialAnswered):
        return event.result
    return "no_answer" if isinstance(event, WokeUp) else Fault("expected the call to somebody else to be answered")


def _needs(config: Transfer) -> tuple[str, ...]:
    """An agent is reached on any channel; what a variable will name is seen when the step is entered."""
    is_written = config.to.is_plain and not _is_user(config.to.source.strip())
    return ("transfer",) if is_written else ()


def _is_user(target: str) -> bool:
    return bool(USER.fullmatch(target)) and not target.isdigit()


NODE = NodeType(
    name="transfer",
    config=Transfer,
    memory=TransferMemory,
    outcomes=(optional("connected"), "no_answer", "busy", "rejected", "failed"),
    at_once=("failed",),
    enter=enter,
    resume=resume,
    title="Transfer",
    purpose="Call a number, a SIP address or an agent, and join the caller to them; a call that left us ends as "
    "transferred.",
    group="Route",
    icon="transfer",
    waits=True,
    kinds=("entry", "subflow"),
    needs_of=_needs,
    summary=("to", "mode"),
    example={"type": "transfer", "to": "+442079460123", "ring_timeout_s": 20},
)
