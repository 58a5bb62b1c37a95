"""The outside: services, numbers and recorders that answer a simulated day's flows as the scenario says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import UNSET

from flowengine.messages import (
    AnswerGiven,
    CallService,
    Dial,
    DialAnswered,
    DialOver,
    Event,
    RecordSound,
    SendText,
    ServiceCommand,
    ServiceReplied,
    SoundRecorded,
    TextDelivered,
)
from flowengine.switchboard.outcome import Outcome
from flowengine.testbench.services import best_pattern, external_asked
from flowengine.testbench.simulation.document import Weighed, WeighedExit
from flowengine.testbench.simulation.spread import drawn

if TYPE_CHECKING:
    from flowengine.testbench.simulation.day import Day

NOBODY = Weighed(problem="failed")  # a service that the scenario does not give


class Outside:
    """Answers as given, of several one by weights. What is not given is not there, and noted."""

    def __init__(self, day: Day) -> None:
        self._day = day
        self._world = day.plan.scenario.world
        self._talks = drawn(self._world.talks_elsewhere)
        self._calls: dict[str, int] = {}
        self.takers: dict[type, Callable[[Any, int, Outcome], None]] = {
            CallService: self._called, SendText: self._texted, Dial: self._dialled, RecordSound: self._records,
        }  # fmt: skip  # one line per thought

    def _soon(self, seconds: float, event: Event) -> None:
        self._day.later(self._day.now_ms + round(seconds * 1000), self._day.send, event)

    def _drawn(self, stream: str, dialogue: str) -> tuple[str, str, int]:
        """The name of the next draw of this stream about this dialogue."""
        entity = self._day.crowd.entity(dialogue)
        key = f"{stream}\n{entity}"
        self._calls[key] = n = self._calls.get(key, 0) + 1
        return stream, entity, n

    def _one(self, given: Any, stream: str, dialogue: str) -> Any:
        if not isinstance(given, tuple):
            return given
        return self._day.chance.one_of([(one, one.weight) for one in given], *self._drawn(stream, dialogue))

    def _asked(self, command: ServiceCommand, outcome: Outcome) -> Mapping[str, Any]:
        """What is asked: on record, or, if it must not be shown, in the dialogue's state."""
        if command.is_masked:
            found: Mapping[str, Any] = self._day.board.dialogues[command.dialogue].asked
            return found
        return _body(outcome, command.dialogue, command.content)

    def _called(self, command: CallService, _: int, outcome: Outcome) -> None:
        asked = self._asked(command, outcome)
        what = f"{asked['method']} {asked['url']}"
        pattern = best_pattern(what, self._world.http)
        if pattern is None:
            self._day.note(
                f"calls of {asked['method']} {asked['url'].partition('?')[0]}, which the scenario does not give"
            )
        reply: Weighed = self._one(
            self._world.http[pattern] if pattern else NOBODY, f"http/{pattern}", command.dialogue
        )
        late = (command.timeout_s + 1) * (command.retries + 1) if reply.timeout else reply.after_s
        body = reply.body if reply.json is UNSET else msgspec.json.encode(reply.json).decode()
        problem = "timeout" if reply.timeout else reply.problem
        status, body = (0, "") if problem else (reply.status, body)
        told = ServiceReplied(dialogue=command.dialogue, wait=command.wait, problem=problem, status=status, body=body)
        self._soon(late, told)

    def _texted(self, command: SendText, _: int, outcome: Outcome) -> None:
        pattern = best_pattern(str(self._asked(command, outcome)["to"]), self._world.texts)
        delivered = pattern is None or self._world.texts[pattern] == "sent"
        self._soon(0, TextDelivered(dialogue=command.dialogue, wait=command.wait, delivered=delivered))

    def _dialled(self, command: Dial, _: int, outcome: Outcome) -> None:
        """Somebody else's number answers unless the scenario says otherwise; a bridged call lasts some time."""
        number = str(_body(outcome, command.dialogue, command.content)["to"])
        result = self._world.numbers.get(number, "connected")
        dialogue = command.dialogue
        self._soon(0, DialAnswered(dialogue=dialogue, wait=command.wait, result=result))
        if result == "connected" and command.mode == "bridged":
            lasts_s = self._day.chance.time(self._talks, *self._drawn("elsewhere", dialogue))
            self._soon(lasts_s, DialOver(dialogue=dialogue, wait=command.wait + 1))

    def _records(self, command: RecordSound, _: int, __: Outcome) -> None:
        """The caller leaves a message and ends it."""
        caller = self._day.crowd.callers.get(command.dialogue)
        if caller is None:
            return
        spoken_s = self._day.chance.time(caller.habit.records, *self._drawn("records", command.dialogue))
        lasts_s, why = min(spoken_s, command.max_s), "max" if spoken_s >= command.max_s else "terminator"
        begins_s = max(0, caller.heard_ms - self._day.now_ms) / 1000
        told = SoundRecorded(
            dialogue=command.dialogue,
            wait=command.wait,
            sound="message" if lasts_s else "",
            duration_ms=round(lasts_s * 1000),
            why=why if lasts_s else "nothing",  # type: ignore[arg-type]  # mypy widens the conditional to str
        )
        self._soon(begins_s + lasts_s, told)

    def ask(self, dialogue: str, facts: list[tuple[Any, ...]]) -> None:
        """Another system is asked; one that is not given says nothing."""
        for name, wait in external_asked(facts):
            given = self._world.external.get(name)
            if given is not None:
                found: WeighedExit = self._one(given, f"external/{name}", dialogue)
                self._soon(
                    found.after_s, AnswerGiven(dialogue=dialogue, wait=wait, exit=found.exit, results=found.results)
                )


def _body(outcome: Outcome, dialogue: str, n: int) -> Mapping[str, Any]:
    found: Mapping[str, Any] = next(row.body for row in outcome.content if (row.dialogue, row.n) == (dialogue, n))
    return found
