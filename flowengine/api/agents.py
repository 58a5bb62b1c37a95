"""/api/agents: the floor's view of people at work."""

from typing import Annotated, Any

from litestar import get
from litestar.params import FromPath, QueryParameter

from flowengine.api.dialogues import found_or_404
from flowengine.api.floor import MOST_AGENTS, led_by
from flowengine.api.given import ThePrincipal, TheServices
from flowengine.api.moment import ms_of
from flowengine.api.scope import refuse_elsewhere, within
from flowengine.api.services import FloorAsked
from flowengine.identity.routes import WATCHERS


@get("/api/agents", summary="The agents", tags=["agents"])
async def agents(
    principal: ThePrincipal,
    services: TheServices,
    after: Annotated[str, QueryParameter(max_length=200)] = "",
    limit: Annotated[int, QueryParameter(ge=1, le=MOST_AGENTS)] = MOST_AGENTS,
) -> list[Any]:
    """Those of the contact centers that one leads, each with intent, derived state and its reasons, and the
    reservations held; by name, so many after the name `after`."""
    found = await services.look.floor(principal.tenant, FloorAsked([], led_by(principal, services), after, limit))
    told: list[Any] = found["agents"]
    return told


@get("/api/agents/{id:str}/why", summary="Why an agent gets what it gets", tags=["agents"])
async def why(
    id: FromPath[str],  # noqa: A002  # the path's word
    principal: ThePrincipal,
    services: TheServices,
    at: Annotated[str, QueryParameter(description="A past moment, such as 2026-03-02T17:00:00Z; else now")] = "",
) -> Any:
    """What the agent could take, what it may not, and for which reason; in words and as data. Of a past moment it is
    told from the trace."""
    found = found_or_404(await services.look.why_agent(principal.tenant, id, ms_of(at) if at else None))
    refuse_elsewhere(principal, WATCHERS, found["contact_centers"])
    return {**found, "waiting": within(principal, WATCHERS, found["waiting"], "contact_center")}


HANDLERS = (agents, why)
