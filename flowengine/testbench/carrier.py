"""The callers' carrier in a case: joins, dials and records as the case says, without a wait where none is described."""

from collections.abc import Mapping

from msgspec import UNSET

from flowengine.messages import (
    CallerCommand,
    Connect,
    Dial,
    DialAnswered,
    DialOver,
    Event,
    Json,
    MediaConnected,
    MediaFailed,
    RecordSound,
    SoundRecorded,
)
from flowengine.testbench.document import Answers, NumberGiven

CARRIED = (Connect, RecordSound, Dial)  # what a carrier does, and tells of
SOUND = "message"  # the name of every recording that is made in a case


class Carrier:
    """`numbers`: how a number answers, the first time, the second and so on; the last answer stays. One that is not
    given answers, and talks until the caller hangs up."""

    def __init__(self, numbers: Mapping[str, NumberGiven]) -> None:
        self._numbers = numbers
        self.in_vain: set[str] = set()  # reservations whose agent and caller cannot be connected
        self.unconnected: set[str] = set()  # those of which it says nothing, until they have waited long enough
        self._calls: dict[str, int] = {}
        self._due: list[tuple[int, Event]] = []
        self._recording: dict[str, tuple[RecordSound, int]] = {}  # dialogue -> what is recorded, since when

    def take(self, command: CallerCommand, content: Json, now_ms: int) -> None:
        """A command has reached a caller's channel; `content` is the record that it speaks of."""
        dialogue = command.dialogue
        match command:
            case Connect(reservation=reservation):
                number = content.get("number", "") if isinstance(content, dict) and command.dial_content else ""
                word = self._answer(number).result if command.dial_content else "connected"
                joined: Event = MediaConnected(dialogue=dialogue, reservation=reservation)
                if word == "connected" and reservation in self.in_vain:
                    word = "failed"
                if reservation in self.unconnected:
                    return
                if word != "connected":
                    joined = MediaFailed(dialogue=dialogue, reservation=reservation, reason=word)
                self._due.append((now_ms, joined))
            case RecordSound(max_s=max_s):
                self._recording[dialogue] = (command, now_ms)
                self._due.append((now_ms + round(max_s * 1000), self._recorded(command, max_s * 1000, "max")))
            case Dial(wait=wait):
                answers = self._answer(content.get("to", "") if isinstance(content, dict) else "")
                now_ms += round(answers.rings_s * 1000)
                self._due.append((now_ms, DialAnswered(dialogue=dialogue, wait=wait, result=answers.result)))
                talks_s = answers.talks_s
                if answers.result == "connected" and command.mode == "bridged" and talks_s is not UNSET:
                    over = DialOver(dialogue=dialogue, wait=wait + 1)
                    self._due.append((now_ms + round(talks_s * 1000), over))

    def _answer(self, number: str) -> Answers:
        given = self._numbers.get(number, "connected")
        if isinstance(given, tuple):
            call = self._calls[number] = self._calls.get(number, 0) + 1
            given = given[min(call, len(given)) - 1]
        return Answers(given) if isinstance(given, str) else given

    def due(self, now_ms: int) -> Event | None:
        """What the carrier says now, taken off the list; of several the one that is due first."""
        if not self._due:
            return None
        found = min((item for item in self._due if item[0] <= now_ms), key=lambda item: item[0], default=None)
        if found is None:
            return None
        self._due.remove(found)
        event = found[1]
        if isinstance(event, SoundRecorded) and self._recording.pop(event.dialogue, None) is None:
            return self.due(now_ms)  # it was ended before
        return event

    def next_ms(self) -> int | None:
        """When it says something next."""
        return min(at_ms for at_ms, _ in self._due) if self._due else None

    def recording(self, dialogue: str) -> RecordSound | None:
        """What the caller is being recorded for."""
        found = self._recording.get(dialogue)
        return found[0] if found else None

    def end_recording(self, dialogue: str, why: str, now_ms: int) -> SoundRecorded:
        """The caller's message is over."""
        command, since_ms = self._recording.pop(dialogue)
        self._due = [item for item in self._due if not _is_of(item[1], command)]
        return self._recorded(command, 0 if why == "nothing" else now_ms - since_ms, why)

    def _recorded(self, command: RecordSound, duration_ms: float, why: str) -> SoundRecorded:
        return SoundRecorded(
            dialogue=command.dialogue,
            wait=command.wait,
            sound="" if why == "nothing" else SOUND,
            duration_ms=round(duration_ms),
            why=why,  # type: ignore[arg-type]  # the words of SoundRecorded are what callers of this give
        )


def speaks_of(command: CallerCommand) -> bool:
    """Whether it speaks of a record, a number to dial: most connect without one."""
    return isinstance(command, Dial) or (isinstance(command, Connect) and bool(command.dial_content))


def _is_of(event: Event, command: RecordSound) -> bool:
    return isinstance(event, SoundRecorded) and (event.dialogue, event.wait) == (command.dialogue, command.wait)
