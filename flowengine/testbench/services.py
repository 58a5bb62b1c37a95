"""Other people's services in a case: they answer as the case says, and whatever it does not give is not called."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import msgspec
from msgspec import UNSET, Struct

from flowengine.lang.work import CallWork, longest_s
from flowengine.messages import (
    AnswerGiven,
    CallService,
    Event,
    Json,
    Problem,
    SendText,
    ServiceCommand,
    ServiceReplied,
    TextDelivered,
)
from flowengine.testbench.document import CalledWith, Given, Reply
from flowengine.testbench.match import matches, words_match
from flowengine.testbench.result import StepFailed

OBSERVED_TABLE = ("observed", "live_table")


class Called(Struct, frozen=True):
    """One request that a flow made: `what` is `GET https://host/path`."""

    what: str
    headers: Mapping[str, str]
    body: str
    secret: str


class Services:
    """`called` and `texted` (number, words) fill up; every answer is planned when it is asked for."""

    def __init__(self, given: Given) -> None:
        self._given = given
        self._counts: dict[str, int] = {}
        self._due: list[tuple[int, Event]] = []
        self.called: list[Called] = []
        self.texted: list[tuple[str, str]] = []

    def take(self, command: ServiceCommand, asked: Any, now_ms: int) -> None:
        """A request leaves; `asked` is its record. Raises StepFailed for one that the case does not give."""
        if isinstance(command, CallService):
            self._call(command, asked, now_ms)
        elif isinstance(command, SendText):
            to, text = str(asked["to"]), str(asked["body"])
            self.texted.append((to, text))
            pattern = best_pattern(to, self._given.texts)
            if pattern is None:
                raise _missing(f"The flow sends a message to {to}, which is not given.", "texts", {to: "sent"})
            delivered = self._given.texts[pattern] == "sent"
            told = TextDelivered(dialogue=command.dialogue, wait=command.wait, delivered=delivered)
            self._due.append((now_ms, told))

    def _call(self, command: CallService, asked: Any, now_ms: int) -> None:
        what = f"{asked['method']} {asked['url']}"
        self.called.append(Called(what, asked["headers"], asked["body"], command.secret))
        pattern = best_pattern(what, self._given.http)
        if pattern is None:
            raise _missing(f"The flow calls a service that is not given: {what}", "http", {what: {"json": {}}})
        if command.secret and command.secret not in self._given.secrets:
            names = [*self._given.secrets, command.secret]
            raise _missing(f"The flow uses the secret “{command.secret}”, which is not given.", "secrets", names)
        reply = self._next(pattern, self._given.http[pattern], "is called")
        if reply.timeout:
            work = CallWork("", "", timeout_s=command.timeout_s, retries=command.retries)
            self._due.append((now_ms + round(longest_s(work) * 1000), _reply(command, reply)))
        else:
            self._due.append((now_ms + round(reply.after_s * 1000), _reply(command, reply)))

    def ask(self, dialogue: str, name: str, wait: int, now_ms: int) -> None:
        """Another system is asked; one that is not given says nothing."""
        given = self._given.external.get(name)
        if given is not None:
            found = self._next(f"external {name}", given, "is asked")
            told = AnswerGiven(dialogue=dialogue, wait=wait, exit=found.exit, results=found.results)
            self._due.append((now_ms + round(found.after_s * 1000), told))

    def _next(self, key: str, given: Any, verb: str) -> Any:
        """The answer to this request: of several each in its turn."""
        if not isinstance(given, tuple):
            return given
        count = self._counts[key] = self._counts.get(key, 0) + 1
        if count > len(given):
            raise StepFailed(f"{key} {verb} {count} times; {len(given)} answers are given.", len(given), count)
        return given[count - 1]

    def due(self, now_ms: int) -> Event | None:
        """What is answered now, taken off the list; of several the one that is due first."""
        if not self._due:
            return None
        found = min((item for item in self._due if item[0] <= now_ms), key=lambda item: item[0], default=None)
        if found is None:
            return None
        self._due.remove(found)
        return found[1]

    def next_ms(self) -> int | None:
        """When the next answer comes."""
        return min(at_ms for at_ms, _ in self._due) if self._due else None


def check_tables(facts: Iterable[tuple[Any, ...]], given: Mapping[str, Any]) -> None:
    """Raises StepFailed if a live table was looked into whose rows the case does not give: what stands in it when a
    call comes, no file knows."""
    for fact in facts:
        if fact[:2] == OBSERVED_TABLE and not any(key.rpartition("/")[2] == fact[2] for key in given):
            message = f"The flow looks into the live table “{fact[2]}”, which is not given."
            raise _missing(message, "tables", {fact[2]: []})


def _reply(command: CallService, given: Reply) -> ServiceReplied:
    body = given.body if given.json is UNSET else msgspec.json.encode(given.json).decode()
    problem: Problem = "timeout" if given.timeout else given.problem
    return ServiceReplied(
        dialogue=command.dialogue,
        wait=command.wait,
        problem=problem,
        status=0 if problem else given.status,
        body="" if problem else body,
    )


def _missing(message: str, key: str, value: Json) -> StepFailed:
    """What is not given, and the line to paste."""
    failed = StepFailed(message, f'add to given: "{key}": {msgspec.json.encode(value).decode()}', "nothing")
    failed.missing = key, value
    return failed


def best_pattern(text: str, patterns: Iterable[str]) -> str | None:
    """The pattern that says most of `text`: itself, else the longest that fits, `*` being anything; None: none does."""
    fitting = [pattern for pattern in patterns if pattern == text or fits(pattern, text)]
    return max(fitting, key=lambda pattern: (pattern == text, len(pattern)), default=None)


@lru_cache(maxsize=1024)
def fits(pattern: str, text: str) -> bool:
    """Whether `text` is like the pattern, in which `*` stands for anything."""
    return re.fullmatch(".*".join(re.escape(part) for part in pattern.split("*")), text, re.DOTALL) is not None


def external_asked(facts: Iterable[tuple[Any, ...]]) -> Iterable[tuple[str, int]]:
    """(name, wait) of what other systems are asked in these facts."""
    return ((fact[2], fact[4]) for fact in facts if fact[0] == "asks_elsewhere")


def sent_so(wanted: CalledWith, called: Called) -> bool:
    """Whether a request carried what is wanted."""
    if wanted.json is not UNSET:
        try:
            if not matches(wanted.json, msgspec.json.decode(called.body)):
                return False
        except msgspec.DecodeError:
            return False
    headers = {name.lower(): value for name, value in called.headers.items()}
    return (
        (not wanted.body or words_match(wanted.body, [called.body]))
        and all(headers.get(name.lower()) == value for name, value in wanted.headers.items())
        and wanted.secret in ("", called.secret)
    )
