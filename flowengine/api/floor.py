"""/api/floor: what those who lead a floor look at: queues, who waits in them, and the people at work."""

from typing import Any

from litestar import get

from flowengine.api.given import ThePrincipal, TheServices
from flowengine.api.scope import within
from flowengine.identity.principal import Principal
from flowengine.identity.routes import WATCHERS
from flowengine.messages import Json


@get("/api/floor", summary="The floor now", tags=["floor"])
async def floor(principal: ThePrincipal, services: TheServices) -> Any:
    """The contact centers that one leads, each with the first fifty who wait there, and their agents. Nothing of it
    says who a caller is."""
    return seen_by(principal, await services.look.floor(principal.tenant))


def seen_by(principal: Principal, view: dict[str, Json]) -> dict[str, Json]:
    """What of the floor is in the principal's reach."""
    return {
        **view,
        "contact_centers": within(principal, WATCHERS, view["contact_centers"], "name"),
        "agents": within(principal, WATCHERS, view["agents"], "contact_centers"),
    }


HANDLERS = (floor,)
