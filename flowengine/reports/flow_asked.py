"""What is asked of one flow's past: its dialogues one by one, or what they add up to; as values, like other reports."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from msgspec import Struct

from flowengine.interpreter.state import Dialogue
from flowengine.messages import Json
from flowengine.reports.interval import Span

LOOKED_AT = 20_000  # dialogues of the tenant, for one question
MOST_TOLD = 10_000  # of these, whose traces are read for it
MOST_LISTED = 200
ENDS = (
    "live", "self_served", "left_in_flow", "abandoned", "served", "after_queue", "transferred", "failed",
)  # fmt: skip  # a list reads better than one item a line


class OfFlow(Struct, frozen=True):
    """Which dialogues: those that began in `span` (UTC milliseconds) and were in the flow. "" is every one."""

    environment: str
    flow: str
    span: Span
    channel: str = ""
    tests: bool = False


class DialoguesAsked(Struct, frozen=True, tag="dialogues"):
    """`ended`: one of ENDS, or `dropped`: the caller left. `step`, and perhaps `outcome`: those that were there, and
    left by it; `stopped`: those that came no further than that step. `before`: an id, from which the next page goes on.
    Empty words ask for all."""

    tenant: str
    of: OfFlow
    ended: str = ""
    step: str = ""
    outcome: str = ""
    stopped: bool = False
    before: str = ""
    limit: int = 50
    gzip: bool = False


class TrafficAsked(Struct, frozen=True, tag="traffic"):
    """Of more than `most` dialogues the newest are told."""

    tenant: str
    of: OfFlow
    most: int = MOST_TOLD
    gzip: bool = False


class FlowReads(Protocol):
    """What of the ledger is needed, all of one moment."""

    def dialogues(self, first: str, before: str) -> Iterator[Dialogue]:
        """The newest first, of the ids from `first` to before `before`."""

    def facts(self, dialogue: str) -> Iterable[tuple[Json, ...]]:
        """The facts of its trace, in order."""


def id_at(at_ms: int) -> str:
    """Ids begin with the moment in which they were made: every later one is greater than this (messages/stamp.py)."""
    at = f"{max(0, at_ms):012x}"
    return f"{at[:8]}-{at[8:]}"
