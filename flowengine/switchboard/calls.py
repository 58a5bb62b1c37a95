"""What callers and their channels do: arrive, press, write, go away, hang up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, get_args

from msgspec.structs import replace

from flowengine.errors import NotFound
from flowengine.floor.event import DialogueAbandoned, WorkEnded
from flowengine.interpreter.event import Begun, CallerGone
from flowengine.interpreter.state import SILENT, Caller, Dialogue, Ended
from flowengine.lang.prompt import language_order
from flowengine.messages import (
    ANSWERS,
    ButtonPressed,
    CallerCameBack,
    CallerHungUp,
    CallerWentAway,
    DialogueArrived,
    DialogueEvent,
    HangUp,
    KeyPressed,
    LegReported,
    MediaConnected,
    MediaFailed,
    PlaybackFinished,
    Say,
    TextReceived,
    WaitAnswered,
    WorkHeard,
)
from flowengine.switchboard import counting
from flowengine.switchboard.callback import keep_place, keeps_place
from flowengine.switchboard.callers import known_of, recognised
from flowengine.tenancy import blocked
from flowengine.tenancy.address import Link, linked
from flowengine.tenancy.directory import FRONT_DOOR

if TYPE_CHECKING:
    from flowengine.switchboard.act import Act
    from flowengine.switchboard.switchboard import Switchboard

AWAY_MS = 300_000  # a closed chat page: away, and after this gone


def live(board: Switchboard, dialogue: str) -> Dialogue | None:
    """The dialogue, unless it is over."""
    state = board.dialogues.get(dialogue)
    return state if state is not None and state.status != "ended" else None


def _arrived(board: Switchboard, event: DialogueArrived, act: Act) -> None:
    known = board.legs.get((event.via, event.external_id))
    if known is not None:  # the carrier told it twice
        act.reply = {"dialogue": known}
        return
    address = linked(board.around.directory, event.address)
    if address is None:
        raise NotFound(f"Nobody owns the address “{event.address}” here.", hint="Add it to the tenant first.")
    link = address.link or Link()
    is_blocked = bool(blocked.reason(board.around.directory, event.caller_number, act.stamp.at_ms))
    state = _begun(board, act, event, link.contact_center, is_blocked=is_blocked)
    act.reply = {"dialogue": state.id}
    if is_blocked:
        _turn_away(board, act, state)
        return
    counting.arrived(act, state)
    found = board.around.directory.contact_centers.get(link.contact_center)
    if found is not None and found.enabled:
        board.run(act, state.id, Begun(link.contact_center, link.flow, link.contact_center))
    elif link.front_door:
        board.run(act, state.id, Begun(FRONT_DOOR, link.front_door))
    else:
        _not_in_service(board, act, state)


def _begun(board: Switchboard, act: Act, event: DialogueArrived, center: str, *, is_blocked: bool) -> Dialogue:
    """The new dialogue, and what is on record of who calls; of a blocked caller nothing more is looked up."""
    dialogue = act.new_id()
    caller = Caller(event.caller_number, event.withheld, event.caller_name, bool(event.caller_name), event.language)
    if not is_blocked:
        caller = recognised(board, caller, act.stamp.at_ms)
    pinned = board.library.previews.pinned(caller.number, act.stamp.at_ms) if caller.number else {}
    state = Dialogue(
        id=dialogue,
        via=event.via,
        channel=event.channel,
        address=event.address,
        started_ms=act.stamp.at_ms,
        capabilities=event.capabilities,
        caller=caller,
        language=caller.language or board.around.languages(center)[0],
        attributes={name: item.default for name, item in board.around.directory.tenant.attributes.items()},
        contact_center=center,
        releases=dict(pinned),
        test=event.test or bool(pinned),
    )
    board.put(state)
    board.put_leg(event.via, event.external_id, dialogue, "open")
    who = {"number": caller.number, "name": caller.name, "withheld": event.withheld}
    content = board.keep(act, dialogue, "caller", {**who, "language": event.language, **known_of(caller)})
    act.fact("dialogue", dialogue, "arrived", event.channel, event.address, content)
    return board.dialogues[dialogue]


def _turn_away(board: Switchboard, act: Act, state: Dialogue) -> None:
    """A blocked caller is refused unanswered: no flow runs, nothing is said."""
    act.fact("dialogue", state.id, "blocked")
    counting.blocked(act, state)
    board.command(act, state.id, HangUp(dialogue=state.id, reason="declined"))
    board.finish(act, state.id, Ended("disconnected", "in_flow", "system"), is_counted=False)


def _not_in_service(board: Switchboard, act: Act, state: Dialogue) -> None:
    act.fact("dialogue", state.id, "not_in_service", state.address)
    order = language_order(state.language, board.around.languages(""))
    template = board.around.not_in_service.template(order, state.channel)
    text = template.source if template is not None else ""
    content = board.keep(act, state.id, "said", text)
    board.command(act, state.id, Say(dialogue=state.id, content=content, language=order[0], interruptible=False))
    board.command(act, state.id, HangUp(dialogue=state.id, reason="failed"))
    board.finish(act, state.id, Ended("failed", "in_flow", "system"))


def _to_flow(board: Switchboard, event: KeyPressed | ButtonPressed | PlaybackFinished, act: Act) -> None:
    state = live(board, event.dialogue)
    if state is None or state.status == "connected":
        _stale(act, event)
    else:
        board.run(act, event.dialogue, event)


def _answered(board: Switchboard, event: WaitAnswered, act: Act) -> None:
    """What somebody outside did for the flow. The reply says whether it was waited for."""
    state = live(board, event.dialogue)
    taken = state is not None and (state.wait, state.awaiting) == (event.wait, type(event).__name__)
    act.reply = {"taken": taken}
    if taken:
        board.run(act, event.dialogue, event)
    else:
        _stale(act, event)


def _by_leg(board: Switchboard, event: LegReported, act: Act) -> None:
    dialogue = board.legs.get((event.via, event.external_id))
    if dialogue is None:
        raise NotFound("Nobody began this conversation, or it is over.")
    told = replace(event.event, dialogue=dialogue)
    HANDLERS[type(told)](board, told, act)


def _text(board: Switchboard, event: TextReceived, act: Act) -> None:
    state = live(board, event.dialogue)
    if state is None:
        _stale(act, event)
    elif state.status != "connected":
        board.run(act, event.dialogue, event)
    else:
        reservation = board.floor.reservation_of(event.dialogue)
        content = board.keep(act, event.dialogue, "heard", event.text)
        act.fact("dialogue", event.dialogue, "heard", content, "text", "conversation")
        if reservation is not None:
            agent, key = reservation.agent, reservation.id
            act.to_agent(WorkHeard(agent=agent, reservation=key, dialogue=event.dialogue, content=content))


def _hung_up(board: Switchboard, event: CallerHungUp, act: Act) -> None:
    caller_gone(board, act, event.dialogue, event.cause)


def caller_gone(board: Switchboard, act: Act, dialogue: str, cause: str) -> None:
    """The one place where a caller's leaving is handled: queue, agent, timers and flow, in one step."""
    state = live(board, dialogue)
    if state is None or state.presence in SILENT:
        act.fact("dialogue", dialogue, "stale", "hung up")
        return
    act.fact("dialogue", dialogue, "hung_up", cause)
    if keeps_place(state):
        keep_place(board, act, state)
        return
    talked = bool(state.connected_ms) or state.awaiting == "DialOver"
    reason = "abandoned" if state.status in ("queued", "offered") else "completed" if talked else "disconnected"
    ended = Ended(reason, state.status, "caller")  # type: ignore[arg-type]  # mypy widens the conditional to str
    release(board, act, state, "caller")
    board.timers.cancel_all("dialogue", dialogue)
    board.put(replace(board.dialogues[dialogue], presence="gone", reservation=""))
    board.run(act, dialogue, CallerGone(ended))


def release(board: Switchboard, act: Act, state: Dialogue, by: str) -> None:
    """Take the dialogue off the floor: withdraw it from its queue, or part it from its agent."""
    if state.status in ("queued", "offered"):
        board.on_floor(act, DialogueAbandoned(state.id))
    elif state.status == "connected":
        board.on_floor(act, WorkEnded(state.reservation, by))


def _away(board: Switchboard, event: CallerWentAway, act: Act) -> None:
    state = live(board, event.dialogue)
    if state is None or state.presence != "present":
        _stale(act, event)
        return
    act.fact("dialogue", event.dialogue, "away")
    board.put(replace(state, presence="away"))
    board.timers.start("dialogue", event.dialogue, "away", act.stamp.at_ms + AWAY_MS)


def _back(board: Switchboard, event: CallerCameBack, act: Act) -> None:
    state = live(board, event.dialogue)
    if state is None or state.presence != "away":
        _stale(act, event)
        return
    act.fact("dialogue", event.dialogue, "back")
    board.put(replace(state, presence="present"))
    board.timers.cancel("dialogue", event.dialogue, "away")


def _media(board: Switchboard, event: MediaConnected | MediaFailed, act: Act) -> None:
    reservation = board.floor.reservation_of(event.dialogue)
    if reservation is None or reservation.id != event.reservation or reservation.state != "accepted":
        _stale(act, event)
        return
    if isinstance(event, MediaFailed):
        act.fact("dialogue", event.dialogue, "connect_failed", event.reservation, event.reason)
    board.on_floor(act, event)


def _stale(act: Act, event: DialogueEvent) -> None:
    """Late, doubled or out of place: it changes nothing but the trace."""
    act.fact("dialogue", event.dialogue, "stale", type(event).__name__)


HANDLERS: dict[type, Callable[[Switchboard, Any, Act], None]] = {
    DialogueArrived: _arrived,
    KeyPressed: _to_flow,
    ButtonPressed: _to_flow,
    PlaybackFinished: _to_flow,
    TextReceived: _text,
    CallerHungUp: _hung_up,
    LegReported: _by_leg,
    CallerWentAway: _away,
    CallerCameBack: _back,
    MediaConnected: _media,
    MediaFailed: _media,
    **dict.fromkeys(get_args(ANSWERS), _answered),
}
