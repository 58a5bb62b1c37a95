"""What each kind of step does to a walk: one function a kind, and the table that finds it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from flowengine.interpreter.effect import Enqueue, SetTimer, Withdraw
from flowengine.interpreter.gather import press
from flowengine.interpreter.order import order
from flowengine.interpreter.program import CompiledNode
from flowengine.interpreter.state import Asking, FrameKind, Line
from flowengine.lang.node_type import (
    Ask,
    Await,
    Call,
    End,
    Fault,
    FrameReturned,
    JoinQueue,
    Jump,
    Pause,
    QuitQueue,
    Refuse,
    Return,
    Routing,
)
from flowengine.lang.work import ANSWERED_BY
from flowengine.messages import PlayMusic

if TYPE_CHECKING:  # the acts are part of the walk, kept in a file of their own
    from flowengine.interpreter.walk import Walk

MAX_FRAMES = 16


def _ask(walk: Walk, node: CompiledNode, step: Ask) -> CompiledNode | None:
    if walk.ctx.silent:
        return walk.fault(node, "the caller is gone")
    walk.after.wait += 1
    walk.save(node, step.memory)
    if walk.ctx.flow is not None and walk.ctx.flow.keys and step.accept.kind == "choice":
        own = {choice.key for choice in step.accept.choices}
        keys = tuple(key for key in walk.ctx.flow.keys if key not in own)
        step = replace(step, accept=replace(step.accept, keys=keys))
    if node.takes and not step.sensitive:  # the answer goes where nothing may be shown, so it is not shown either
        step = replace(step, sensitive=True)
    if step.afresh:
        walk.after.typed = ""
    early = Asking(step.accept, step.limits, 0, step.interruptible, step.sensitive)
    while walk.after.typed:  # keys pressed before the question came
        key, walk.after.typed = walk.after.typed[0], walk.after.typed[1:]
        early, reply = press(early, key)
        if reply is not None:
            return walk.answer(node, walk.heard(reply, step.sensitive), step.accept.keys)
    asking = walk.ctx.ask(step, walk.after.wait)
    walk.after.asking = replace(asking, digits=early.digits) if early.digits else asking
    walk.ctx.facts.append(("waits", node.key, walk.after.wait))
    speech = walk.ctx.speech_ms() if "audio" in walk.state.capabilities else 0
    walk.effects.append(SetTimer("first", walk.ctx.now_ms + speech + round(step.limits.first_s * 1000)))
    return None


def _pause(walk: Walk, node: CompiledNode, step: Pause) -> CompiledNode | None:
    walk.after.wait += 1
    walk.save(node, step.memory)
    if step.sound is not None and not walk.ctx.silent and walk.state.channel == "voice":
        walk.ctx.command(PlayMusic(dialogue=walk.state.id, sound=step.sound))
    walk.ctx.facts.append(("waits", node.key, walk.after.wait))
    walk.effects.append(SetTimer("pause", walk.ctx.now_ms + round(step.seconds * 1000)))
    return None


def _await(walk: Walk, node: CompiledNode, step: Await) -> CompiledNode | None:
    walk.after.wait += 1
    walk.save(node, step.memory)
    walk.after.awaiting = ANSWERED_BY[type(step.work)].__name__
    speech = walk.ctx.speech_ms() if "audio" in walk.state.capabilities else 0
    order(walk, node, step.work)
    if step.sound is not None and not walk.ctx.silent and walk.state.channel == "voice":
        walk.ctx.command(PlayMusic(dialogue=walk.state.id, sound=step.sound))
    walk.ctx.facts.append(("waits", node.key, walk.after.wait))
    walk.effects.append(SetTimer("pause", walk.ctx.now_ms + speech + round(step.timeout_s * 1000)))
    return None


def _call(walk: Walk, node: CompiledNode, step: Call) -> CompiledNode | None:
    walk.save(node, step.memory)
    center = step.contact_center
    flow = walk.entry_of(center) if center else walk.flow_named(step.flow)
    if flow is None or flow.start is None or len(walk.frames) >= MAX_FRAMES:
        return walk.resume(node, FrameReturned(problem="unavailable"))
    kind: FrameKind = "contact_center" if center else "subflow"
    release = walk.after.releases[flow.environment] if center else walk.ctx.release_of(flow)
    return walk.push(kind, flow, release, dict(step.inputs))


def _join(walk: Walk, node: CompiledNode, step: JoinQueue) -> CompiledNode | None:
    center = step.contact_center or walk.after.contact_center
    if not (center or step.agent) or walk.ctx.silent:
        return walk.fault(node, "this step is in no contact center, so it has no queue")
    if walk.in_treatment():
        return walk.fault(node, "the dialogue waits in a queue already")
    walk.after.wait += 1
    walk.save(node, step.memory)
    walk.after.treatment = step.treatment
    walk.after.status = "queued"
    walk.ctx.facts.append(("waits", node.key, walk.after.wait))
    ahead, walk.after.routing = walk.after.routing, Routing()
    skills = dict(step.skills or ahead.skills)
    priority = ahead.priority if step.priority is None else step.priority
    walk.after.told, walk.after.shown = {}, _shown(walk, step.whisper, ahead)
    limits = (step.max_wait_s, step.max_waiting, step.when_unstaffed)
    if step.agent:
        walk.after.line = None
        walk.effects.append(Enqueue(center, skills, priority, *limits, agent=step.agent))
    else:
        walk.after.line = Line(center, skills, priority, *limits)
        first = (ahead.prefer, ahead.prefer_s, ahead.boost_s)
        walk.effects.append(Enqueue(center, skills, priority, *limits, *first, step.route_plan))
    return None


def _shown(walk: Walk, whisper: str, ahead: Routing) -> int:
    """The record that the agent's desk shows at the offer; 0: the first one, who calls, says it all."""
    if not (whisper or ahead.shown):
        return 0
    caller = walk.after.caller
    who = {name: getattr(caller, name) for name in ("number", "name", "withheld", "language")}
    return walk.ctx.keep("caller", {**who, "whisper": whisper, "shown": dict(ahead.shown)})


def _quit(walk: Walk, node: CompiledNode, step: QuitQueue) -> CompiledNode | None:
    """The treatment is over at once, its last words are still heard; the floor answers with QueueLeft."""
    if not walk.drop_treatment():
        return walk.fault(node, "the dialogue waits in no queue that it could leave")
    walk.ctx.facts.append(("quit", node.key, step.reason))
    walk.effects.append(Withdraw(step.reason))
    return None


def _jump(walk: Walk, node: CompiledNode, step: Jump) -> CompiledNode | None:
    frame = walk.frames[-1]
    flow = walk.ctx.around.program(frame.environment, frame.release).flows.get(step.flow)
    if flow is None or flow.start is None:
        return walk.fault(node, f"there is no flow “{step.flow}” in this environment")
    walk.frames.pop()
    return walk.push(frame.kind, flow, frame.release, {})


def _return(walk: Walk, node: CompiledNode, step: Return) -> CompiledNode | None:
    flow = walk.ctx.flow
    outputs = {name: walk.ctx.vars.get(name) for name in flow.flow.outputs} if flow else {}
    return walk.pop(FrameReturned(step.exit, outputs))


def _refuse(walk: Walk, node: CompiledNode, step: Refuse) -> CompiledNode | None:
    if walk.after.said:
        return walk.fault(node, "the dialogue is answered already, it can only be ended")
    walk.ctx.say(step.text, interruptible=False)
    walk.ctx.facts.append(("refused", node.key, step.reason))
    return walk.finish("disconnected", "flow", step.reason)


def _end(walk: Walk, node: CompiledNode, step: End) -> CompiledNode | None:
    return walk.finish(step.reason, "flow")


def _fault(walk: Walk, node: CompiledNode, step: Fault) -> CompiledNode | None:
    return walk.fault(node, step.message)


Act = Callable[["Walk", CompiledNode, Any], CompiledNode | None]
# Each returns the node to go on with, or None when the dialogue waits or is over.
ACTS: dict[type, Act] = {
    Ask: _ask,
    Pause: _pause,
    Await: _await,
    Call: _call,
    JoinQueue: _join,
    QuitQueue: _quit,
    Jump: _jump,
    Return: _return,
    End: _end,
    Refuse: _refuse,
    Fault: _fault,
}
