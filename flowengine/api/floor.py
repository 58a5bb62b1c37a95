"""/api/floor: what those who lead a floor look at: queues, who waits in them, and the people at work."""

from typing import Annotated, Any

from litestar import get
from litestar.params import QueryParameter

from flowengine.api.given import ThePrincipal, TheServices
from flowengine.api.services import FloorAsked, Services
from flowengine.api.steering import directory_for
from flowengine.errors import Forbidden, NotFound
from flowengine.identity.principal import Principal
from flowengine.identity.routes import WATCHERS

MOST_CENTERS = 100
MOST_AGENTS = 1_000


@get("/api/floor", summary="The floor now", tags=["floor"])
async def floor(
    principal: ThePrincipal,
    services: TheServices,
    contact_center: Annotated[str, QueryParameter(max_length=100)] = "",
    agents_after: Annotated[str, QueryParameter(max_length=200)] = "",
    limit: Annotated[int, QueryParameter(ge=1, le=MOST_AGENTS)] = 500,
) -> Any:
    """The contact centers that one leads, or one of them, each with the first fifty who wait there; a hundred at most,
    of `contact_centers_total`. Beside them their agents by name, `limit` of `agents_total`; `next` is where the others
    go on (`agents_after`), "" at the end. Nothing of it says who a caller is."""
    known, led = list(directory_for(services, principal.tenant).contact_centers), led_by(principal, services)
    if contact_center:
        if contact_center not in known:
            raise NotFound("There is no such contact center.")
        if led is not None and contact_center not in led:
            hint = "An administrator of the tenant gives roles."
            raise Forbidden("You may not see the floor of this contact center.", hint=hint)
        led = [contact_center]
    shown = known if led is None else led
    asked = FloorAsked(shown[:MOST_CENTERS], led, agents_after, limit)
    return {**await services.look.floor(principal.tenant, asked), "contact_centers_total": len(shown)}


def led_by(principal: Principal, services: Services) -> list[str] | None:
    """The contact centers that somebody leads; None: all there are."""
    if principal.everywhere(WATCHERS):
        return None
    known = directory_for(services, principal.tenant).contact_centers
    return [name for name in known if principal.holds(WATCHERS, name)]


HANDLERS = (floor,)
