"""Worlds that do what must not matter: keep a record, reload between events, repeat what was said before."""

from pathlib import Path

import msgspec

from flowengine.interpreter.state import decode, encode
from flowengine.messages import (
    CallerHungUp,
    DialAnswered,
    DialogueArrived,
    DialOver,
    Event,
    KeyPressed,
    MediaConnected,
    MediaFailed,
    OfferAccepted,
    OfferDeclined,
    PlaybackFinished,
    SoundRecorded,
    Stamp,
    TextReceived,
    TimerFired,
)
from flowengine.switchboard.boot import Boot
from flowengine.switchboard.outcome import Outcome
from flowengine.switchboard.switchboard import GENERATION, Switchboard
from flowengine.testbench.bench import Bench
from flowengine.testbench.case import Case
from flowengine.testbench.given import scene_of
from flowengine.testbench.runner import Suite, load_paths
from flowengine.testbench.world import World

ROOT = Path(__file__).parents[2]


def all_suites() -> list[Suite]:
    """Every file of cases in the tree."""
    return [suite for suite in load_paths([ROOT / "flows", ROOT / "tests"]) if suite.bench is not None]


class Recording(World):
    """Keeps what every event brought."""

    def __init__(self, bench: Bench, case: Case, home: str) -> None:
        super().__init__(scene_of(bench, case, home), case)
        self.record: list[Outcome] = []

    def send(self, event: Event) -> Outcome:
        outcome = super().send(event)
        self.record.append(outcome)
        return outcome


class Reloading(Recording):
    """Before every event the switchboard is thrown away and made again from what would have been stored."""

    def send(self, event: Event) -> Outcome:
        self.board = reloaded(self.board)
        return super().send(event)


def reloaded(board: Switchboard) -> Switchboard:
    """The switchboard from its stored form: live dialogues, floor rows, timers, legs, streams and documents."""
    live = [state for state in board.dialogues.values() if state.status != "ended"]
    known = {state.id for state in live}
    generation = (*GENERATION, msgspec.msgpack.encode(board.timers.last))
    return Switchboard(
        Boot(
            directory=board.around.directory,
            programs=board.library._programs,
            documents=list(board.library._documents.values()),
            dialogues=[decode(encode(state)) for state in live],
            legs=[(leg, dialogue) for leg, dialogue in board.legs.items() if dialogue in known],
            floor=[*board.floor.snapshot(), generation],
            timers=board.timers.due(),
            agent_streams=dict(board.streams).items(),
        )
    )


LATE = (
    PlaybackFinished,
    MediaConnected,
    MediaFailed,
    TimerFired,
    DialogueArrived,
    SoundRecorded,
    DialAnswered,
    DialOver,
)


class Pestered(World):
    """After every event, reports come late and twice; each may change nothing but the trace."""

    def __init__(self, bench: Bench, case: Case, home: str) -> None:
        super().__init__(scene_of(bench, case, home), case)
        self._past: list[Event] = []
        self.pestered = 0

    def send(self, event: Event) -> Outcome:
        outcome = super().send(event)
        if isinstance(event, LATE):
            self._past.append(event)
        if isinstance(event, OfferAccepted | OfferDeclined):
            self._past.append(MediaConnected(dialogue=self.story.dialogue, reservation=f"old-{event.reservation}"))
        for late in [*self._past[-8:], *self._after_the_end()]:
            before = self._all()
            changed = self.board.apply(late, Stamp(f"late-{self.pestered}", self.now_ms, bytes(16)))
            assert changed.commands == [], f"{late} made commands"
            assert self._all() == before, f"{late} changed the state"
            self.pestered += 1
        return outcome

    def _after_the_end(self) -> list[Event]:
        dialogue = self.story.dialogue
        state = self.board.dialogues.get(dialogue)
        if state is None or state.status != "ended":
            return []
        return [
            KeyPressed(dialogue=dialogue, key="1"),
            TextReceived(dialogue=dialogue, text="hello"),
            CallerHungUp(dialogue=dialogue),
        ]

    def _all(self) -> tuple[object, ...]:
        board = self.board
        states = {state.id: state for state in board.dialogues.values()}
        return states, board.floor.snapshot(), board.timers.due(), dict(board.legs), dict(board.streams)
