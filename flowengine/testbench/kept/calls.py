"""What a kept dialogue tells of the carrier: which numbers answered how, and the messages that callers left."""

from collections.abc import Callable, Iterable
from typing import Any

from flowengine.messages import Json

LONGEST_S = 86_400
WORDS = ("no_answer", "busy", "rejected", "failed")


class KeptCalls:
    """`record` gives a content record. In a case everybody answers at once: `takes_no_time` says where that was not so
    in life, and what passed there is left out."""

    def __init__(self, record: Callable[[int], Json]) -> None:
        self._record = record
        self._answers: dict[str, list[str]] = {}
        self._rings_s: dict[str, float] = {}
        self._open = False  # somebody is dialled who has not answered
        self._talks_s: dict[str, float] = {}
        self._number = ""
        self._rings = False
        self._since_ms = 0
        self.calls_back = False

    def takes_no_time(self, facts: Iterable[list[Any]]) -> bool:
        """Whether this event ended the ringing of somebody who was dialled."""
        ends = (["answered", "DialAnswered"], ["requeued", "connect_failed"])
        return self._rings and any([fact[0], fact[-1]] in ends for fact in facts)

    def dialled(self, content: int, part: str) -> None:
        """Somebody is called: a transfer (`to`), or the caller, back (`number`)."""
        self._number, self._rings = str(self._record(content).get(part, "")), True
        self.calls_back = part == "number"
        self._open = not self.calls_back

    def answered(self, word: str, at_ms: int) -> None:
        """How they answered."""
        self._open = self._rings = False
        if self._number:
            self._answers.setdefault(self._number, []).append(word if word in WORDS else "connected")
            self._since_ms = at_ms

    def went(self, outcome: str) -> None:
        """A step was left while somebody was dialled: nobody said how it was answered, so the ringing was given up."""
        if self._open and outcome in WORDS:
            self.answered(outcome, 0)

    def hung_up(self) -> None:
        """The caller did not wait for the answer: it rang for longer than that."""
        if self._open:
            self.answered("no_answer", 0)
            self._rings_s[self._number] = LONGEST_S

    def failed(self, reason: str) -> None:
        """The caller could not be reached; a carrier that said nothing let it ring."""
        self.answered(reason if reason in WORDS else "no_answer", 0)

    def over(self, at_ms: int) -> None:
        """Whoever was called has gone."""
        self._talks_s[self._number] = (at_ms - self._since_ms) / 1000

    def given(self) -> dict[str, Json]:
        """`numbers` of a case."""
        found: dict[str, Json] = {
            number: words[0] if len(words) == 1 else words for number, words in self._answers.items()
        }
        found |= {number: {"result": "no_answer", "rings_s": seconds} for number, seconds in self._rings_s.items()}
        return found | {number: {"talks_s": seconds} for number, seconds in self._talks_s.items()}


def steps_of(recorded: dict[str, Json]) -> list[dict[str, Json]]:
    """What the caller did who left this message (or none)."""
    if not recorded["sound"] or recorded["why"] == "nothing":
        return [{"caller": {"records": "nothing"}}]
    seconds = recorded["duration_ms"] / 1000
    if recorded["why"] == "hung_up":
        return [{"pass_s": seconds}, {"caller": "hangs_up"}] if seconds else [{"caller": "hangs_up"}]
    return [{"caller": {"records_s": seconds}}]
