"""Retiring a release: who is on it, where each of its dialogues goes, and the way there. docs/releases.md has the rule.

INVARIANT: a dialogue that leaves a retired release never comes back to it, and none is lost on the way
(tests/switchboard/test_retiring.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from flowengine.errors import NotFound, RequestRefused
from flowengine.interpreter.event import Rerouted, TreatmentBegan, TreatmentStopped
from flowengine.interpreter.state import Dialogue, Frame
from flowengine.messages import Json, ReleaseRetired
from flowengine.switchboard.lives import Retired

if TYPE_CHECKING:  # the handler is part of the switchboard, kept in a file of its own
    from flowengine.switchboard.act import Act
    from flowengine.switchboard.library import Library
    from flowengine.switchboard.switchboard import Switchboard

Key = tuple[str, int]  # environment, release
TALKING = ("SoundRecorded", "DialAnswered", "DialOver")  # while these are awaited the caller is busy with somebody
Goes = Literal["moves", "queue", "later", "stays"]


class Fate(Struct, frozen=True):
    """Where a dialogue of a retired release goes: `moves` to the other release, to the `queue`, one of both `later`
    (when it comes back to a flow), or it `stays`. `why`: the step that is not there alike."""

    goes: Goes
    why: str = ""


def holders(board: Switchboard, key: Key) -> Iterator[tuple[Dialogue, bool]]:
    """The live dialogues on this release; whether only through another release that uses it."""
    for state in board.dialogues.values():
        if state.status != "ended":
            if _is_on(state, key):
                yield state, False
            elif any(_uses(board, held, key) for held in _held(state)):
                yield state, True


def _is_on(state: Dialogue, key: Key) -> bool:
    environment, number = key
    return state.releases.get(environment) == number or any(_on(frame, key) for frame in state.frames)


def _on(frame: Frame, key: Key) -> bool:
    return (frame.environment, frame.release) == key


def _held(state: Dialogue) -> set[Key]:
    return {(frame.environment, frame.release) for frame in state.frames}


def _uses(board: Switchboard, held: Key, key: Key) -> bool:
    return board.library.program(*held).uses.get(key[0]) == key[1]


def fate(library: Library, state: Dialogue, key: Key, to: int, queue: str) -> Fate:
    """Where a dialogue on the release `key` goes, `to` being the other release."""
    lasting = (frame for frame in _below_treatment(state) if _on(frame, key))
    unlike = next((why for frame in lasting if (why := _unlike(library, frame, to))), "")
    if not unlike:
        return Fate("moves")
    if not queue or state.presence not in ("present", "away"):
        return Fate("stays", unlike)
    at_once = state.status == "in_flow" and state.awaiting not in TALKING
    return Fate("queue" if at_once else "later", unlike)


def _unlike(library: Library, frame: Frame, to: int) -> str:
    """Why the frame cannot go on in release `to`; "" if it can: flow, step and variables are there alike."""
    before, after = (_flow(library, frame, number) for number in (frame.release, to))
    place = f"{frame.environment}/{frame.flow}/{frame.node}"
    if before is None or after is None or after.get("kind", "entry") != before.get("kind", "entry"):
        return f"{place}: release {to} has no such flow."
    node, other = (_node(flow, frame.node) for flow in (before, after))
    if node is None or node != other:
        return f"{place}: the step is not in release {to}, or not alike."
    types = {name: variable.get("type") for name, variable in after.get("variables", {}).items()}
    for name, variable in before.get("variables", {}).items():
        if name in types and types[name] != variable.get("type"):
            return f"{place}: the variable {name} has another type in release {to}."
    return ""


def _flow(library: Library, frame: Frame, number: int) -> dict[str, Any] | None:
    found: dict[str, Any] | None = _flows(library.content(frame.environment, number)).get(frame.flow)
    return found


@lru_cache(maxsize=8)
def _flows(content: str) -> dict[str, Any]:
    """The flows of a release; kept, because every dialogue of it asks."""
    flows: dict[str, Any] = msgspec.json.decode(content)["flows"]
    return flows


def _node(flow: dict[str, Any], name: str) -> dict[str, Json] | None:
    """A step as it is written, without its title: that is for people."""
    node = flow["nodes"].get(name)
    return None if node is None else {key: value for key, value in node.items() if key != "title"}


# --- the event ------------------------------------------------------------------------------------------------------


def heir(board: Switchboard, event: ReleaseRetired) -> int:
    """The release to which dialogues go. Raises NotFound, and RequestRefused if the release cannot be retired."""
    library, environment, number = board.library, event.environment, event.number
    to = event.to or library.live(environment)
    for known in (number, to):
        library.content(environment, known)
    center = board.around.directory.contact_centers.get(event.queue)
    if event.queue and center is None:
        raise NotFound(f"There is no contact center “{event.queue}”.")
    if center is not None and not center.enabled:
        raise _refused(f"The contact center “{event.queue}” is disabled.", "Name another, or enable it.")
    if library.lives(environment).has(number):
        raise _refused(f"Release {number} of {environment} is live.", "Make another one live first.")
    if to == number or library.retired(environment, to) is not None:
        raise _refused(f"Release {to} of {environment} is retired itself.", "Name one that is not.")
    for name in sorted({row.key for row in library.of_kind("live")}):
        lives = library.lives(name)
        numbers = [lives.number, *([lives.canary.number] if lives.canary else [])]
        if any(_uses(board, (name, held), (environment, number)) for held in numbers):
            text = f"Release {number} of {environment} is what {name} uses for what they share."
            raise _refused(text, f"Publish {name} again, or the shared flows for it.")
    return to


def _refused(text: str, hint: str) -> RequestRefused:
    return RequestRefused(text, hint=hint, code="release_in_use")


def plan(board: Switchboard, event: ReleaseRetired) -> dict[str, Any]:
    """What the event would do, as its reply says it; nothing is done."""
    to, key = heir(board, event), (event.environment, event.number)
    found = []
    for state, by_use in holders(board, key):
        goes = (
            Fate("stays", _why_used(board, state, key)) if by_use else fate(board.library, state, key, to, event.queue)
        )
        found.append({"dialogue": state.id, "goes": goes.goes, "why": goes.why})
    return {"to": to, "queue": event.queue, "dialogues": found}


def _why_used(board: Switchboard, state: Dialogue, key: Key) -> str:
    users = sorted(f"release {held[1]} of {held[0]}" for held in _held(state) if _uses(board, held, key))
    return f"It is on {' and '.join(users)}, which uses this one."


def retire(board: Switchboard, event: ReleaseRetired, act: Act) -> None:
    """Retire a release, and bring away whoever can go at once; the others go when they next wait (`settle`)."""
    act.reply = plan(board, event)
    board.library.retire(event, act.reply["to"], act.stamp)
    act.fact("tenant", "", "retired", event.environment, event.number, act.reply["to"], event.queue, event.author)
    for row in act.reply["dialogues"]:
        leave_retired(board, act, row["dialogue"])


def settle(board: Switchboard, act: Act) -> None:
    """After an event: a dialogue that it brought to a wait leaves the retired releases on which it is."""
    while act.stepped:
        dialogue = next(iter(act.stepped))
        del act.stepped[dialogue]
        leave_retired(board, act, dialogue)


def leave_retired(board: Switchboard, act: Act, dialogue: str) -> None:
    """Bring one dialogue away from every retired release that it can leave now."""
    for key in _retired_of(board, dialogue):
        state = board.dialogues[dialogue]
        retired = board.library.retired(*key)
        if retired is None or state.status == "ended" or not _is_on(state, key):
            continue  # an earlier round brought it away
        to = _heir_now(board.library, key[0], retired)
        found = fate(board.library, state, key, to, retired.queue)
        if found.goes == "moves":
            _move(board, act, state, key, to)
        elif found.goes == "queue" and retired.queue in board.around.directory.contact_centers:
            _reroute(board, act, state, key, retired.queue)


def _retired_of(board: Switchboard, dialogue: str) -> list[Key]:
    state = board.dialogues.get(dialogue)
    if state is None or state.status == "ended":
        return []
    keys = sorted({*_held(state), *state.releases.items()})
    return [key for key in keys if board.library.retired(*key) is not None]


def _heir_now(library: Library, environment: str, retired: Retired) -> int:
    """The release to go to now: the one that was named may have been retired since."""
    to = retired.to
    while (further := library.retired(environment, to)) is not None:
        to = further.to
    return to


def _move(board: Switchboard, act: Act, state: Dialogue, key: Key, to: int) -> None:
    """The same step, wait, memory and variables, by the other release; its ways on are the new ones."""
    environment, number = key
    program = board.library.program(environment, to)
    treatment = state.frames[len(_below_treatment(state)) :]
    restart = any(_on(frame, key) and _unlike(board.library, frame, to) for frame in treatment)
    if restart:
        board.step_now(act, state.id, TreatmentStopped())
        state = board.dialogues[state.id]
    frames = tuple(
        replace(frame, release=to, vars={**program.flows[frame.flow].variables({}), **frame.vars})
        if _on(frame, key)
        else frame
        for frame in state.frames
    )
    pinned = {environment: to} if state.releases.get(environment) == number else {}
    board.put(replace(state, frames=frames, releases={**state.releases, **pinned}))
    act.fact("dialogue", state.id, "moved", environment, number, to)
    if restart:
        board.run(act, state.id, TreatmentBegan())


def _below_treatment(state: Dialogue) -> tuple[Frame, ...]:
    """The frames that last; those of a treatment do not count, it can begin again."""
    first = next((at for at, frame in enumerate(state.frames) if frame.kind == "treatment"), len(state.frames))
    return state.frames[:first]


def _reroute(board: Switchboard, act: Act, state: Dialogue, key: Key, queue: str) -> None:
    """Out of the flow and into the queue; whoever enters that environment again gets the release that is live then."""
    environment, number = key
    kept = {name: pinned for name, pinned in state.releases.items() if (name, pinned) != (environment, number)}
    board.put(replace(state, releases=kept))
    board.run(act, state.id, Rerouted(queue))
