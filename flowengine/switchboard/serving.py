"""Between flow and floor: a dialogue joins a queue, and what the floor decides reaches caller, agent and flow."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from flowengine.floor import command as floor
from flowengine.floor.event import DialogueEnqueued, DialogueWithdrawn, Overflow, RouteStep
from flowengine.interpreter.effect import Enqueue, Withdraw
from flowengine.interpreter.event import TreatmentBegan, TreatmentStopped
from flowengine.interpreter.state import Dialogue
from flowengine.lang.node_type import QueueLeft
from flowengine.lang.route_plan import PlanStep
from flowengine.messages import (
    Connect,
    MediaConnected,
    Offer,
    RescindOffer,
    WorkClosed,
    WorkCompleted,
    WorkConnected,
    WorkHeard,
)
from flowengine.switchboard import callers, voicemail
from flowengine.switchboard.callback import dial, gives_up

if TYPE_CHECKING:  # the handlers are part of the switchboard, kept in files of their own
    from flowengine.switchboard.act import Act
    from flowengine.switchboard.switchboard import Switchboard

CALLER_CONTENT = 1  # the first content record of every dialogue: who calls, see calls.py


def enqueue(board: Switchboard, act: Act, dialogue: str, effect: Enqueue) -> None:
    """Put a dialogue into a queue; while it waits its treatment plays."""
    board.put(replace(board.dialogues[dialogue], queued=True))
    state = board.dialogues[dialogue]
    home = _desk_of(board, state, effect.agent) if effect.agent else effect.contact_center
    act.fact("dialogue", dialogue, "queued", home, effect.skills, effect.priority, _asked(effect))
    if not home:  # nobody of this name answers callers
        board.put(replace(state, status="in_flow"))
        board.run(act, dialogue, QueueLeft("failed"))
        return
    board.on_floor(act, _enqueued(board, state, home, effect, act.handed_on.get(dialogue, "")))
    if board.dialogues[dialogue].status in ("queued", "offered"):
        board.run(act, dialogue, TreatmentBegan())


def _enqueued(board: Switchboard, state: Dialogue, home: str, effect: Enqueue, barred: str) -> DialogueEnqueued:
    return DialogueEnqueued(
        state.id,
        home,
        state.channel,
        effect.skills,
        state.wait,
        effect.priority,
        effect.boost_s,
        effect.max_wait_s,
        effect.max_waiting,
        effect.when_unstaffed,
        preferred=effect.prefer or None,
        preferred_s=effect.prefer_s,
        route_plan=tuple(map(_route_step, effect.route_plan)),
        direct=effect.agent,
        place=state.place,
        waited_ms=state.waited_ms,
        barred=barred,
        test=state.test,
        resume_key="" if state.via == voicemail.VIA or effect.agent else callers.resume_key(board, state),
    )


def _desk_of(board: Switchboard, state: Dialogue, agent: str) -> str:
    """The contact center as whose an agent is asked for by name: the present one if the agent is of it; "" if the agent
    is of none."""
    user = board.around.directory.users.get(agent)
    serves = [name for name in sorted(user.memberships) if user.is_agent_in(name)] if user is not None else []
    return state.contact_center if state.contact_center in serves else next(iter(serves), "")


def _route_step(step: PlanStep) -> RouteStep:
    overflow = tuple(Overflow(target.contact_center, target.skills) for target in step.overflow)
    return RouteStep(round(step.after_s * 1000), step.skills, overflow, step.raise_by)


def _asked(effect: Enqueue) -> dict[str, Any]:
    """What else the wait was begun with, for who looks back at it: what is at its default is left out."""
    plan = [msgspec.to_builtins(step) for step in effect.route_plan]
    more = {"plan": plan, "prefer": effect.prefer, "prefer_s": effect.prefer_s, "boost_s": effect.boost_s}
    more |= {"agent": effect.agent, "max_wait_s": effect.max_wait_s, "when_unstaffed": effect.when_unstaffed}
    return {name: value for name, value in more.items() if value}


def withdraw(board: Switchboard, act: Act, dialogue: str, effect: Withdraw) -> None:
    """The flow takes a dialogue out of its queue; who was rung for it hears so, and the flow goes on by `left`."""
    board.on_floor(act, DialogueWithdrawn(dialogue, effect.reason))


def _offer(board: Switchboard, command: floor.MakeOffer, act: Act) -> None:
    state = board.dialogues[command.dialogue]
    board.put(replace(state, status="offered", reservation=command.reservation))
    act.fact("dialogue", command.dialogue, "offered", command.reservation, command.agent, command.contact_center)
    act.fact("agent", command.agent, "offered", command.reservation, command.dialogue)
    act.to_agent(
        Offer(
            agent=command.agent,
            reservation=command.reservation,
            dialogue=command.dialogue,
            contact_center=command.contact_center,
            channel=state.channel,
            ring_s=command.ring_s,
            expires_ms=command.expires_ms,
            caller_content=state.shown or CALLER_CONTENT,
            language=state.language,
            home=command.home or command.contact_center,
            requirements=command.requirements,
            waited_ms=command.waited_ms,
        )
    )


def _rescind(board: Switchboard, command: floor.RescindOffer, act: Act) -> None:
    act.fact("agent", command.agent, "rescinded", command.reservation, command.reason)
    act.to_agent(RescindOffer(agent=command.agent, reservation=command.reservation, reason=command.reason))


def _connect(board: Switchboard, command: floor.ConnectMedia, act: Act) -> None:
    board.step_now(act, command.dialogue, TreatmentStopped())  # silence first, then the agent
    act.fact("dialogue", command.dialogue, "accepted", command.reservation, command.agent)
    state = board.dialogues[command.dialogue]
    if state.via == voicemail.VIA:  # nobody has to be joined: the agent has what was left
        joined = MediaConnected(dialogue=command.dialogue, reservation=command.reservation)
        act.steps.append((command.dialogue, joined))
        return
    user = board.around.directory.users.get(command.agent)
    connect = Connect(
        dialogue=command.dialogue,
        reservation=command.reservation,
        agent=command.agent,
        agent_name=user.name if user else "",
        dial_content=dial(board, act, state),
    )
    board.command(act, command.dialogue, connect)


def _queued(board: Switchboard, command: floor.DialogueQueued, act: Act) -> None:
    state = board.dialogues[command.dialogue]
    if state.status != "queued":
        board.put(replace(state, status="queued"))
    act.fact("dialogue", command.dialogue, "position", command.position)


def _requeued(board: Switchboard, command: floor.DialogueRequeued, act: Act) -> None:
    state = board.dialogues[command.dialogue]
    board.put(replace(state, status="queued", reservation=""))
    act.fact("dialogue", command.dialogue, "requeued", command.reason)
    if state.presence == "callback":
        if command.reason == "connect_failed":
            gives_up(board, act, command.dialogue, state.callback)
        return
    playing = any(frame.kind == "treatment" for frame in state.frames)
    if not playing and "pause" not in board.timers.names("dialogue", command.dialogue):
        board.run(act, command.dialogue, TreatmentBegan())


def _left(board: Switchboard, command: floor.DialogueLeft, act: Act) -> None:
    act.fact("dialogue", command.dialogue, "left_queue", command.contact_center, command.reason)
    if command.reason != "abandoned":  # a caller who is gone is dealt with once, in calls.py
        kept = {"place": command.place, "waited_ms": command.waited_ms} if command.place else {}
        board.put(replace(board.dialogues[command.dialogue], status="in_flow", reservation="", **kept))
        board.run(act, command.dialogue, QueueLeft(command.reason))


def _connected(board: Switchboard, command: floor.DialogueConnected, act: Act) -> None:
    state = board.dialogues[command.dialogue]
    presence = "present" if state.presence == "callback" else state.presence
    state = replace(state, status="connected", connected_ms=act.stamp.at_ms, presence=presence, callback=None)
    board.put(replace(state, reservation=command.reservation, place=None, waited_ms=0))
    callers.served(board, state.caller.number, command.agent, command.contact_center, act.stamp.at_ms)
    where = (command.contact_center, command.home or command.contact_center)
    act.fact("dialogue", command.dialogue, "connected", command.reservation, command.agent, command.waited_ms, *where)
    act.fact("agent", command.agent, "connected", command.reservation, command.dialogue)
    connected = WorkConnected(agent=command.agent, reservation=command.reservation, dialogue=command.dialogue)
    act.to_agent(connected)
    if state.via == voicemail.VIA:
        agent, reservation, message = command.agent, command.reservation, voicemail.MESSAGE_CONTENT
        act.to_agent(WorkHeard(agent=agent, reservation=reservation, dialogue=command.dialogue, content=message))


def _closed(board: Switchboard, command: WorkClosed, act: Act) -> None:
    act.fact("agent", command.agent, "closed", command.reservation, command.reason)
    act.to_agent(command)


def _completed(board: Switchboard, command: floor.WorkCompleted, act: Act) -> None:
    act.fact("agent", command.agent, "completed", command.reservation, command.dialogue)
    act.to_agent(WorkCompleted(agent=command.agent, reservation=command.reservation))


def _start_timer(board: Switchboard, command: floor.StartTimer, act: Act) -> None:
    board.timers.start(command.owner_kind, command.owner, command.name, command.due_ms)


def _cancel_timer(board: Switchboard, command: floor.CancelTimer, act: Act) -> None:
    board.timers.cancel(command.owner_kind, command.owner, command.name)


def _blocked(board: Switchboard, command: floor.AgentBlocked, act: Act) -> None:
    act.fact("agent", command.agent, "blocked", command.reason, command.until_ms)


def _stale(board: Switchboard, command: floor.StaleRefused, act: Act) -> None:
    act.fact("agent", command.agent, "stale", command.reason)


def _position(board: Switchboard, command: floor.PositionChanged, act: Act) -> None:
    act.fact("dialogue", command.dialogue, "position", command.position)


def _agent(board: Switchboard, command: floor.AgentChanged, act: Act) -> None:
    why = (command.reason,) if command.reason else ()
    act.fact("agent", command.agent, "agent", command.state, command.before, command.lasted_ms, *why)


def _step(board: Switchboard, command: floor.StepEntered, act: Act) -> None:
    act.fact("dialogue", command.dialogue, "step", command.step, command.asks, command.priority)


def _estimate(board: Switchboard, command: floor.EstimateChanged, act: Act) -> None:
    act.fact("dialogue", command.dialogue, "estimate", command.mean_s, command.p90_s)


def _counted(board: Switchboard, command: floor.Counted, act: Act) -> None:
    told = (command.what, command.channel, list(command.skills), command.home, command.agent, command.ms)
    if command.test:
        act.fact("contact_center", command.contact_center, "tried", *told)
    else:
        act.fact("contact_center", command.contact_center, "counted", *told)


HANDLERS: dict[type, Callable[[Switchboard, Any, Act], None]] = {
    floor.MakeOffer: _offer,
    floor.RescindOffer: _rescind,
    floor.ConnectMedia: _connect,
    floor.DialogueQueued: _queued,
    floor.DialogueRequeued: _requeued,
    floor.DialogueLeft: _left,
    floor.DialogueConnected: _connected,
    WorkClosed: _closed,
    floor.WorkCompleted: _completed,
    floor.StartTimer: _start_timer,
    floor.CancelTimer: _cancel_timer,
    floor.AgentBlocked: _blocked,
    floor.StaleRefused: _stale,
    floor.PositionChanged: _position,
    floor.AgentChanged: _agent,
    floor.StepEntered: _step,
    floor.EstimateChanged: _estimate,
    floor.Counted: _counted,
}
