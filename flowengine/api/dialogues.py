"""/api/dialogues: what runs, what happened in one dialogue, and why its caller still waits."""

from typing import Annotated, Any, Literal

from litestar import get, post
from litestar.params import FromPath, QueryParameter

from flowengine.api.given import ThePrincipal, TheServices
from flowengine.api.moment import ms_of
from flowengine.api.scope import refuse_elsewhere, within
from flowengine.errors import NotFound
from flowengine.identity.routes import READERS, WATCHERS
from flowengine.messages import Json

# Fact word -> where its content number stands.
CONTENT_AT = {
    "arrived": 3, "said": 1, "asked": 1, "heard": 1, "set": 2, "agent_said": 1, "attributes": 1, "called": 2,
    "texted": 2, "asks_elsewhere": 3, "answered": 1, "noted": 3,
}  # fmt: skip  # a table reads better filled


@get("/api/dialogues", summary="The dialogues", tags=["dialogues"])
async def dialogues(
    principal: ThePrincipal,
    services: TheServices,
    which: Annotated[Literal["live", "all"], QueryParameter(name="state")] = "live",
) -> list[Any]:
    """Those that run now, or all that are kept; without anything that a caller said."""
    found: list[Json] = await services.look.dialogues(principal.tenant, live=which == "live")
    return found


@get("/api/dialogues/{id:str}", summary="One dialogue", tags=["dialogues"])
async def dialogue(id: FromPath[str], principal: ThePrincipal, services: TheServices) -> Any:  # noqa: A002  # the path's word
    """Its state, where it is in which flow and release, and who talks with the caller."""
    return found_or_404(await services.look.dialogue(principal.tenant, id))


@get("/api/dialogues/{id:str}/trace", summary="What happened in a dialogue", tags=["dialogues"])
async def trace(
    id: FromPath[str],  # noqa: A002  # the path's word
    principal: ThePrincipal,
    services: TheServices,
) -> list[Any]:
    """The facts in order. For supervisors and administrators `content` gives the words behind the facts' content
    numbers, as far as they were not erased; for others it is empty."""
    rows = await services.look.trace(principal.tenant, id)
    if rows is None:
        raise NotFound("There is no such dialogue.")
    joined = await services.look.contents(principal.tenant, id) if principal.holds(WATCHERS) else {}
    return [{**row, "content": {str(n): joined[n] for n in _numbers(row) if n in joined}} for row in rows]


@get("/api/dialogues/{id:str}/why", summary="Why a caller still waits", tags=["dialogues"])
async def why(
    id: FromPath[str],  # noqa: A002  # the path's word
    principal: ThePrincipal,
    services: TheServices,
    at: Annotated[str, QueryParameter(description="A past moment, such as 2026-03-02T17:00:00Z; else now")] = "",
) -> Any:
    """The position, whom the present step of the plan asks, every reason of each agent, what comes next and when, and
    the estimate with its inputs; in words and as data. Of a past moment it is told from the trace. Agents of contact
    centers where one holds no role are left out."""
    found = found_or_404(await services.look.why_dialogue(principal.tenant, id, ms_of(at) if at else None))
    asked = {row["contact_center"] for row in found.get("asks", ())} | {found.get("contact_center", "")} - {""}
    if asked:
        refuse_elsewhere(principal, READERS, asked)
    return {**found, "agents": within(principal, READERS, found["agents"], "contact_centers")}


@post("/api/dialogues/{id:str}/case", status_code=200, summary="A dialogue as a test", tags=["dialogues"])
async def case(id: FromPath[str], principal: ThePrincipal, services: TheServices) -> Any:  # noqa: A002  # the path's word
    """A case document that plays what happened; it is returned, not stored."""
    return await services.editor.case_of(principal.tenant, id)


def found_or_404(found: Json | None) -> Json:
    if found is None:
        raise NotFound("There is no such thing in this tenant.")
    return found


def _numbers(row: Json) -> list[int]:
    facts = [list(fact) for fact in row["facts"]]
    places = [(fact, CONTENT_AT.get(fact[0], 0)) for fact in facts if fact]
    return [fact[at] for fact, at in places if at and len(fact) > at and isinstance(fact[at], int) and fact[at] > 0]


HANDLERS = (dialogues, dialogue, trace, why, case)
