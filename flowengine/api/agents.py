"""/api/agents: the floor's view of people at work."""

from typing import Any

from litestar import get
from litestar.params import FromPath

from flowengine.api.dialogues import found_or_404
from flowengine.api.given import ThePrincipal, TheServices
from flowengine.messages import Json


@get("/api/agents", summary="The agents", tags=["agents"])
async def agents(principal: ThePrincipal, services: TheServices) -> list[Any]:
    """Each with intent, derived state and its reasons, and the reservations held."""
    found: list[Json] = await services.look.agents(principal.tenant)
    return found


@get("/api/agents/{id:str}/why", summary="Why an agent gets what it gets", tags=["agents"])
async def why(id: FromPath[str], principal: ThePrincipal, services: TheServices) -> Any:  # noqa: A002  # the path's word
    """What the agent could take, what it may not, and for which reason."""
    return found_or_404(await services.look.why_agent(principal.tenant, id))


HANDLERS = (agents, why)
