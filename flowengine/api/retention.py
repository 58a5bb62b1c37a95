"""/api/retention: for how long what is kept, what would go, and what went."""

from typing import Any

from litestar import get, post
from litestar.params import JSONBody
from msgspec import Struct

from flowengine.api.given import ThePrincipal, TheServices
from flowengine.errors import RequestRefused
from flowengine.tenancy.retention import Retention


class Order(Struct, frozen=True, forbid_unknown_fields=True):
    """`dry_run`: count what would go, and leave everything where it is; under `settings`, if they are said, which
    somebody thinks of and has not saved."""

    dry_run: bool = True
    settings: Retention | None = None


@get("/api/retention", summary="How long records are kept", tags=["records"])
async def read_retention(principal: ThePrincipal, services: TheServices) -> dict[str, Any]:
    """The settings, which are the tenant's `retention` and are set with PUT /api/tenant; and the last `run` and
    `dry_run` since this server began: how many records went, or would go, by their kind."""
    return services.retention.look(principal.tenant)


@post("/api/retention", status_code=202, summary="Take away what was kept long enough", tags=["records"])
async def take_away(data: JSONBody[Order], principal: ThePrincipal, services: TheServices) -> dict[str, Any]:
    """Begins, in small steps that hold nobody up; GET tells how far it is. It is done once a day anyway. What went is
    written into the audit."""
    if data.settings is not None and not data.dry_run:
        hint = "Save them with PUT /api/tenant first; with dry_run true they are only counted under."
        raise RequestRefused("What goes follows the settings that are saved.", hint=hint, code="bad_value")
    settings, author = data.settings, principal.user
    return services.retention.begin(principal.tenant, author, dry_run=data.dry_run, settings=settings)


HANDLERS = (read_retention, take_away)
