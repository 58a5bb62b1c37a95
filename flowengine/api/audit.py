"""/api/audit: who did what to what, as a chain that shows when somebody has touched it."""

from typing import Annotated, Any

from litestar import get
from litestar.params import QueryParameter

from flowengine.api.given import ThePrincipal, TheServices
from flowengine.identity.routes import ADMINISTRATORS
from flowengine.ledger.chain import FIRST, first_break
from flowengine.ledger.port import AuditRecord

MOST_LINKS = 1_000


@get("/api/audit", summary="The audit", tags=["audit"])
async def audit(
    principal: ThePrincipal,
    services: TheServices,
    after: Annotated[int, QueryParameter(ge=0)] = 0,
    limit: Annotated[int, QueryParameter(ge=1, le=MOST_LINKS)] = 100,
) -> dict[str, Any]:
    """The links after number `after`; `next` is where to go on, 0 at the end. `break` names the first of them that is
    not as it was written. Who administers some contact centers only sees what was done there."""
    links = await services.reports.audit(principal.tenant, max(0, after - 1), limit + min(after, 1))
    before = FIRST
    if after:
        before = links[0].hash if links else before
        links = links[1:]
    broken = first_break(principal.tenant, links, before, after)
    shown = links if principal.everywhere(ADMINISTRATORS) else [link for link in links if _is_of(link, held(principal))]
    return {
        "tenant": principal.tenant,
        "before": before,
        "links": shown,
        "break": {"seq": broken.seq, "why": broken.why} if broken else None,
        "next": links[-1].seq if len(links) == limit else 0,
    }


def held(principal: Any) -> set[str]:
    """The contact centers where the asking person is an administrator."""
    return {place for place, roles in principal.roles.items() if roles & ADMINISTRATORS}


def _is_of(link: AuditRecord, places: set[str]) -> bool:
    body = link.body
    named = (body.get("environment"), body.get("key") if body.get("kind") == "contact_center" else None)
    return any(name in places for name in named) or str(body.get("schedule", "")).partition("/")[0] in places


HANDLERS = (audit,)
