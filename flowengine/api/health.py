"""/livez, /startupz, /readyz and /api/health: what probes ask of this one process; nothing of any tenant."""

from typing import Any

from litestar import Response, get
from msgspec import Struct

from flowengine.api.given import TheServices
from flowengine.runtime.health import Reason


class Said(Struct, frozen=True):
    """`ok`, or what it is not yet or no longer, and why."""

    status: str
    reasons: list[Reason] = []


@get("/api/health", summary="Whether the server answers", tags=["server"])
async def health() -> dict[str, str]:
    """Answers `{"status": "ok"}` as long as the process serves requests; says nothing about any tenant."""
    return {"status": "ok"}


@get("/livez", summary="Whether the process lives", tags=["server"])
async def livez(services: TheServices) -> Response[Any]:
    """503 when it would be better to end this process and start another."""
    return _said(services.health.not_alive(), "not alive")


@get("/startupz", summary="Whether the process has started", tags=["server"])
async def startupz(services: TheServices) -> Response[Any]:
    """503 until everything that this node owns is loaded."""
    return _said(services.health.not_started(), "starting")


@get("/readyz", summary="Whether the process takes work", tags=["server"])
async def readyz(services: TheServices) -> Response[Any]:
    """503 with reasons while requests should go to another node: starting, draining, ledger_away, shards_not_served.
    Who is connected already is served all the same."""
    return _said(services.health.not_ready(), "not ready")


def _said(reasons: list[Reason], what: str) -> Response[Any]:
    status = 503 if reasons else 200
    return Response(Said(what if reasons else "ok", reasons), status_code=status)


HANDLERS = (health, livez, startupz, readyz)
