"""Answers: what a caller of some kind does when a step asks, by its script or by weights."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from flowengine.interpreter.state import Dialogue, Frame
from flowengine.messages import Ask, ButtonPressed, Channel, Event, KeyPressed, TextReceived
from flowengine.testbench.made_up import made_up_answer
from flowengine.testbench.simulation.absence import Leaver, leavers
from flowengine.testbench.simulation.document import SILENT, Act, CallerKind, Scenario
from flowengine.testbench.simulation.spread import Drawn, drawn

if TYPE_CHECKING:
    from flowengine.testbench.simulation.arrival import Arrival
    from flowengine.testbench.simulation.chance import Chance
    from flowengine.testbench.simulation.crowd import Caller
    from flowengine.testbench.simulation.day import Day

THINKS_S: Mapping[Channel, float] = {"voice": 2.0, "chat": 15.0, "message": 120.0}
Deed: TypeAlias = str | Act  # a word, what is pressed or said, or an act as cases write it
Weighed: TypeAlias = Sequence[tuple[str, float]]
KEYS = frozenset("0123456789*#")


class Habit(Struct, frozen=True):
    """A kind of callers, ready to be asked."""

    name: str
    language: str
    script: tuple[Deed, ...]
    answers: Mapping[str, Weighed]
    thinks: Mapping[Channel, Drawn]
    records: Drawn
    leaves: Mapping[Channel, Leaver]


class Habits:
    """The kinds of callers of a scenario, by the address on which they arrive."""

    def __init__(self, scenario: Scenario) -> None:
        self._kinds = [(kind, _habit(kind)) for kind in scenario.callers]
        self._named = {habit.name: habit for _, habit in self._kinds if habit.name}
        self._on: dict[str, list[tuple[Habit, float]]] = {}

    def of(self, arrival: Arrival, chance: Chance) -> Habit:
        """The kind of whoever arrives: by name, where the arrival has one, else by weights."""
        named = self._named.get(arrival.caller)
        if named is not None:
            return named
        found = self._on.get(arrival.address)
        if found is None:
            found = self._on[arrival.address] = list(possible(self._kinds, arrival.address))
        return chance.one_of(found, "kind", arrival.entity)


def possible(kinds: Iterable[tuple[CallerKind, Habit]], address: str) -> Iterable[tuple[Habit, float]]:
    """Who may arrive there, with weights."""
    return ((habit, kind.weight) for kind, habit in kinds if not kind.addresses or address in kind.addresses)


def _habit(kind: CallerKind) -> Habit:
    thinks = {channel: drawn(kind.answers_after.get(channel, usual)) for channel, usual in THINKS_S.items()}
    answers = {step: tuple(weighed.items()) for step, weighed in kind.answers.items()}
    return Habit(kind.name, kind.language, kind.script, answers, thinks, drawn(kind.records), leavers(kind.leaves))


def answer_of(caller: Caller, state: Dialogue, ask: Ask, day: Day) -> Deed:
    """What the caller will do: the next act of the script, else one of the answers to this step, else something
    possible. Treatments that ask are not answered unless the scenario says how."""
    if caller.acts < len(caller.habit.script):
        caller.acts += 1
        return caller.habit.script[caller.acts - 1]
    frame, entity = state.frames[-1], caller.entity
    stream, times = f"answer/{frame.node}", caller.asked[frame.node]
    weighed = _weighed(caller.habit, frame)
    if weighed:
        return day.chance.one_of(weighed, stream, entity, times)
    step = f"{frame.environment}/{frame.flow}/{frame.node}"
    day.seen.unanswered[step] = day.seen.unanswered.get(step, 0) + 1
    if frame.kind == "treatment":
        return SILENT
    if ask.accept.kind == "choice":
        return day.chance.one_of([(choice.key, 1.0) for choice in ask.accept.choices], stream, entity, times)
    return made_up_answer(day.plan.bench.config(step), "max_digits", accepted=True) or SILENT


def _weighed(habit: Habit, frame: Frame) -> Weighed:
    """By the step's whole name, by flow and node, or by the node alone."""
    answers = habit.answers
    if not answers:
        return ()
    short = f"{frame.flow}/{frame.node}"
    return answers.get(f"{frame.environment}/{short}") or answers.get(short) or answers.get(frame.node) or ()


def events_of(act: Deed, ask: Ask, channel: Channel) -> list[Event]:
    """What the channel reports of it."""
    dialogue = ask.dialogue
    if isinstance(act, Act):
        if act.presses:
            return [KeyPressed(dialogue=dialogue, key=key) for key in act.presses]
        if act.chooses:
            return [ButtonPressed(dialogue=dialogue, value=_key(act.chooses, ask) or act.chooses)]
        return [TextReceived(dialogue=dialogue, text=act.says or act.writes, spoken=bool(act.says))]
    if channel == "voice":
        if KEYS.issuperset(act):
            return [KeyPressed(dialogue=dialogue, key=key) for key in act]
        return [TextReceived(dialogue=dialogue, text=act, spoken=True)]
    key = _key(act, ask) if channel == "chat" else None
    return [ButtonPressed(dialogue=dialogue, value=key) if key else TextReceived(dialogue=dialogue, text=act)]


def _key(text: str, ask: Ask) -> str | None:
    """The button with this label or key, if one is shown."""
    return next((choice.key for choice in ask.accept.choices if text in (choice.key, choice.label)), None)
