"""Read-only looks at a tenant: what pages and the terminal show of dialogues, agents and queues."""

from collections.abc import Iterable, Mapping
from heapq import nsmallest
from typing import Any

import msgspec

from flowengine.api.services import FloorAsked
from flowengine.errors import NotFound, RequestRefused
from flowengine.floor.floor import Floor
from flowengine.interpreter.state import Dialogue, decode
from flowengine.ledger.port import Reads
from flowengine.main.demos import demos
from flowengine.main.exchange import Exchange
from flowengine.main.hindsight import Hindsight
from flowengine.messages import Json
from flowengine.runtime.ports import Clock
from flowengine.switchboard.callers import record_of
from flowengine.switchboard.switchboard import Switchboard
from flowengine.tenancy.directory import Directory
from flowengine.tenancy.tenant import Tenant
from flowengine.tenancy.user import User

CALLER_CONTENT = 1


class Look:
    """Unknown ids give None; ended dialogues are read from the ledger, live ones from memory."""

    def __init__(self, exchange: Exchange, reads: Reads, clock: Clock) -> None:
        self._exchange = exchange
        self._reads = reads
        self._clock = clock
        self._hindsight = Hindsight(exchange, reads)

    async def come(self, tenant: str) -> None:
        """Nothing is remembered before somebody asks."""

    async def go(self, tenant: str) -> None:
        """What happens to it elsewhere is not heard here."""
        self._hindsight.forget(tenant)

    async def demos(self) -> list[tuple[Tenant, Mapping[str, User]]]:
        return [found async for found in demos(self._exchange, self._reads)]

    async def switches(self, tenant: str) -> dict[str, Json]:
        """Every switch as it was set, and whether it is on now."""
        now_ms = self._clock.now_ms()
        known = (await self._exchange.settled(tenant)).around.directory.switches
        return {name: {**msgspec.to_builtins(switch), "is_on": switch.is_on(now_ms)} for name, switch in known.items()}

    def directory(self, tenant: str) -> Directory | None:
        try:
            return self._exchange.board(tenant).around.directory
        except NotFound:
            return None

    async def dialogues(self, tenant: str, *, live: bool) -> list[Json]:
        """Newest first."""
        if live:
            return self._live(await self._exchange.settled(tenant))
        return self._newest_first(decode(row.state) for row in await self._reads.dialogues_of(tenant, live=False))

    def _live(self, board: Switchboard) -> list[Json]:
        return self._newest_first(state for state in board.dialogues.values() if state.status != "ended")

    def _newest_first(self, states: Iterable[Dialogue]) -> list[Json]:
        return [self._shown(state) for state in sorted(states, key=lambda state: state.started_ms, reverse=True)]

    async def dialogue(self, tenant: str, dialogue: str) -> Json | None:
        state = await self._state(tenant, dialogue)
        return None if state is None else self._shown(state)

    async def _state(self, tenant: str, dialogue: str) -> Dialogue | None:
        board = await self._exchange.settled(tenant)
        if dialogue in board.dialogues:
            return board.dialogues[dialogue]
        row = await self._reads.dialogue_of(tenant, dialogue)
        return None if row is None else decode(row.state)

    def _shown(self, state: Dialogue) -> dict[str, Json]:
        """Nothing of this is what a caller said or is: readers of every role may see it."""
        frame = state.frames[-1] if state.frames else None
        shown: dict[str, Json] = {
            "id": state.id,
            "channel": state.channel,
            "address": state.address,
            "status": state.status,
            "language": state.language,
            "contact_center": state.contact_center,
            "started_ms": state.started_ms,
            "ended_ms": state.ended_ms or None,
            "presence": state.presence,
            "reservation": state.reservation,
            "at": f"{frame.environment}/{frame.flow}/{frame.node}" if frame else "",
            "releases": state.releases,
            "ended": msgspec.to_builtins(state.ended) if state.ended and state.status == "ended" else None,
            "test": state.test,
        }
        return shown

    async def trace(self, tenant: str, dialogue: str) -> list[Json] | None:
        """Rows {pos, at_ms, facts}, oldest first; content as numbers."""
        rows = await self._reads.trace_of(tenant, "dialogue", dialogue)
        return [{"pos": row.pos, "at_ms": row.at_ms, "facts": row.stored.facts} for row in rows] or None

    async def contents(self, tenant: str, dialogue: str) -> dict[int, Json]:
        return {record.n: record.body for record in await self._reads.content_of(tenant, dialogue)}

    async def why_dialogue(self, tenant: str, dialogue: str, at_ms: int | None = None) -> Json | None:
        """Why this caller waits, or waited at a past moment, in words and as data; for one who does not wait, where the
        dialogue is."""
        board = await self._exchange.settled(tenant)
        if at_ms is None:
            at_ms, notes = self._clock.now_ms(), list[str]()
            why = board.floor.why_dialogue(dialogue, at_ms)
            shown = await self.dialogue(tenant, dialogue) if why is None else None
            elsewhere = None if shown is None else {"state": shown["status"], "at": shown["at"]}
        else:
            moment = self._past(at_ms)
            why, notes = await self._hindsight.ask(tenant, at_ms, lambda floor: floor.why_dialogue(dialogue, moment))
            elsewhere = None if why is not None else await self._hindsight.state(tenant, dialogue, at_ms)
        if why is None:
            if elsewhere is None:
                return None
            why = {**elsewhere, "agents": [], "next": [], "timeline": [], "words": [_elsewhere(elsewhere)]}
        agents = [self._named(board, agent) for agent in why["agents"]]
        return {"dialogue": dialogue, "at_ms": at_ms, **why, "agents": agents, "notes": notes}

    def _past(self, at_ms: int) -> int:
        """The moment, if it is one that has been. Raises RequestRefused."""
        if at_ms > self._clock.now_ms():
            hint = "Leave `at` out to ask about now."
            raise RequestRefused("That moment is still to come.", hint=hint, code="not_yet")
        return at_ms

    def _named(self, board: Switchboard, view: dict[str, Any]) -> dict[str, Json]:
        user = board.around.directory.users.get(view["agent"])
        return {**view, "name": user.name if user else view["agent"]}

    async def caller(self, tenant: str, number: str) -> Json | None:
        """The tenant's record of a number."""
        record = record_of(await self._exchange.settled(tenant), number, self._clock.now_ms())
        if record is None:
            return None
        fields = ("name", "language", "attributes", "last_agent", "last_contact_center", "expires_ms")
        return {**{field: getattr(record, field) for field in fields}, "dialogues_24h": len(record.calls)}

    async def agents(self, tenant: str) -> list[Json]:
        return self._agents(await self._exchange.settled(tenant))

    def _agents(self, board: Switchboard) -> list[Json]:
        return [self._named(board, view) for view in board.floor.agents(self._clock.now_ms())]

    async def states(self, tenant: str) -> dict[str, str]:
        return dict((await self._exchange.settled(tenant)).floor.states())

    async def agent(self, tenant: str, agent: str) -> Json | None:
        """The floor's view of one agent with who is calling, and `n`, the number of the last command to the desk."""
        board = await self._exchange.settled(tenant)
        view = board.floor.agent(agent, self._clock.now_ms())
        if view is None:
            return None
        found = self._named(board, view)
        work = [
            {**held, "caller": await self._caller(tenant, board, held["dialogue"])} for held in found["reservations"]
        ]
        return {**found, "reservations": work, "n": board.streams.get(agent, 0)}

    async def _caller(self, tenant: str, board: Switchboard, dialogue: str) -> dict[str, Json] | None:
        """What a desk may show of who is calling, and of what the flow wants shown; None once the dialogue is over."""
        state = board.dialogues.get(dialogue)
        if state is None:
            return None
        if state.shown:
            shown: dict[str, Json] | None = (await self.contents(tenant, dialogue)).get(state.shown)
            return shown
        caller = state.caller
        return {"name": caller.name, "number": caller.number, "withheld": caller.withheld, "language": caller.language}

    async def why_agent(self, tenant: str, agent: str, at_ms: int | None = None) -> Json | None:
        board = await self._exchange.settled(tenant)
        if at_ms is None:
            at_ms, notes = self._clock.now_ms(), list[str]()
            why = board.floor.why_agent(agent, at_ms)
        else:
            moment = self._past(at_ms)
            why, notes = await self._hindsight.ask(tenant, at_ms, lambda floor: floor.why_agent(agent, moment))
        return None if why is None else {"at_ms": at_ms, **self._named(board, why), "notes": notes}

    async def floor(self, tenant: str, asked: FloorAsked) -> dict[str, Json]:
        """Contact centers with their lines, and agents, at one moment: nothing is awaited between the looks."""
        board = await self._exchange.settled(tenant)
        now_ms, floor, known = self._clock.now_ms(), board.floor, board.around.directory.contact_centers
        centers = [
            {
                "name": name,
                "title": known[name].title or name,
                "enabled": known[name].enabled,
                **floor.queue(name, now_ms),
                "line": floor.line(name, now_ms),
            }
            for name in asked.centers if name in known
        ]  # fmt: skip  # one thought
        names, total = _agents(floor, asked)
        views = [floor.agent(name, now_ms) for name in names[: asked.limit]]
        return {
            "at_ms": now_ms,
            "contact_centers": centers,
            "agents": [self._named(board, view) for view in views if view is not None],
            "agents_total": total,
            "next": names[asked.limit - 1] if len(names) > asked.limit else "",
        }

    async def queues(self, tenant: str) -> dict[str, Json]:
        return self._queues(await self._exchange.settled(tenant))

    def _queues(self, board: Switchboard) -> dict[str, Json]:
        now_ms = self._clock.now_ms()
        return {name: board.floor.queue(name, now_ms) for name in board.around.directory.contact_centers}

    async def snapshot(self, tenant: str) -> dict[str, Json]:
        """{dialogues, agents, queues} at one moment: nothing is awaited between the three looks."""
        board = await self._exchange.settled(tenant)
        return {"agents": self._agents(board), "queues": self._queues(board), "dialogues": self._live(board)}

    async def who_called(self, tenant: str, dialogue: str) -> Json:
        """The caller's record of a dialogue, ended or not. Raises NotFound once it is erased."""
        found = (await self.contents(tenant, dialogue)).get(CALLER_CONTENT)
        if found is None:
            raise NotFound("There is no such dialogue.")
        return found


def _agents(floor: Floor, asked: FloorAsked) -> tuple[list[str], int]:
    """One name more than is asked for, if there is one, and how many there are in all."""
    if asked.agents_of is None or len(asked.agents_of) == 1:
        center = asked.agents_of[0] if asked.agents_of else ""
        return floor.agents_of(center, asked.agents_after, asked.limit + 1)
    names = {name for center in asked.agents_of for name in floor.members(center)}
    return nsmallest(asked.limit + 1, (name for name in names if name > asked.agents_after)), len(names)


def _elsewhere(found: dict[str, Json]) -> str:
    """A sentence for a dialogue that no queue holds."""
    if found["state"] == "ended":
        return "It is over."
    return f"It is in its flow, at {found['at']}." if found["at"] else "It is in its flow."
