"""A random day of a real switchboard under the real runtime: calls, agents, timers, failing commits, restarts."""

import asyncio
from contextlib import suppress
from random import Random
from typing import Any

from flowengine.environments.seed import first_documents
from flowengine.errors import LedgerError, RequestRefused
from flowengine.identity.audit import entries
from flowengine.lang.canonical import canonical, content_hash
from flowengine.main.core import CoreFactory
from flowengine.messages import (
    AgentHungUp,
    AgentSignedIn,
    AgentSignedOut,
    CallerHungUp,
    DialogueArrived,
    Event,
    MediaConnected,
    MediaFailed,
    OfferAccepted,
    OfferDeclined,
    PresenceSet,
    ReleaseMade,
    WrapUpEnded,
)
from flowengine.reports.count import tally
from flowengine.runtime.ports import Books, Ports
from flowengine.runtime.runtime import Runtime
from flowengine.switchboard.switchboard import Switchboard
from tests.runtime.world import Count, FailingLedger, HandClock, crash, quiet
from tests.switchboard.office import CHAT, DESK, FREE, MAIN, PROGRAMS, SALES, TENANT, flow, queue

NAME = "emea-x"
AGENTS = ("anna", "bert")
FLOWS = {
    "sales": queue(skills={"dutch": 50}, max_wait_s=240, max_waiting=4, when_unstaffed="wait"),
    "desk": queue(max_wait_s=500, when_unstaffed="leave"),
    "front_door": flow(
        {"w": {"type": "wait", "seconds": 40}, "bye": {"type": "end", "prompt": "Bye."}}, {"w": {"done": "bye"}}
    ),
}


class Day:
    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311  # a day that can be lived again
        self.clock = HandClock()
        self.clock.ms = 1_772_445_600_000 + self.random.randrange(900_000)
        self.ledger = FailingLedger()
        self.ports = Ports(self.clock, Count(), lambda what, error: None, Books(tally, entries))
        self.runtime = Runtime(self.ledger, self.ports, CoreFactory(PROGRAMS))
        self.calls = 0

    @property
    def board(self) -> Switchboard:
        found: Any = self.runtime.read(NAME)
        return found  # type: ignore[no-any-return]  # the port knows it as a core only

    async def begin(self) -> None:
        await self.runtime.start()
        documents = list(first_documents({"tenant": TENANT, "environments": {}}, self.clock.ms))
        await self.runtime.add_tenant(NAME, "EMEA", documents)
        for name, entry in FLOWS.items():
            environment = {"format": 1, "entry": {"default": "entry"}}
            body = canonical({"format": 1, "environment": environment, "flows": {"entry": entry, "main": entry}})
            await self.runtime.submit(NAME, ReleaseMade(environment=name, body=body, hash=content_hash(body)))
        for agent in AGENTS:
            await self.send(AgentSignedIn(agent=agent))
            await self.send(PresenceSet(agent=agent, intent="available"))

    async def live(self, steps: int) -> None:
        for _ in range(steps):
            await self._step()

    async def _step(self) -> None:
        chance = self.random.random()
        if chance < 0.08:
            self.ledger.faults.append(LedgerError("The disk says no."))
        elif chance < 0.10:
            await self.restart()
        await self.send(self._event())
        if self.random.random() < 0.6:
            await self.clock.move(self.random.choice((100, 3_000, 21_000, 65_000, 310_000)))
            with suppress(LedgerError):
                await self.runtime.settled(NAME)

    async def send(self, event: Event | None) -> None:
        if event is not None:
            asking = asyncio.ensure_future(self.runtime.submit(NAME, event))
            await quiet()
            while not asking.done():  # the owner pauses after a store that failed
                await self.clock.move(1_000)
            with suppress(RequestRefused, LedgerError):
                await asking

    async def restart(self) -> None:
        """Another process on the same data: the old one is left as a crash would leave it."""
        crash()
        self.runtime = Runtime(self.ledger, self.ports, CoreFactory(PROGRAMS))
        self.ledger.faults.clear()
        await self.runtime.start()

    def _event(self) -> Event | None:
        pick = self.random
        with suppress(LedgerError):
            work = self._work()
            if work and pick.random() < 0.55:
                return pick.choice(work)
        chance = pick.random()
        if chance < 0.55:
            self.calls += 1
            address, channel = pick.choice(
                [(SALES, "voice"), (SALES, "voice"), (DESK, "voice"), (MAIN, "voice"), (CHAT, "chat"), (FREE, "voice")]
            )
            return DialogueArrived(via="phone", external_id=f"c{self.calls}", channel=channel, address=address)
        agent = pick.choice(AGENTS)
        if chance < 0.62:
            return AgentSignedOut(agent=agent)
        if chance < 0.8:
            return AgentSignedIn(agent=agent)
        return PresenceSet(agent=agent, intent="away" if chance > 0.97 else "available")

    def _work(self) -> list[Event]:
        """What callers, carriers and agents might do now."""
        board, found = self.board, list[Event]()
        for state in board.dialogues.values():
            if state.status != "ended":
                found.append(CallerHungUp(dialogue=state.id))
        for view in board.floor.agents(self.clock.ms):
            for held in view["reservations"]:
                key, dialogue, agent = held["reservation"], held["dialogue"], view["agent"]
                match held["state"]:
                    case "pending":
                        found += [OfferAccepted(reservation=key, agent=agent)] * 6
                        found.append(OfferDeclined(reservation=key, agent=agent))
                    case "accepted":
                        found += [MediaConnected(dialogue=dialogue, reservation=key)] * 6
                        found.append(MediaFailed(dialogue=dialogue, reservation=key, reason="busy"))
                    case "connected":
                        found.append(AgentHungUp(reservation=key, agent=agent))
                    case _:
                        found.append(WrapUpEnded(reservation=key, agent=agent))
        return found
