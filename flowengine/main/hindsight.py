"""Hindsight: the floor of a past moment, read from the trace in small pages beside the traffic, and asked why."""

import asyncio
from collections.abc import Callable
from typing import TypeVar, cast

from msgspec import Struct

from flowengine.floor.floor import Floor
from flowengine.ledger.port import Reads
from flowengine.main.exchange import Exchange
from flowengine.messages import Json
from flowengine.switchboard.boot import floor_settings
from flowengine.switchboard.past import Past, Steering, directory_at

PAGE = 500  # rows between two looks at who else wants the loop: about a millisecond's work
MOST_ROWS = 400_000  # positions of the trace that are read before a moment; what is older is said to be unknown

Answer = TypeVar("Answer")


class _Read(Struct):
    """What was folded last of a tenant, from position `start` (not included) to `pos`."""

    start: int
    pos: int
    past: Past


class Hindsight:
    """One reading at a time; the next one of the same tenant goes on from it if its moment is later."""

    def __init__(self, exchange: Exchange, reads: Reads) -> None:
        self._exchange = exchange
        self._reads = reads
        self._turn = asyncio.Lock()
        self._last: dict[str, _Read] = {}

    async def ask(self, tenant: str, at_ms: int, question: Callable[[Floor], Answer]) -> tuple[Answer, list[str]]:
        """The answer of the floor of that moment, and what has to be said of it."""
        async with self._turn:
            pos = await self._last_pos(tenant, at_ms)
            read = await self._fold(tenant, pos)
            today = list(floor_settings((await self._exchange.settled(tenant)).around.directory))
            directory = directory_at(cast("list[Steering]", today), await self._steered(tenant, at_ms))
            answer = await asyncio.to_thread(lambda: question(read.past.floor(directory, at_ms)))
        return answer, _notes(read)

    async def state(self, tenant: str, dialogue: str, at_ms: int) -> dict[str, Json] | None:
        """Where a dialogue was that was not on the floor then; None: there is none, or it had not begun."""
        rows = await self._reads.trace_of(tenant, "dialogue", dialogue)
        facts = [fact for row in rows if row.at_ms <= at_ms for fact in row.stored.facts]
        if not facts:
            return None
        ended = any(fact[0] == "ended" for fact in facts)
        places = [fact[1] for fact in facts if fact[0] in ("waits", "went")]
        return {"state": "ended" if ended else "in_flow", "at": "" if ended or not places else places[-1]}

    def forget(self, tenant: str) -> None:
        """Read it anew when somebody asks again."""
        self._last.pop(tenant, None)

    async def _last_pos(self, tenant: str, at_ms: int) -> int:
        """The position of the tenant's last trace row of that moment or before, by halving; 0: there is none."""
        low, high = 0, self._exchange.runtime.position(tenant)
        while low < high:
            middle = (low + high) // 2
            rows = await self._reads.trace_after(tenant, middle, 1)
            if rows and rows[0].at_ms <= at_ms:
                low = rows[0].pos
            else:
                high = middle
        return low

    async def _fold(self, tenant: str, pos: int) -> _Read:
        start = max(0, pos - MOST_ROWS)
        read = self._last.get(tenant)
        if read is None or read.pos > pos or read.start > start:
            read = self._last[tenant] = _Read(start, start, Past())
        while read.pos < pos:
            rows = await self._reads.trace_after(tenant, read.pos, PAGE)
            for row in rows:
                if row.pos <= pos:
                    read.past.take(row.at_ms, row.subject_kind, row.subject, row.stored.facts)
            last = rows[-1].pos if rows else pos
            read.pos = min(last, pos)
        return read

    async def _steered(self, tenant: str, at_ms: int) -> list[tuple[Json, ...]]:
        """What was changed in the directory since then."""
        rows = await self._reads.trace_of(tenant, "tenant", "")
        return [fact for row in rows if row.at_ms > at_ms for fact in row.stored.facts]


def _notes(read: _Read) -> list[str]:
    notes = ["Told from the trace. Names are those of today."]
    if read.start:
        notes.append("The trace is long, and its oldest part was not read: who signed in before it is shown as out.")
    return notes
