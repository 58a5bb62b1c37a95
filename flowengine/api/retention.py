"""/api/retention: for how long what is kept, what would go, and what went."""

from typing import Any

from litestar import get, post
from litestar.params import JSONBody
from msgspec import Struct

from flowengine.api.given import ThePrincipal, TheServices


class Order(Struct, frozen=True, forbid_unknown_fields=True):
    """`dry_run`: count what would go, and leave everything where it is."""

    dry_run: bool = True


@get("/api/retention", summary="How long records are kept", tags=["records"])
async def read_retention(principal: ThePrincipal, services: TheServices) -> dict[str, Any]:
    """The settings, which are the tenant's `retention` and are set with PUT /api/tenant; and the last `run` and
    `dry_run` since this server began: how many records went, or would go, by their kind."""
    return services.retention.look(principal.tenant)


@post("/api/retention", status_code=202, summary="Take away what was kept long enough", tags=["records"])
async def take_away(data: JSONBody[Order], principal: ThePrincipal, services: TheServices) -> dict[str, Any]:
    """Begins, in small steps that hold nobody up; GET tells how far it is. It is done once a day anyway. What went is
    written into the audit."""
    return services.retention.begin(principal.tenant, principal.user, dry_run=data.dry_run)


HANDLERS = (read_retention, take_away)
