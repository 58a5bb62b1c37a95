"""The small core for many lives: it counts keys, starts timers, and asks a service."""

from typing import Any

import msgspec

from flowengine.messages import CallService, Event, KeyPressed, ServiceReplied, Stamp, TimerFired
from tests.runtime.counter import Count, Counter, Out, Record, Result

FIRST_REQUEST = 1_000_000  # content numbers of requests, apart from what is said


class Line(Count, frozen=True):
    """`wait` counts the requests; `asked` says that the last one has no answer yet."""

    wait: int = 0
    asked: bool = False
    answers: tuple[str, ...] = ()


class Asking(Counter):
    """`@` asks the service; its answer is said and kept."""

    kind = Line
    dialogues: dict[str, Line]  # type: ignore[assignment]  # the same with more in it

    def apply(self, event: Event, stamp: Stamp) -> Result:
        if isinstance(event, ServiceReplied):
            return self._answered(event, stamp)
        result = super().apply(event, stamp)
        if isinstance(event, TimerFired):  # that its row dies is the runtime's work alone
            self.changed.timers = [timer for timer in self.changed.timers if timer.due_ms is not None]
        if isinstance(event, KeyPressed) and event.key == "@":
            self._ask(result, stamp, self.dialogues[event.dialogue])
        return result

    def _ask(self, result: Result, stamp: Stamp, line: Line) -> None:
        wait = line.wait + 1
        self._keep(msgspec.structs.replace(line, wait=wait, asked=True))
        content = FIRST_REQUEST + wait
        body = {"method": "POST", "url": f"https://crm.example/{line.id}/{wait}", "headers": {}, "body": "{}"}
        result.content.append(Record(line.id, content, "request", body))
        command = CallService(dialogue=line.id, wait=wait, content=content, timeout_s=2, retries=2)
        result.commands.append(Out(f"{stamp.event_id}:{len(result.commands)}", f"service:{line.id}", wait, command))

    def _answered(self, event: ServiceReplied, stamp: Stamp) -> Result:
        result = Result()
        line: Any = self._found(event.dialogue)
        if not line.asked or line.wait != event.wait:
            self._fact(result, stamp, line.id, ("answered late", event.wait))
            return result
        body = event.problem or f"{event.body}"
        line = msgspec.structs.replace(line, asked=False, answers=(*line.answers, body))
        self._say(result, stamp, line, f"answer {line.wait}")
        return result
