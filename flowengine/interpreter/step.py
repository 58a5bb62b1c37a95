"""step: one dialogue, one event; the next state, and what is to be done. The only door of the interpreter."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from flowengine.interpreter import handing_on
from flowengine.interpreter.effect import DropTimers, Effect, SetTimer
from flowengine.interpreter.event import (
    Begun,
    CallerGone,
    DialledOn,
    DialogueTimer,
    HandedOn,
    Rerouted,
    StepEvent,
    TreatmentBegan,
    TreatmentStopped,
)
from flowengine.interpreter.gather import press, time_out, understand
from flowengine.interpreter.masking import answer_shown
from flowengine.interpreter.program import CompiledNode
from flowengine.interpreter.state import SILENT, Asking, Dialogue, Ended
from flowengine.interpreter.surroundings import Surroundings
from flowengine.interpreter.walk import Stepped, Walk
from flowengine.lang.node_type import CallerReplied, CallerSilent, ConversationOver, QueueLeft, Resumed, WokeUp
from flowengine.lang.work import ANSWERED_BY
from flowengine.messages import (
    ButtonPressed,
    CallerCommand,
    KeyPressed,
    PlaybackFinished,
    StopPlayback,
    TextReceived,
    WaitAnswered,
)

TYPE_AHEAD = 32  # keys
UNHEARD = ("SoundRecorded", "DialOver")  # while these are awaited a key is part of what is recorded or talked
TALKED = {"answered", "connected"}  # outcomes by which a step is left after a conversation
BUILT_IN = 0  # the release that every contact center has
DROP_FIRST = DropTimers(("first",))
HANGUP_MS = 60_000  # what on.hangup may take


def step(state: Dialogue, event: StepEvent, around: Surroundings, at_ms: int) -> Stepped:
    """Apply `event` at `at_ms` (UTC). The same arguments give the same result; `state` is never changed.

    An event that nobody waits for changes nothing but the trace.
    """
    kind = type(event)
    if kind is KeyPressed:
        gathering = _one_more(state, event.key, at_ms)  # type: ignore[union-attr]  # it has a key, see above
        if gathering is not None:
            return gathering
    elif kind is PlaybackFinished and not state.typed:
        return _spoken(state, event.n, at_ms)  # type: ignore[union-attr]  # as above
    walk = Walk(state, around, at_ms)
    STEPS[kind](walk, event)
    return walk.result()


def _begin(walk: Walk, event: Begun) -> None:
    walk.ctx.enter_contact_center(event.contact_center)
    program = walk.ctx.program(event.environment)
    name = event.flow or program.environment.entry.on(walk.state.channel)
    flow = program.flows.get(name)
    if flow is None:
        walk.ctx.facts.append(("fault", f"{event.environment}/{name}", "the entry flow does not exist"))
        walk.fail()
        return
    walk.run(walk.push("entry", flow, walk.after.releases[event.environment], event.inputs))


def _here(walk: Walk) -> CompiledNode | None:
    return walk.ctx.node if walk.frames else None


def _reply(walk: Walk, event: Resumed) -> None:
    """Give the waiting node its answer and walk on."""
    node = _here(walk)
    keys = walk.after.asking.accept.keys if walk.after.asking is not None else ()
    walk.stop_waiting()
    if node is not None:
        walk.run(walk.answer(node, event, keys) if isinstance(event, CallerReplied) else walk.resume(node, event))


def _key(walk: Walk, event: KeyPressed) -> None:
    key = event.key
    if walk.after.awaiting in UNHEARD:
        return
    asking = walk.after.asking
    playing = asking is not None and "audio" in walk.state.capabilities and walk.state.spoken < asking.n
    if asking is None or (playing and not _may_cut(walk.state, asking, walk.state.spoken)):
        walk.after.typed = (walk.after.typed + key)[-TYPE_AHEAD:]
        return
    if playing and not asking.digits:
        walk.hush()
    _take(walk, asking, key)


def _one_more(state: Dialogue, key: str, at_ms: int) -> Stepped | None:
    """What a key of a longer answer does, if it is one: it changes what is gathered, and no step of the flow is needed
    for it. More than half of all events of a line that asks for numbers are such keys."""
    asking = state.asking
    if asking is None or state.awaiting in UNHEARD or state.presence in SILENT:
        return None
    playing = "audio" in state.capabilities and state.spoken < asking.n
    if playing and not _may_cut(state, asking, state.spoken):
        return None
    gathered, reply = press(asking, key)
    if reply is not None:
        return None
    effects = _next_key_by(asking, at_ms)
    if not playing or asking.digits:
        return Stepped(replace(state, asking=gathered), [], [], effects, [], [])
    hush: list[CallerCommand] = [StopPlayback(dialogue=state.id)]
    return Stepped(replace(state, asking=gathered, said=state.said + 1), hush, [], effects, [], [])


def _next_key_by(asking: Asking, at_ms: int) -> list[Effect]:
    return [DROP_FIRST, SetTimer("next", at_ms + round(asking.limits.next_s * 1000))]


def _may_cut(state: Dialogue, asking: Asking, spoken: int) -> bool:
    """Whether a key cuts the prompt short: not if it must be heard, nor while something before it must be."""
    return asking.interruptible and spoken >= state.uncut


def _take(walk: Walk, asking: Asking, key: str) -> None:
    gathered, reply = press(asking, key)
    if reply is not None:
        _reply(walk, walk.heard(reply, asking.sensitive))
        return
    walk.after.asking = gathered
    walk.effects += _next_key_by(asking, walk.ctx.now_ms)


def _answer(walk: Walk, event: TextReceived) -> None:
    if walk.after.asking is None:
        walk.ctx.facts.append(("stale", "words that nothing asked for"))
        return
    reply = understand(walk.after.asking, event.text, spoken=event.spoken)
    _reply(walk, walk.heard(reply, walk.after.asking.sensitive))


def _button(walk: Walk, event: ButtonPressed) -> None:
    if walk.after.asking is None:
        walk.ctx.facts.append(("stale", "a button of an older question"))
        return
    _reply(walk, walk.heard(CallerReplied("button", event.value, "button"), walk.after.asking.sensitive))


def _answered(walk: Walk, event: WaitAnswered) -> None:
    """What was done outside; the trace keeps the answer, so that a replay can give it back."""
    kind = type(event).__name__
    if walk.state.awaiting != kind or walk.state.wait != event.wait:
        walk.ctx.facts.append(("stale", kind))
        return
    answer = {name: getattr(event, name) for name in event.__struct_fields__ if name not in ("dialogue", "wait")}
    walk.ctx.facts.append(("answered", walk.ctx.keep("reply", answer_shown(walk.ctx, answer)), kind))
    if walk.after.handed_on:
        handing_on.answered(walk, event)
    else:
        _reply(walk, event)


def _spoken(state: Dialogue, n: int, at_ms: int) -> Stepped:
    """Speech has ended and no key waits for that: after the prompt the silence that is allowed begins. As with a key,
    no step of the flow is needed, and every prompt ends like this."""
    if n <= state.spoken:
        return Stepped(state, [], [], [], [], [])
    effects: list[Effect] = []
    if (asking := _being_asked(state, n)) is not None and n >= asking.n:
        effects.append(_silence_from(asking, at_ms))
    return Stepped(replace(state, spoken=n), [], [], effects, [], [])


def _being_asked(state: Dialogue, n: int) -> Asking | None:
    """The question whose words were not over before, and that nobody has begun to answer."""
    asking = state.asking
    return asking if asking is not None and n > state.spoken < asking.n and not asking.digits else None


def _silence_from(asking: Asking, at_ms: int) -> SetTimer:
    return SetTimer("first", at_ms + round(asking.limits.first_s * 1000))


def _played(walk: Walk, event: PlaybackFinished) -> None:
    """The same the long way; keys that had to wait for it count now."""
    if event.n <= walk.state.spoken:
        return
    if (asking := _being_asked(walk.state, event.n)) is not None:
        over = event.n >= asking.n
        if over:
            walk.effects.append(_silence_from(asking, walk.ctx.now_ms))
        if walk.after.typed and (over or _may_cut(walk.state, asking, event.n)):
            _take_typed(walk, asking, cut=not over)
    walk.after.spoken = event.n


def _take_typed(walk: Walk, asking: Asking, *, cut: bool) -> None:
    """The keys that had to wait, one after the other, as long as they answer this question."""
    if cut:
        walk.hush()
    while walk.after.typed and walk.after.asking is not None and walk.after.asking.n == asking.n:
        key, walk.after.typed = walk.after.typed[0], walk.after.typed[1:]
        _take(walk, walk.after.asking, key)


def _timer(walk: Walk, event: DialogueTimer) -> None:
    name = event.name
    if name in ("first", "next") and walk.after.asking is not None:
        outcome = time_out(walk.after.asking)
        if isinstance(outcome, CallerSilent):
            walk.ctx.facts.append(("silent",))
            _reply(walk, outcome)
        else:
            _reply(walk, walk.heard(outcome, walk.after.asking.sensitive))
    elif name == "pause":
        if walk.after.status in ("queued", "offered") and not walk.in_treatment():
            _begin_treatment(walk, TreatmentBegan())
        elif walk.after.handed_on:
            handing_on.answered(walk, WokeUp())
        else:
            _reply(walk, WokeUp())
    elif name == "hangup":
        walk.finish("completed", "system")
    else:
        walk.ctx.facts.append(("stale", f"timer {name}"))


def _queue_over(walk: Walk, event: QueueLeft | ConversationOver) -> None:
    if walk.drop_treatment():
        walk.hush()
    walk.stop_waiting()
    node = _here(walk)
    if isinstance(event, ConversationOver) and node is not None and not TALKED & node.wires.keys():
        walk.finish("completed", "agent")
        return
    if walk.state.presence == "callback":  # whoever was to be called back could not be served
        walk.after.ended = Ended("disconnected", "queued", "system")
    walk.after.status, walk.after.treatment = "in_flow", ""
    _reply(walk, event)


def _begin_treatment(walk: Walk, event: TreatmentBegan) -> None:
    if walk.after.status not in ("queued", "offered") or walk.in_treatment() or walk.ctx.silent:
        return
    flow = walk.flow_named(walk.after.treatment) if walk.after.treatment else None
    if flow is not None:
        walk.run(walk.push("treatment", flow, walk.ctx.release_of(flow), {}))
        return
    if walk.after.treatment:
        walk.ctx.facts.append(("fault", walk.after.treatment, "the treatment flow does not exist"))
    if not walk.let_go():
        walk.hold_music()


def _rerouted(walk: Walk, event: Rerouted) -> None:
    """The release is retired: whatever it waited for is forgotten, and the contact center's built-in flow queues it."""
    if walk.after.asking is not None or walk.in_treatment():
        walk.hush()
    walk.stop_waiting()
    walk.frames.clear()
    walk.after.typed = ""
    walk.ctx.facts.append(("rerouted", event.contact_center))
    program = walk.ctx.around.program(event.contact_center, BUILT_IN)
    flow = program.flows[program.environment.entry.on(walk.state.channel)]
    walk.run(walk.push("entry", flow, BUILT_IN, {}))


def _stop_treatment(walk: Walk, event: TreatmentStopped) -> None:
    if not walk.drop_treatment():
        walk.stop_waiting()
    walk.hush()


def _caller_gone(walk: Walk, event: CallerGone) -> None:
    """Down to the nearest flow that has something to do after a hang-up; it may not reach the caller any more."""
    walk.drop_treatment()
    walk.stop_waiting()
    walk.ctx.silent = True
    walk.after.ended = event.ended
    walk.after.status = "in_flow"
    while walk.frames:
        flow = walk.ctx.flow
        if flow is not None and flow.on_hangup is not None:
            walk.effects.append(SetTimer("hangup", walk.ctx.now_ms + HANGUP_MS))
            walk.run(flow.on_hangup)
            return
        walk.frames.pop()
        if walk.frames:
            walk.reopen()
    walk.finish(event.ended.reason, event.ended.by)


STEPS: dict[type, Callable[[Walk, Any], None]] = {
    Begun: _begin,
    KeyPressed: _key,
    TextReceived: _answer,
    ButtonPressed: _button,
    **dict.fromkeys(ANSWERED_BY.values(), _answered),
    PlaybackFinished: _played,
    DialogueTimer: _timer,
    QueueLeft: _queue_over,
    ConversationOver: _queue_over,
    TreatmentBegan: _begin_treatment,
    TreatmentStopped: _stop_treatment,
    Rerouted: _rerouted,
    HandedOn: handing_on.handed_on,
    DialledOn: handing_on.dialled_on,
    CallerGone: _caller_gone,
}
