"""What happens in a step: callers press and speak, agents answer, time passes, switches are set."""

from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import UNSET

from flowengine.errors import RequestRefused
from flowengine.messages import (
    AgentHungUp,
    AgentSignedIn,
    AgentSignedOut,
    AgentSpoke,
    ButtonPressed,
    CallerCameBack,
    CallerHungUp,
    CallerWentAway,
    DocumentPut,
    Event,
    HoldSet,
    KeyPressed,
    OfferAccepted,
    OfferDeclined,
    PresenceSet,
    TextReceived,
    WorkNoted,
    WorkTransferred,
    WrapUpEnded,
)
from flowengine.switchboard.outcome import Outcome
from flowengine.tenancy.address import linked
from flowengine.testbench.document import AgentAct, CallerAct, Step
from flowengine.testbench.expectation import check_expect
from flowengine.testbench.given import switches_of
from flowengine.testbench.result import StepFailed
from flowengine.testbench.strictness import check_calls, check_words
from flowengine.testbench.world import World

LONGEST_SILENCE_MS = 86_400_000
_CALLER_EVENTS: dict[str, Callable[[str], Event]] = {
    "hangs_up": lambda dialogue: CallerHungUp(dialogue=dialogue),
    "goes_away": lambda dialogue: CallerWentAway(dialogue=dialogue),
    "comes_back": lambda dialogue: CallerCameBack(dialogue=dialogue),
}
_SAID = {
    "hangs_up": "hangs up",
    "goes_away": "goes away",
    "comes_back": "comes back",
    "calls_again": "calls again",
    "stays_silent": "says nothing",
    "wraps_up": "ends the wrap-up",
    "signs_in": "signs in",
    "signs_out": "signs out",
    "ignores": "lets it ring",
    "accepts_in_vain": "accepts, and cannot be connected",
    "accepts_unconnected": "accepts, and nobody says whether they are connected",
}


def perform(world: World, step: Step) -> None:
    """Do one step. Raises StepFailed."""
    if isinstance(step.expect, msgspec.Struct):
        check_expect(world, step.expect)
        return
    if world.case.strict:
        check_words(world)
    world.story.begin_act()
    try:
        if step.caller is not UNSET:
            _caller(world, step.caller)
        elif isinstance(step.agent, dict):
            for agent, act in step.agent.items():
                _agent(world, agent, act)
        elif isinstance(step.pass_s, float | int):
            pass_time(world, step.pass_s)
            return
        elif isinstance(step.set, dict):
            _set(world, step.set)
        world.settle(answer=True)
    except RequestRefused as refused:
        raise StepFailed(f"It was refused: {refused}") from None


def begin(world: World) -> None:
    """The dialogue begins, and what every case of the file does first is done. Raises StepFailed."""
    world.open()
    for number, step in enumerate(world.case.first, 1):
        try:
            perform(world, step)
        except StepFailed as failed:
            failed.message = f"Step {number} of those that come first: {failed.message}"
            raise


def pass_time(world: World, seconds: float) -> None:
    """Virtual time passes."""
    world.pass_until(world.now_ms + round(seconds * 1000))
    world.story.end_passing(world.now_ms)


# --- the caller -----------------------------------------------------------------------------------------------------


def _caller(world: World, act: str | CallerAct) -> None:
    state = world.story.now.state
    if act == "calls_again" or (isinstance(act, CallerAct) and act.calls):
        _call_again(world, act.calls if isinstance(act, CallerAct) else "")
    elif state.status == "ended":
        over = state.ended
        raise StepFailed("The dialogue is over already.", act, f"{over.reason} by {over.by}" if over else "")
    elif isinstance(act, str):
        world.story.did(world.now_ms, "caller", "", _SAID[act])
        if act == "stays_silent":
            _stay_silent(world)
        else:
            _do(world, act)
    elif act.presses:
        _press(world, act)
    elif act.records_s is not UNSET or act.records is not UNSET:
        _record(world, act)
    else:
        text = act.says or act.writes or act.chooses
        verb = "says" if act.says else "writes" if act.writes else "chooses"
        world.story.did(world.now_ms, "caller", "", f"{verb} “{text}”")
        _send(world, _answer(world, act), f"{verb} {text}", ignored=act.ignored)


def _call_again(world: World, address: str) -> None:
    """The same caller begins another dialogue, which is the case's from now on; the one before goes its way."""
    to = address or world.case.start.address
    if not to:
        raise StepFailed("The case begins at no address: say which one is called.", {"caller": {"calls": "an address"}})
    if linked(world.board.around.directory, to) is None:
        known = ", ".join(world.board.around.directory.addresses) or "none"
        raise StepFailed(f"The tenant has no address {to}; it has: {known}.")
    check_keys(world)
    world.story.did(world.now_ms, "caller", "", f"calls {to}" if address else "calls again")
    world.call(to)


def _do(world: World, act: str) -> None:
    """Go, come back or hang up. Whoever hangs up while being recorded has left the message: that is said first."""
    dialogue = world.story.dialogue
    if act == "hangs_up" and world.carrier.recording(dialogue) is not None:
        world.apply(world.carrier.end_recording(dialogue, "hung_up", world.now_ms))
        world.settle(answer=False)
        if world.story.now.state.status == "ended":
            return
    _send(world, _CALLER_EVENTS[act](dialogue), act, ignored=False)


def _record(world: World, act: CallerAct) -> None:
    """Time passes while the caller speaks, or says nothing for as long as the channel allows."""
    dialogue = world.story.dialogue
    command = world.carrier.recording(dialogue)
    if command is None:
        raise StepFailed("Nobody records the caller.", "a recording", world.story.now.state.status)
    spoken = act.records_s is not UNSET
    seconds = act.records_s if isinstance(act.records_s, float | int) else command.silence_s
    said = f"leaves a message of {seconds:g} s" if spoken else "says nothing"
    world.story.did(world.now_ms, "caller", "", said)
    world.pass_until(world.now_ms + round(seconds * 1000))
    if world.carrier.recording(dialogue) is not None:  # else it was too long, and was ended on the way
        world.apply(world.carrier.end_recording(dialogue, "terminator" if spoken else "nothing", world.now_ms))
    world.settle(answer=False)
    world.story.end_passing(world.now_ms)


def _answer(world: World, act: CallerAct) -> Event:
    dialogue = world.story.dialogue
    if not act.chooses:
        return TextReceived(dialogue=dialogue, text=act.says or act.writes, spoken=bool(act.says))
    asking = world.story.now.state.asking
    choices = asking.accept.choices if asking else ()
    key = next((choice.key for choice in choices if act.chooses in (choice.key, choice.label)), None)
    if key is None and not act.ignored:
        raise StepFailed("No such button is shown.", act.chooses, [choice.label for choice in choices])
    return ButtonPressed(dialogue=dialogue, value=key or act.chooses)


def _press(world: World, act: CallerAct) -> None:
    world.story.did(world.now_ms, "caller", "", f"presses {act.presses}")
    for key in act.presses:
        recorded = world.carrier.recording(world.story.dialogue)
        if recorded is not None:  # the channel hears the keys: only one of them means something
            if key == recorded.terminator:
                world.apply(world.carrier.end_recording(world.story.dialogue, "terminator", world.now_ms))
            continue
        _send(world, KeyPressed(dialogue=world.story.dialogue, key=key), f"presses {key}", ignored=act.ignored)
        world.settle(answer=False)


def _send(world: World, event: Event, said: str, *, ignored: bool) -> None:
    """Apply a caller's event. Raises StepFailed if nobody takes it; with `ignored`, if somebody does."""
    before = world.story.now.state.typed
    outcome = world.apply(event)
    stale = _fact(outcome, world.story.dialogue, "stale")
    kept = isinstance(event, KeyPressed) and len(world.story.now.state.typed) > len(before)
    if kept and not ignored:
        world.loose_key = world.step
    if stale and not ignored:
        where = world.story.now.state.status
        raise StepFailed("Nobody takes what the caller does.", said, f"the dialogue is {where}: {stale[1]}")
    if ignored and not stale and not kept:
        raise StepFailed("What was to be ignored was taken.", "ignored", said)


def _fact(outcome: Outcome, dialogue: str, word: str) -> tuple[Any, ...] | None:
    for row in outcome.trace:
        if row.subject == dialogue:
            for fact in row.facts:
                if fact[0] == word:
                    return fact
    return None


def _stay_silent(world: World) -> None:
    """Time moves until the question that is asked has waited long enough."""
    state = world.story.now.state
    if state.asking is None:
        raise StepFailed("Nobody waits for an answer, so silence means nothing here.", "a question", state.status)
    wait = state.wait
    world.pass_while(lambda: _still_asks(world, wait), world.now_ms + LONGEST_SILENCE_MS)
    world.story.end_passing(world.now_ms)


def _still_asks(world: World, wait: int) -> bool:
    now = world.story.now.state
    return now.asking is not None and now.wait == wait


def finish(world: World) -> None:
    """The steps are done. Raises StepFailed if something is left that a step should have taken or expected."""
    check_keys(world)
    if world.case.strict:
        check_words(world)
        check_calls(world)


def check_keys(world: World) -> None:
    """At the end of a dialogue: raises StepFailed if keys that were pressed ahead were never taken."""
    if world.loose_key is None:
        return
    alive = next((instant for instant in reversed(world.story.instants) if instant.state.status != "ended"), None)
    ending = world.story.now.state.status == "ended" and any(f[0] == "heard" for f in world.story.last_facts())
    if alive is not None and alive.state.typed and not ending:
        world.step = world.loose_key
        raise StepFailed("Nobody ever took these keys.", "taken", alive.state.typed)
    world.loose_key = None


# --- agents -----------------------------------------------------------------------------------------------------------


def _agent(world: World, agent: str, act: str | AgentAct) -> None:
    story = world.story
    if isinstance(act, str):
        story.did(world.now_ms, "agent", agent, _SAID.get(act, act))
        if act == "ignores":
            reservation = world.desks.reservation(agent, "ringing")
            until_ms = world.now_ms + LONGEST_SILENCE_MS
            world.pass_while(lambda: world.desks.rings(agent, reservation), until_ms)
            story.end_passing(world.now_ms)
            return
        world.apply(_AGENT_EVENTS[act](world, agent))
    elif act.says:
        story.did(world.now_ms, "agent", agent, f"writes “{act.says}”")
        reservation = world.desks.reservation(agent, "connected")
        world.apply(AgentSpoke(reservation=reservation, agent=agent, text=act.says))
    elif act.wraps_up:
        story.did(world.now_ms, "agent", agent, f"ends the wrap-up: {act.wraps_up}")
        world.apply(_wrap_up(world, agent, act.wraps_up))
    elif act.notes:
        story.did(world.now_ms, "agent", agent, f"notes: {act.notes}")
        reservation = world.desks.reservation(agent, "connected", "wrapping")
        world.apply(WorkNoted(reservation=reservation, agent=agent, note=act.notes))
    elif act.holds is not UNSET:
        reservation = world.desks.reservation(agent, "connected")
        world.apply(HoldSet(reservation=reservation, agent=agent, held=act.holds))
    elif act.hands_on is not UNSET:
        to = msgspec.structs.asdict(act.hands_on)
        world.apply(WorkTransferred(reservation=world.desks.reservation(agent, "connected"), agent=agent, **to))
    elif act.presence is not UNSET:
        story.did(world.now_ms, "agent", agent, f"is {act.presence}{f' ({act.reason})' if act.reason else ''}")
        world.apply(PresenceSet(agent=agent, intent=act.presence, reason=act.reason))
    elif isinstance(act.device, dict):
        for device, word in act.device.items():
            story.did(world.now_ms, "agent", agent, f"{device} reports {word}")
            world.report_device(agent, device, word)
    world.settle(answer=False)


def _wrap_up(world: World, agent: str, disposition: str) -> Event:
    reservation = world.desks.reservation(agent, "wrapping")
    return WrapUpEnded(reservation=reservation, agent=agent, disposition=disposition)


def _answered(kind: type[OfferAccepted | OfferDeclined]) -> Callable[[World, str], Event]:
    return lambda world, agent: kind(reservation=world.desks.reservation(agent, "ringing"), agent=agent)


def _accepted_in_vain(world: World, agent: str) -> Event:
    """The agent accepts, and the carrier cannot connect the two."""
    reservation = world.desks.reservation(agent, "ringing")
    world.carrier.in_vain.add(reservation)
    return OfferAccepted(reservation=reservation, agent=agent)


def _accepted_unconnected(world: World, agent: str) -> Event:
    """The agent accepts, and the carrier says nothing: after a while it rings elsewhere."""
    reservation = world.desks.reservation(agent, "ringing")
    world.carrier.unconnected.add(reservation)
    return OfferAccepted(reservation=reservation, agent=agent)


_AGENT_EVENTS: dict[str, Callable[[World, str], Event]] = {
    "accepts": _answered(OfferAccepted),
    "accepts_in_vain": _accepted_in_vain,
    "accepts_unconnected": _accepted_unconnected,
    "declines": _answered(OfferDeclined),
    "hangs_up": lambda world, agent: AgentHungUp(reservation=world.desks.reservation(agent, "connected"), agent=agent),
    "wraps_up": lambda world, agent: _wrap_up(world, agent, ""),
    "signs_in": lambda world, agent: AgentSignedIn(agent=agent),
    "signs_out": lambda world, agent: AgentSignedOut(agent=agent),
}


# --- switches -----------------------------------------------------------------------------------------------------


def _set(world: World, wanted: dict[str, bool | str]) -> None:
    for name, switch in switches_of(world.board.around.directory, wanted).items():
        shown = switch.text or ("on" if switch.on else "off")
        world.story.did(world.now_ms, "floor", name, f"the switch is {shown}")
        body = msgspec.json.encode(switch).decode()
        world.apply(DocumentPut(kind="switch", key=name, body=body, base="*", author="case"))
