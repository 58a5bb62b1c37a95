"""What a step wants done besides commands to the caller: timers, the queue, the end of the dialogue."""

from typing import Any, TypeAlias

from msgspec import Struct

from flowengine.interpreter.state import Ended
from flowengine.lang.node_type import Note, WhenUnstaffed
from flowengine.lang.route_plan import PlanStep
from flowengine.messages import Requirements


class SetTimer(Struct, frozen=True):
    """Start, or move, this dialogue's timer `name`."""

    name: str
    due_ms: int


class DropTimers(Struct, frozen=True):
    """Cancel those of this dialogue's timers that run."""

    names: tuple[str, ...]


class Enqueue(Struct, frozen=True):
    """Put the dialogue into a contact center's queue; the answer is QueueLeft, or an agent. `prefer` is asked first,
    and alone for `prefer_s`; `agent` is asked alone, in no queue."""

    contact_center: str
    skills: Requirements
    priority: int
    max_wait_s: float
    max_waiting: int
    when_unstaffed: WhenUnstaffed
    prefer: str = ""
    prefer_s: float = 0.0
    boost_s: float = 0.0
    route_plan: tuple[PlanStep, ...] = ()
    agent: str = ""


class Withdraw(Struct, frozen=True):
    """Take the dialogue out of the queue in which it waits; the answer is QueueLeft."""

    reason: str


class Deliver(Struct, frozen=True):
    """Put a message that the caller left into a contact center's queue, as a dialogue of its own."""

    contact_center: str
    message: dict[str, Any]


class Remember(Struct, frozen=True):
    """Write into the tenant's record of a caller."""

    note: Note


class LetGo(Struct, frozen=True):
    """The caller was promised a call back and need not wait on the line any more."""


class Finish(Struct, frozen=True):
    """The dialogue is over."""

    ended: Ended


Effect: TypeAlias = SetTimer | DropTimers | Enqueue | Withdraw | Deliver | Remember | LetGo | Finish
