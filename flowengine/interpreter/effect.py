"""What a step wants done besides commands to the caller: timers, the queue, the end of the dialogue."""

from typing import TypeAlias

from msgspec import Struct

from flowengine.interpreter.state import Ended
from flowengine.messages import Requirements


class SetTimer(Struct, frozen=True):
    """Start, or move, this dialogue's timer `name`."""

    name: str
    due_ms: int


class DropTimer(Struct, frozen=True):
    """Cancel this dialogue's timer `name`, if it runs."""

    name: str


class Enqueue(Struct, frozen=True):
    """Put the dialogue into a contact center's queue; the answer is QueueLeft, or an agent."""

    contact_center: str
    skills: Requirements
    priority: int
    max_wait_s: float
    max_waiting: int
    when_unstaffed: str


class Withdraw(Struct, frozen=True):
    """Take the dialogue out of the queue in which it waits; the answer is QueueLeft."""

    reason: str


class Finish(Struct, frozen=True):
    """The dialogue is over."""

    ended: Ended


Effect: TypeAlias = SetTimer | DropTimer | Enqueue | Withdraw | Finish
