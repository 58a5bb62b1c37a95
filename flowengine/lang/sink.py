"""Sink: what one rendering of a template has written so far, within its bounds."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from flowengine.lang.fault import EvaluationFault
from flowengine.lang.short_way import Run
from flowengine.lang.value import MAX_OUTPUT, Scope, text_of
from flowengine.messages import Json

MAX_STEPS = 2_000  # of loops, see template_lower.py

Escape: TypeAlias = Callable[[str], str]
Part: TypeAlias = str | Run


class Sink:
    """What one rendering has written, and what it may still write and do."""

    __slots__ = ("escape", "parts", "room", "steps")

    def __init__(self, escape: Escape | None) -> None:
        self.parts: list[str] = []
        self.room = MAX_OUTPUT
        self.steps = MAX_STEPS
        self.escape = escape

    def write(self, text: str) -> None:
        self.room -= len(text)
        if self.room < 0:
            raise EvaluationFault(f"The text would have more than {MAX_OUTPUT} characters.")
        self.parts.append(text)

    def write_value(self, value: Json) -> None:
        text = value if type(value) is str else text_of(value)
        if self.escape is not None and len(text) <= self.room:
            text = self.escape(text)
        self.write(text)

    def spend(self, steps: int) -> None:
        self.steps -= steps
        if self.steps < 0:
            raise EvaluationFault(f"The loops of this text took more than {MAX_STEPS} steps.")


Write: TypeAlias = Callable[[Scope, Sink], None]
