"""The demo tenant: its folder, its robot desks, and the three buttons of the front row."""

import asyncio
import os
import signal
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from flowengine.channels.line import Line
from flowengine.channels.robot import Robots
from flowengine.environments.seed import first_documents
from flowengine.identity.sessions import Sessions
from flowengine.ledger.folder import read_tenant
from flowengine.main.exchange import Exchange
from flowengine.messages import AgentSignedIn, PresenceSet
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


class Demo:
    """`now_ms` stamps the first releases; `robots` sit at the desks that nobody took over."""

    def __init__(
        self, exchange: Exchange, robots: Robots, line: Line, sessions: Sessions, now_ms: Callable[[], int]
    ) -> None:
        self._exchange = exchange
        self._robots = robots
        self._line = line
        self._sessions = sessions
        self._now_ms = now_ms
        self._killing: asyncio.TimerHandle | None = None

    async def load(self) -> str:
        """Give the demo tenant its place, if it has none; its id."""
        tree = demo_tree()
        tenant = tree["tenant"]["tenant"]
        await self._exchange.runtime.add_tenant(tenant["id"], tenant["region"], self._documents(tree))
        return str(tenant["id"])

    def start(self, tenant: str) -> None:
        """The robots sit down at every desk where one is wanted."""
        users = self._users(tenant)
        wanted = robots_wanted(users, self._sessions.desks(tenant))
        self._robots.start(tenant, {key: users[key].name for key in wanted})

    def start_all(self, tenants: list[str]) -> None:
        """The same in every tenant that is a demo."""
        for tenant in tenants:
            if self._exchange.board(tenant).around.directory.tenant.demo:
                self.start(tenant)

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
        await self._robots.close()
        for dialogue in self._exchange.board(tenant).dialogues:  # its carrier has nothing more to say
            self._line.over(tenant, dialogue)
        await self._exchange.runtime.reset_tenant(tenant, self._documents(demo_tree()))
        for agent in sorted(self._sessions.desks(tenant)):
            await self._sit_down(tenant, agent)
        await self._send_to_lunch(tenant)
        self.start(tenant)

    def pull_the_plug(self, tenant: str) -> None:
        """Kill this process without warning; the supervisor starts it again and the ledger gives everything back."""
        loop = asyncio.get_running_loop()
        self._killing = loop.call_later(KILL_AFTER_S, os.kill, os.getpid(), signal.SIGKILL)

    def _documents(self, tree: Mapping[str, Any]) -> list[Document]:
        return list(first_documents(tree, self._now_ms()))
