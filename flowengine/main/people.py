"""Those who are known at a node: signed in, visiting, or the operator; tenant by tenant, as tenants come and go."""

import os
import secrets
from pathlib import Path

from msgspec import Struct

from flowengine.channels.channel import Media
from flowengine.identity.keep import StoreKeep
from flowengine.identity.operator import Operators, operator_key
from flowengine.identity.sessions import Sessions
from flowengine.identity.tickets import Tickets
from flowengine.identity.visitor import Visitors
from flowengine.main.node import Node
from flowengine.runtime.place import HERE


class People(Struct, frozen=True):
    """Who is signed in, who visits, and the tickets of their sockets."""

    kept: StoreKeep
    sessions: Sessions
    visitors: Visitors
    tickets: Tickets
    operators: Operators

    def media_of(self, tenant: str, dialogue: str) -> Media:
        """How the simulated carrier answers Connect in this visitor's call."""
        visit = self.visitors.of_dialogue(tenant, dialogue)
        return "fail" if visit and visit.media == "fail" else "ok"

    async def come(self, tenant: str) -> None:
        """Those of a tenant are known where it is served."""
        await self.kept.take(tenant)

    async def go(self, tenant: str) -> None:
        self.kept.drop(tenant)


async def people_of(node: Node, data: Path) -> People:
    """Raises LedgerError."""
    keep = StoreKeep(node.store, lambda tenant: node.runtime.place(tenant) == HERE)
    now_ms, chance = node.ports.clock.now_ms, secrets.token_bytes
    operators = Operators(operator_key(data, os.environ, chance), await node.store.key(), now_ms, chance)
    return People(
        keep, Sessions(keep, now_ms, chance), Visitors(keep, now_ms, chance), Tickets(now_ms, chance), operators
    )
