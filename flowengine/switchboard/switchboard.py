"""The switchboard of one tenant: the deterministic core that joins directory, dialogues and floor.

Not safe for threads: its tenant's owner applies one event after the other. A RequestRefused leaves everything as it
was; after any other exception the owner throws the switchboard away and loads it again.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any

import msgspec
from msgspec.structs import replace

from flowengine.errors import EngineBug
from flowengine.floor.event import DialogueAbandoned, FloorEvent
from flowengine.floor.floor import Floor
from flowengine.interpreter.effect import Deliver, DropTimers, Enqueue, Finish, LetGo, Remember, SetTimer, Withdraw
from flowengine.interpreter.event import StepEvent
from flowengine.interpreter.state import Caller, Dialogue, Ended, closed, encode, opened
from flowengine.interpreter.step import step
from flowengine.lang.node_type import Routing
from flowengine.messages import CallerCommand, Event, HangUp, Json, MediaConnected, Stamp
from flowengine.switchboard import (
    callback,
    callers,
    calls,
    counting,
    desks,
    footprint,
    office,
    retiring,
    serving,
    voicemail,
)
from flowengine.switchboard.act import Act
from flowengine.switchboard.around import Around
from flowengine.switchboard.boot import Boot, floor_settings
from flowengine.switchboard.dialogues import Dialogues
from flowengine.switchboard.library import Library
from flowengine.switchboard.outcome import Changes, Outcome
from flowengine.switchboard.timers import Timers

Handler = Callable[["Switchboard", Any, Act], None]
HANDLERS: dict[type, Handler] = {**calls.HANDLERS, **desks.HANDLERS, **office.HANDLERS}
GENERATION = ("switchboard", "generation")


class Switchboard:
    """`dialogues` holds the live ones, and those that ended since the last `take_changes`."""

    def __init__(self, boot: Boot) -> None:
        self.floor = Floor()
        self.library = boot.library or Library(boot.documents, boot.programs)
        self.around = Around(boot.directory, self.library, self.floor)
        self.dialogues = Dialogues(boot.dialogues, boot.packed)
        self.legs: dict[tuple[str, str], str] = dict(boot.legs)
        self._legs_of = legs_of = dict[str, tuple[tuple[str, str], ...]]()
        for leg, dialogue in self.legs.items():
            known = legs_of.get(dialogue)
            legs_of[dialogue] = (leg,) if known is None else (*known, leg)
        self.streams: dict[str, int] = dict(boot.agent_streams)
        self.floor.furnish(floor_settings(boot.directory, boot.settings), boot.stamp)
        generation = self._load_floor(boot.floor)
        self.timers = Timers(boot.timers, generation)
        self.floor.forget_dirty()  # it is what was stored
        self._footprints = boot.footprints
        self._touched: dict[str, None] = {}  # in the order in which they were first touched
        self._legs_changed: dict[tuple[str, str], tuple[str, str, str]] = {}

    def _load_floor(self, rows: Iterable[tuple[str, str, bytes]]) -> int:
        """Each row is looked at once and let go of. Gives the last generation of a timer, which stands among them."""
        rows = iter(rows)
        first = next(rows, None)
        if first is None:
            return 0
        ours: list[bytes] = []

        def floors() -> Iterator[tuple[str, str, bytes]]:
            for row in chain((first,), rows):
                if row[0] == GENERATION[0]:
                    ours.append(row[2])
                else:
                    yield row

        self.floor.load(floors())
        return int(msgspec.msgpack.decode(ours[0])) if ours else 0

    # --- the port that the runtime calls ------------------------------------------------------------------------

    def apply(self, event: Event, stamp: Stamp) -> Outcome:
        """Apply one event. Raises RequestRefused having changed nothing."""
        act = Act(stamp, self.streams)
        HANDLERS[type(event)](self, event, act)
        if self.library.has_retired:
            retiring.settle(self, act)
        return act.outcome()

    def take_changes(self) -> Changes:
        """What changed since the last call; ended dialogues are forgotten by it."""
        floor = self.floor.take_dirty()
        timers = self.timers.take_changes()
        if timers:
            floor[GENERATION] = msgspec.msgpack.encode(self.timers.last)
        dialogues = {key: self.dialogues[key] for key in self._touched}
        for key, state in dialogues.items():
            if state.status == "ended":
                del self.dialogues[key]
        legs, self._legs_changed = self._legs_changed, {}
        for leg, (_, _, status) in legs.items():
            if status == "ended":
                self.legs.pop(leg, None)
        self.dialogues.trim(self._touched)
        self._touched.clear()
        return Changes(dialogues, legs, floor, timers, self.library.take_changes())

    def pack(self, dialogue: Dialogue) -> tuple[str, bytes]:
        """(status, stored body) of a dialogue that `take_changes` told of."""
        body = encode(dialogue)
        self.dialogues.kept(dialogue.id, body)
        return dialogue.status, body

    def park(self, dialogue: str, stamp: Stamp, reason: str) -> Outcome:
        """A bug of ours met this dialogue: apologise, end it as failed, and keep its trace."""
        act = Act(stamp, self.streams)
        state = self.dialogues.get(dialogue)
        if state is not None:
            act.fact("dialogue", dialogue, "parked", reason)
            calls.release(self, act, state, "system")
            self.command(act, dialogue, HangUp(dialogue=dialogue, reason="failed"))
            self.finish(act, dialogue, Ended("failed", state.status, "system"))
        return act.outcome()

    # --- what the handlers share ----------------------------------------------------------------------------------

    def put(self, state: Dialogue) -> None:
        """This is the dialogue's state now."""
        self.dialogues[state.id] = state
        self._touched[state.id] = None

    def put_leg(self, via: str, external_id: str, dialogue: str, status: str) -> None:
        """The caller's leg belongs to this dialogue; status is open or ended."""
        self.legs[via, external_id] = dialogue
        self._legs_of[dialogue] = (*self._legs_of.get(dialogue, ()), (via, external_id))
        self._legs_changed[via, external_id] = (dialogue, "caller", status)

    def run(self, act: Act, dialogue: str, event: StepEvent) -> None:
        """Step a dialogue's flow, and do all that follows from it. What follows waits its turn: while one step or one
        answer of the floor is carried out no other begins, so that a flow that joins queue after queue needs no deep
        stack, and the floor's commands are carried out in their order."""
        if act.is_busy:
            act.steps.append((dialogue, event))
            return
        act.is_busy = True
        self.step_now(act, dialogue, event)
        act.is_busy = False
        if act.steps:
            self._run_on(act)

    def _run_on(self, act: Act) -> None:
        act.is_busy = True
        while act.steps:
            dialogue, event = act.steps.pop(0)
            if isinstance(event, MediaConnected):
                self.on_floor(act, event)
            else:
                self.step_now(act, dialogue, event)
        act.is_busy = False

    def step_now(self, act: Act, dialogue: str, event: StepEvent) -> None:
        """One step, before anything else."""
        act.stepped[dialogue] = None
        before = self.dialogues[dialogue]
        stepped = step(before, event, self.around, act.stamp.at_ms)
        self.put(stepped.state)
        act.took_step(before, stepped)
        for effect in stepped.effects:
            if effect.__class__ is DropTimers:  # nine of ten are about timers
                self.timers.cancel_those("dialogue", dialogue, effect.names)
            elif effect.__class__ is SetTimer:
                self.timers.start("dialogue", dialogue, effect.name, effect.due_ms)
            else:
                EFFECTS[type(effect)](self, act, dialogue, effect)

    def finish_flow(self, act: Act, dialogue: str, effect: Finish) -> None:
        """The flow has ended the dialogue; one that still waited (its treatment did it) leaves the queue."""
        waited = self.dialogues[dialogue].status in ("queued", "offered")
        self.finish(act, dialogue, effect.ended)
        if waited:
            self.on_floor(act, DialogueAbandoned(dialogue, "ended by the flow"))

    def on_floor(self, act: Act, event: FloorEvent) -> None:
        """Give the floor an event and carry out what it answers."""
        was_busy, act.is_busy = act.is_busy, True
        was = footprint.before(self.floor, event) if type(event) in footprint.STEERS else None
        commands = self.floor.apply(event, act.stamp)
        if self._footprints:
            footprint.leave(self, act, event, was, commands)
        handlers = serving.HANDLERS
        for command in commands:
            handlers[type(command)](self, command, act)
        act.is_busy = was_busy
        if act.steps and not was_busy:
            self._run_on(act)

    def command(self, act: Act, dialogue: str, command: CallerCommand) -> None:
        """Send a command to the caller that no flow asked for."""
        state = self.dialogues[dialogue]
        self.put(replace(state, said=state.said + 1))
        act.to_caller(command, state.said + 1)

    def keep(self, act: Act, dialogue: str, cls: str, body: Json) -> int:
        """Keep personal content of a dialogue; its number."""
        state = self.dialogues[dialogue]
        self.put(replace(state, kept=state.kept + 1))
        act.keep(dialogue, state.kept + 1, cls, body)
        return state.kept + 1

    def finish(self, act: Act, dialogue: str, ended: Ended, *, is_counted: bool = True) -> None:
        """The dialogue is over: timers, legs and everything personal in its state go; the record of the end stays."""
        self.timers.cancel_all("dialogue", dialogue)
        state = self.dialogues[dialogue]
        if state.status == "ended":
            raise EngineBug(f"dialogue {dialogue} ended twice")
        if state.attributes:
            act.fact("dialogue", dialogue, "attributes", self.keep(act, dialogue, "value", state.attributes))
            state = self.dialogues[dialogue]
        act.fact("dialogue", dialogue, "ended", ended.reason, ended.stage, ended.by)
        if is_counted:
            counting.ended(act, state, ended)
        for leg in self._legs_of.pop(dialogue, ()):
            self._legs_changed[leg] = (dialogue, "caller", "ended")
        over = opened(state)
        over.status, over.ended, over.ended_ms = "ended", ended, act.stamp.at_ms
        over.frames, over.asking, over.asked, over.typed = (), None, None, ""
        over.caller, over.attributes, over.routing = Caller(), {}, Routing()
        over.line, over.place, over.waited_ms = None, None, 0
        over.callback, over.recording, over.reservation = None, "", ""
        self.put(closed(over))


EFFECTS: dict[type, Callable[[Switchboard, Act, str, Any], None]] = {
    Enqueue: serving.enqueue,
    Withdraw: serving.withdraw,
    Deliver: voicemail.deliver,
    Remember: callers.remember,
    LetGo: callback.let_go,
    Finish: Switchboard.finish_flow,
}
