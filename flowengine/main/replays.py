"""Replays of stored dialogues on other flows: one at a time, in a process beside those that serve callers."""

import asyncio
import secrets
import sys
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import Struct, field

from flowengine.environments.tree import known_environment
from flowengine.errors import Conflict, Finding, FlowEngineError, FlowInvalid, NotFound, RequestRefused
from flowengine.interpreter.state import Dialogue, decode
from flowengine.ledger.port import ENDED, Reads
from flowengine.main.child import Child, Fault
from flowengine.main.exchange import Exchange
from flowengine.main.replay_shelf import KEPT, ReplayShelf, told
from flowengine.main.tried import against_of, contents_of, kept_contents, order_of, releases_of
from flowengine.messages import Json
from flowengine.testbench.replay.order import ReplayOrder
from flowengine.testbench.replay.report import report_of
from flowengine.testbench.replay.told import Replayed, Stored

LIMIT_S = 60.0  # for one handful
HANDFUL = 50  # dialogues that travel together
FACTS = 20_000  # of one dialogue: a longer one is counted as not replayed
LOOKED_AT = 20_000  # the newest dialogues among which those that are asked for are looked for
CALLERS_EVERY = 100  # stored states that are read before callers have their turn again
IN_MEMORY = 16  # replays that run, or are over and not written down yet
TOO_LONG = f"It has more than {FACTS} facts."
MOVED = "Its release was retired while it ran."
FAULT = Fault(
    slow=f"A handful of dialogues took longer than {LIMIT_S:.0f} s, and the replay was given up.",
    hint="Look for a flow that goes round.", slow_code="replay_slow",
    broken="The process that replays stopped; begin again.", broken_code="replay_failed",
)  # fmt: skip  # one line per thought


class Running(Struct):
    """One replay: how far it is, and what it found so far. `state`: running, done, failed, stopped. `older`: there are
    dialogues before those that were looked at."""

    tenant: str
    environment: str
    of: int
    older: bool = False
    at_ms: int = 0
    by: str = ""
    against: str = ""
    state: str = "running"
    why: str = ""
    found: list[Replayed] = field(default_factory=list)
    task: "asyncio.Task[None] | None" = None


class Replays:
    """Reports tell of nodes and counts, never of what a caller said. What runs is lost with the process; what is over
    is on the shelf."""

    def __init__(
        self,
        exchange: Exchange,
        reads: Reads,
        shelf: ReplayShelf,
        now_ms: Callable[[], int],
        command: tuple[str, ...] = (sys.executable, "-m", "flowengine.testbench.replay.worker"),
    ) -> None:
        self._exchange = exchange
        self._reads = reads
        self._shelf = shelf
        self._now_ms = now_ms
        self._child = Child(command, LIMIT_S, FAULT)
        self._kept: OrderedDict[str, Running] = OrderedDict()

    async def begin(self, tenant: str, environment: str, order: ReplayOrder) -> dict[str, Json]:
        """Find the dialogues and begin. Raises NotFound, FlowInvalid for flows that cannot be compiled, Conflict while
        another replay runs."""
        if any(one.state == "running" and one.tenant == tenant for one in self._kept.values()):
            hint = "Wait for it, or stop it."
            raise Conflict("Another replay is running.", hint=hint, code="replay_running")
        board = await self._exchange.settled(tenant)
        asked = contents_of(board, environment, order)
        await self._ask({**asked, "dialogues": []})  # findings are told at once
        chosen, older = await self._chosen(tenant, order, set(asked["against"]))
        name = secrets.token_hex(8)
        against = against_of(order)
        running = Running(tenant, environment, len(chosen), older, self._now_ms(), order.by, against)
        self._kept[name] = running
        running.task = asyncio.create_task(self._run(name, running, asked, chosen))
        while len(self._kept) > IN_MEMORY:
            self._kept.popitem(last=False)
        return {"id": name, "of": running.of, "older": older}

    async def beside(self, tenant: str, environment: str, name: str, dialogue: str) -> dict[str, Json]:
        """The two tracks of one dialogue of a replay: as it was, and on what was tried, a draft as it is now. Raises
        NotFound, RequestRefused, FlowInvalid for flows that cannot be compiled."""
        order = order_of(await self.look(tenant, environment, name))
        board = await self._exchange.settled(tenant)
        asked = contents_of(board, environment, order)
        row = await self._reads.dialogue_of(tenant, dialogue)
        if row is None:
            raise NotFound("There is no such dialogue.")
        stored = await self._stored(tenant, dialogue)
        if why := _untellable(stored.rows):
            return {"untold": why}
        releases = releases_of(board, decode(row.state).releases, asked["contents"])
        one = msgspec.structs.replace(stored, releases=releases)
        answer = await self._ask({**asked, "dialogues": [one], "beside": True})
        found: dict[str, Json] = answer["beside"]
        return found

    async def kept(self, tenant: str, dialogue: str) -> dict[str, Json]:
        """The dialogue as a case that passes on the releases that it ran on. Raises NotFound, RequestRefused."""
        board = await self._exchange.settled(tenant)
        state = board.dialogues.get(dialogue)
        if state is None:
            row = await self._reads.dialogue_of(tenant, dialogue)
            if row is None:
                raise NotFound("There is no such dialogue.")
            state = decode(row.state)
        asked, releases = kept_contents(board, state.releases)
        stored = await self._stored(tenant, dialogue)
        if why := _untellable(stored.rows):
            raise RequestRefused(why, code="not_replayable")
        one = msgspec.structs.replace(stored, releases=releases)
        answer = await self._ask({**asked, "dialogues": [one]})
        if answer.get("refused"):
            raise RequestRefused(answer["refused"], code="not_replayable")
        found: dict[str, Json] = answer["case"]
        return found

    async def _stored(self, tenant: str, dialogue: str) -> Stored:
        rows = await self._reads.trace_of(tenant, "dialogue", dialogue)
        content = [(record.n, record.body) for record in await self._reads.content_of(tenant, dialogue)]
        return Stored(dialogue, [(row.at_ms, row.stored.facts) for row in rows], content)

    async def look(self, tenant: str, environment: str, name: str) -> dict[str, Json]:
        """How far it is, and its report so far. Raises NotFound."""
        one = self._in_memory(tenant, environment, name)
        found = _report(name, one) if one is not None else await self._shelf.one(tenant, environment, name)
        if found is None:
            raise NotFound("There is no such replay.", hint=f"The newest {KEPT} of a tenant are kept.")
        return found

    async def reports(self, tenant: str, environment: str) -> list[dict[str, Json]]:
        """Every replay in one row, the newest first: what runs, and what is kept. Raises NotFound."""
        known_environment(await self._exchange.settled(tenant), environment)
        here = [name for name in self._kept if self._in_memory(tenant, environment, name) is not None]
        rows = [told(_report(name, self._kept[name])) for name in reversed(here)]
        kept = [told(report) for report in await self._shelf.all(tenant, environment)]
        return [*rows, *(row for row in kept if row["id"] not in here)]

    async def stop(self, tenant: str, environment: str, name: str) -> None:
        """End it; what it found so far is kept. Raises NotFound."""
        one = self._in_memory(tenant, environment, name)
        if one is None:
            await self.look(tenant, environment, name)
        elif one.task is not None and one.state == "running":
            one.state = "stopped"
            one.task.cancel()
            await self._shelf.put(tenant, _report(name, one))

    def _in_memory(self, tenant: str, environment: str, name: str) -> Running | None:
        found = self._kept.get(name)
        return found if found is not None and (found.tenant, found.environment) == (tenant, environment) else None

    async def _chosen(self, tenant: str, order: ReplayOrder, tried: set[str]) -> tuple[list[Dialogue], bool]:
        """The newest that are over, that lie in the range, and that entered what is tried; and whether there are older
        ones that nobody looked at."""
        found: list[Dialogue] = []
        rows = await self._reads.dialogues_of(tenant, live=False, limit=LOOKED_AT)
        for n, row in enumerate(rows, 1):
            if not n % CALLERS_EVERY:
                await asyncio.sleep(0)
            if row.status != ENDED:
                continue
            state = decode(row.state)
            within = order.from_ms <= state.started_ms < order.to_ms
            if within and order.address in ("", state.address) and not tried.isdisjoint(state.releases):
                if len(found) == order.most:
                    return found, True
                found.append(state)
        return found, len(rows) == LOOKED_AT

    async def _run(self, name: str, running: Running, asked: dict[str, Any], chosen: list[Dialogue]) -> None:
        try:
            for first in range(0, len(chosen), HANDFUL):
                handful = chosen[first : first + HANDFUL]
                running.found += await self._handful(running.tenant, asked, handful)
        except FlowEngineError as fault:
            running.state, running.why = "failed", str(fault)
        else:
            running.state = "done"
        try:
            await self._shelf.put(running.tenant, _report(name, running))
        except FlowEngineError as fault:  # it can be looked at until the server stops
            running.why = running.why or str(fault)

    async def _handful(self, tenant: str, asked: dict[str, Any], handful: list[Dialogue]) -> list[Replayed]:
        board = self._exchange.board(tenant)
        found: list[Replayed] = []
        stored: list[Stored] = []
        contents = dict(asked["contents"])
        for state in handful:
            one = await self._stored(tenant, state.id)
            if why := _untellable(one.rows):
                found.append(Replayed(state.id, untold=why))
            else:
                releases = releases_of(board, state.releases, contents)
                stored.append(msgspec.structs.replace(one, releases=releases))
        answer = await self._ask({**asked, "contents": contents, "dialogues": stored}) if stored else {}
        return [*found, *msgspec.convert(answer.get("outcomes", []), list[Replayed])]

    async def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        encoded = await asyncio.to_thread(msgspec.json.encode, request)
        answer, _ = await self._child.ask(encoded)
        if answer.get("findings"):
            raise FlowInvalid(msgspec.convert(answer["findings"], list[Finding]))
        if answer.get("error"):
            raise RequestRefused("The dialogues could not be read for a replay.", code="replay_failed")
        found: dict[str, Any] = answer
        return found

    async def close(self) -> None:
        """Stop what runs, and end the process."""
        for one in self._kept.values():
            if one.task is not None:
                one.task.cancel()
        await self._child.close()


def _report(name: str, one: Running) -> dict[str, Json]:
    report: dict[str, Json] = msgspec.to_builtins(report_of(one.found))
    stands = {"id": name, "state": one.state, "why": one.why, "done": len(one.found), "of": one.of, "older": one.older}
    asked = {"environment": one.environment, "at_ms": one.at_ms, "by": one.by, "against": one.against}
    return {**stands, "looked_at": LOOKED_AT, **asked, **report}


def _untellable(rows: list[tuple[int, list[Any]]]) -> str:
    """Why this trace cannot be run again, if so."""
    if sum(len(facts) for _, facts in rows) > FACTS:
        return TOO_LONG
    moved = any(fact[0] in ("moved", "rerouted") for _, facts in rows for fact in facts)
    return MOVED if moved else ""
