"""/api/audit: who did what to what, as a chain that shows when somebody has touched it."""

from typing import Annotated, Any

from litestar import get
from litestar.params import QueryParameter

from flowengine.api.given import ThePrincipal, TheServices
from flowengine.identity.routes import ADMINISTRATORS
from flowengine.ledger.chain import FIRST, first_break
from flowengine.ledger.port import AuditHead, AuditRecord

MOST_LINKS = 1_000


@get("/api/audit", summary="The audit", tags=["audit"])
async def audit(
    principal: ThePrincipal,
    services: TheServices,
    after: Annotated[int, QueryParameter(ge=0)] = 0,
    limit: Annotated[int, QueryParameter(ge=1, le=MOST_LINKS)] = 100,
) -> dict[str, Any]:
    """The links after number `after`; `next` is where to go on, 0 at the end. `break` names the first of them that is
    not as it was written, or that is cut off: `head` is kept apart from them. Who administers some contact centers only
    sees what was done there, which is not `whole`: the chain was walked here, and cannot be walked there."""
    head = await services.reports.audit_head(principal.tenant)
    links = await services.reports.audit(principal.tenant, max(0, after - 1), limit + min(after, 1))
    before = FIRST
    if after:
        before = links[0].hash if links else before
        links = links[1:]
    goes_on = len(links) == limit
    broken = first_break(principal.tenant, links, before, after, _due(head, links) if goes_on else head)
    whole = principal.everywhere(ADMINISTRATORS)
    shown = links if whole else [link for link in links if _is_of(link, held(principal))]
    return {
        "tenant": principal.tenant,
        "before": before,
        "links": shown,
        "break": {"seq": broken.seq, "why": broken.why} if broken else None,
        "next": links[-1].seq if goes_on else 0,
        "head": head,
        "whole": whole,
    }


def _due(head: AuditHead, links: list[AuditRecord]) -> AuditHead | None:
    """The head as far as a page that is not the last can know of it."""
    return head if head.seq <= links[-1].seq else None


def held(principal: Any) -> set[str]:
    """The contact centers where the asking person is an administrator."""
    return {place for place, roles in principal.roles.items() if roles & ADMINISTRATORS}


def _is_of(link: AuditRecord, places: set[str]) -> bool:
    body = link.body
    named = (body.get("environment"), body.get("key") if body.get("kind") == "contact_center" else None)
    return any(name in places for name in named) or str(body.get("schedule", "")).partition("/")[0] in places


HANDLERS = (audit,)
