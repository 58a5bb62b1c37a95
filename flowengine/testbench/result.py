"""What running a case gives: whether it holds, and if not, the transcript as a play with the differing line."""

from typing import Any

from msgspec import Struct

from flowengine.errors import Finding


class Line(Struct, frozen=True, omit_defaults=True):
    """One line of the play. `who` is caller, flow, agent, floor or time; `name` the node or agent; `at_s` seconds
    since the dialogue began; `differs` marks the line where expectation and run part."""

    who: str
    text: str
    name: str = ""
    at_s: float = 0.0
    differs: bool = False


class Failure(Struct, frozen=True, omit_defaults=True):
    """Why a case does not hold. `step` counts from 1; 0: it could not be begun. `findings`: the file is not right."""

    step: int
    message: str
    expected: Any = None
    got: Any = None
    play: list[Line] = []
    findings: list[Finding] = []


class Result(Struct, frozen=True, omit_defaults=True):
    """One case, run once. `visited`: [node key, outcome] of every way that was taken, once; "" where the flow ended.
    `ways`: (environment, flow, node, outcome) of every way, in the order taken and as often."""

    file: str
    case: str
    ok: bool
    ms: float
    example: str = ""
    failure: Failure | None = None
    skipped: str = ""
    visited: list[tuple[str, str]] = []
    ways: list[tuple[str, str, str, str]] = []

    @property
    def title(self) -> str:
        """file::case[example]"""
        example = f"[{self.example}]" if self.example else ""
        return f"{self.file}::{self.case}{example}" if self.case else self.file


class StepFailed(Exception):
    """A step that did not go as written; the runner adds where, and the play. `missing`: the part of `given` that would
    have to be there, and what to write into it."""

    missing: tuple[str, Any] | None = None

    def __init__(self, message: str, expected: Any = None, got: Any = None, mark: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.expected = expected
        self.got = got
        self.mark = mark  # "heard": the last words that were heard are the line that differs
