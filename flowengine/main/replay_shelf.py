"""The reports of replays that are over, kept per tenant in the store: the newest so many, the oldest dropped."""

from typing import Any

import msgspec

from flowengine.ledger.keep import TenantKeep
from flowengine.messages import Json

KEPT = 50  # reports of one tenant
GROUPS = 500  # of one report; a release that changes everything has few
PREFIX = "replay:"  # of their keys: what else is kept of a tenant is left alone
TOLD = ("id", "at_ms", "by", "against", "state", "why", "of", "older", "replayed", "same", "parted", "not_replayed")


class ReplayShelf:
    """Nothing that a caller said is in a report: nodes, outcomes, counts and ids of dialogues."""

    def __init__(self, store: TenantKeep) -> None:
        self._store = store

    async def put(self, tenant: str, report: dict[str, Json]) -> None:
        """Keep one that is over. Raises LedgerError."""
        cut = {**report, "groups": report["groups"][:GROUPS]}
        await self._store.keep(tenant, f"{PREFIX}{report['at_ms']:015d}:{report['id']}", msgspec.json.encode(cut))
        keys = [key for key, _ in await self._store.kept(tenant) if key.startswith(PREFIX)]
        for key in keys[:-KEPT]:  # by their time
            await self._store.keep(tenant, key, None)

    async def all(self, tenant: str, environment: str) -> list[dict[str, Json]]:
        """The reports of an environment, the newest first."""
        bodies = [body for key, body in await self._store.kept(tenant) if key.startswith(PREFIX)]
        found: list[dict[str, Any]] = [msgspec.json.decode(body) for body in reversed(bodies)]
        return [report for report in found if report["environment"] == environment]

    async def one(self, tenant: str, environment: str, name: str) -> dict[str, Json] | None:
        """The report of one replay, None if it is not kept."""
        return next((report for report in await self.all(tenant, environment) if report["id"] == name), None)


def told(report: dict[str, Json]) -> dict[str, Json]:
    """A report in one row of a list."""
    left = sum(one["count"] for one in report["untold"])
    row = {**report, "not_replayed": left}
    return {name: row[name] for name in TOLD}
