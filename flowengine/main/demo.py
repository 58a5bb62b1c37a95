"""The demo tenant: its folder, its robot desks, and the three buttons of the front row."""

import asyncio
import os
import signal
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

import msgspec
from msgspec import Struct

from flowengine.channels.line import Line
from flowengine.channels.robot import Robots
from flowengine.environments.path import TENANT
from flowengine.environments.seed import first_documents
from flowengine.environments.sounds import SoundKeep
from flowengine.errors import Finding, RequestRefused
from flowengine.identity.sessions import Sessions
from flowengine.lang.document import FlowLoader
from flowengine.ledger.folder import read_document, read_tenant
from flowengine.ledger.keep import TenantFiles
from flowengine.main.exchange import Exchange
from flowengine.main.stored_sounds import StoredSounds
from flowengine.messages import AgentSignedIn, PresenceSet
from flowengine.runtime.log import Log
from flowengine.runtime.runtime import Runtime
from flowengine.switchboard.outcome import Document
from flowengine.tenancy.user import User

HERE = Path(__file__).parent.parent
KILL_AFTER_S = 0.15  # the answer "pulled" reaches the page first


def demo_folder() -> Path:
    """Where the demo tenant lies: inside an installed package, or at the top of the source tree."""
    shipped = HERE / "demo" / "hartley"
    return shipped if shipped.is_dir() else HERE.parent / "flows" / "hartley"


def demo_tree() -> Mapping[str, Any]:
    """The demo tenant's folder as plain values. Raises FlowInvalid, StoreMissing."""
    tree: Mapping[str, Any] = msgspec.to_builtins(read_tenant(demo_folder()))
    return tree


def robots_wanted(users: Mapping[str, User], taken: frozenset[str]) -> list[str]:
    """The agents for whom a robot answers: those who share no contact center with a desk that somebody took over.

    Whoever sits down wants the next call, not to see a robot snatch it.
    """
    served = {center for key in taken if key in users for center in users[key].memberships}
    return [
        key
        for key, user in users.items()
        if user.is_agent() and key not in taken and not served & set(user.memberships)
    ]


class Source(Protocol):
    """Where a demo's tenant comes from. `restarts`: whether somebody starts this process again when it is killed."""

    restarts: bool

    def exchange(self, runtime: Runtime, loader: FlowLoader) -> Exchange: ...
    def place(self) -> tuple[str, str]:
        """The tenant's id and region, without reading all of it."""

    def tree(self) -> Mapping[str, Any]: ...
    def sounds(self, files: TenantFiles) -> SoundKeep:
        """Where recordings lie; `files` is what the server's store has for them."""

    async def fill(self) -> None:
        """What is still to be done when the tenant has its place."""

    async def watch(self) -> None:
        """Runs as long as the server."""

    def findings(self, environment: str) -> list[Finding]:
        """What is wrong there beside the drafts."""


class Shipped:
    """The demo tenant of this package."""

    restarts = True

    def sounds(self, files: TenantFiles) -> SoundKeep:
        return StoredSounds(files)

    def exchange(self, runtime: Runtime, loader: FlowLoader) -> Exchange:
        del loader
        return Exchange(runtime)

    def place(self) -> tuple[str, str]:
        tenant = read_document(demo_folder(), TENANT)["tenant"]
        return tenant["id"], tenant["region"]

    def tree(self) -> Mapping[str, Any]:
        return demo_tree()

    async def fill(self) -> None:
        """The tree was all."""

    async def watch(self) -> None:
        """Nothing changes beside the server."""

    def findings(self, environment: str) -> list[Finding]:
        del environment
        return []


class Simulated(Struct, frozen=True):
    """Who stands in for people and carriers: `robots` sit at the desks that nobody took over."""

    robots: Robots
    line: Line


class Demo:
    """`now_ms` stamps the first releases."""

    def __init__(
        self,
        source: Source,
        exchange: Exchange,
        simulated: Simulated,
        sessions: Sessions,
        now_ms: Callable[[], int],
    ) -> None:
        self._source = source
        self._exchange = exchange
        self._robots, self._line = simulated.robots, simulated.line
        self._sessions = sessions
        self._now_ms = now_ms
        self._killing: asyncio.TimerHandle | None = None

    async def load(self) -> str:
        """Give the demo tenant its place, if it has none; its id."""
        tenant, region = self._source.place()
        if not self._exchange.runtime.has_tenant(tenant):  # its first documents take longer than to open it
            try:
                await self._exchange.runtime.add_tenant(tenant, region, self._documents(self._source.tree()))
            except RequestRefused as refusal:
                if refusal.code != "wrong_region":
                    raise
                Log("demo").warning("There is no demo here.", why=str(refusal))
                return ""
        await self._source.fill()
        return tenant

    def start(self, tenant: str) -> None:
        """The robots sit down at every desk where one is wanted."""
        users = self._users(tenant)
        wanted = robots_wanted(users, self._sessions.desks(tenant))
        self._robots.start(tenant, {key: users[key].name for key in wanted})

    async def come(self, tenant: str) -> None:
        """The same in a tenant that is served here from now on, if it is a demo."""
        if self._exchange.board(tenant).around.directory.tenant.demo:
            self.start(tenant)

    async def go(self, tenant: str) -> None:
        """The robots of a tenant sit down wherever it is served now."""
        await self._robots.forget(tenant)

    def _users(self, tenant: str) -> Mapping[str, User]:
        return self._exchange.board(tenant).around.directory.users

    async def take_over(self, tenant: str, agent: str) -> None:
        """Somebody sits down at this desk, and the robots that would answer the same calls go to lunch; "" gives desks
        back, and they return."""
        if agent:
            await self._robots.leave(tenant, agent)
            await self._sit_down(tenant, agent)
        await self._send_to_lunch(tenant)
        self.start(tenant)

    async def _send_to_lunch(self, tenant: str) -> None:
        taken = self._sessions.desks(tenant)
        wanted = robots_wanted(self._users(tenant), taken)
        for view in self._exchange.board(tenant).floor.agents(self._now_ms()):
            key = view["agent"]
            if view["signed_in"] and key not in taken and key not in wanted:
                await self._robots.leave(tenant, key)
                await self._exchange.submit(tenant, PresenceSet(agent=key, intent="away", reason="lunch"))

    async def _sit_down(self, tenant: str, agent: str) -> None:
        await self._exchange.submit(tenant, AgentSignedIn(agent=agent))
        await self._exchange.submit(tenant, PresenceSet(agent=agent, intent="available"))

    async def reset(self, tenant: str) -> None:
        """Everything of the tenant as it was shipped; whoever sits at a desk stays there."""
        await self._robots.forget(tenant)
        for dialogue in self._exchange.board(tenant).dialogues:  # its carrier has nothing more to say
            self._line.over(tenant, dialogue)
        await self._exchange.runtime.reset_tenant(tenant, self._documents(self._source.tree()))
        await self._source.fill()
        for agent in sorted(self._sessions.desks(tenant)):
            await self._sit_down(tenant, agent)
        await self._send_to_lunch(tenant)
        self.start(tenant)

    def pull_the_plug(self, tenant: str) -> None:
        """Kill this process without warning; the supervisor starts it again and the ledger gives everything back."""
        if not self._source.restarts:
            raise RequestRefused("Nobody would start this server again.", hint="Stop it with Ctrl-C.", code="no_keeper")
        loop = asyncio.get_running_loop()
        self._killing = loop.call_later(KILL_AFTER_S, os.kill, os.getpid(), signal.SIGKILL)

    def _documents(self, tree: Mapping[str, Any]) -> list[Document]:
        return list(first_documents(tree, self._now_ms()))
