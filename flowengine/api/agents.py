"""/api/agents: the floor's view of people at work, and an agent's own presence."""

from typing import Any, Literal

from litestar import get, post, put
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from flowengine.api.dialogues import found_or_404
from flowengine.api.given import ThePrincipal, TheServices
from flowengine.messages import AgentSignedIn, AgentSignedOut, Json, PresenceSet


class Presence(Struct, frozen=True, forbid_unknown_fields=True):
    """During a conversation it becomes the next status."""

    intent: Literal["available", "away", "do_not_disturb", "offline"]
    reason: str = ""


@get("/api/agents", summary="The agents", tags=["agents"])
async def agents(principal: ThePrincipal, services: TheServices) -> list[Any]:
    """Each with intent, derived state and its reasons, and the reservations held."""
    found: list[Json] = await services.look.agents(principal.tenant)
    return found


@get("/api/agents/{id:str}/why", summary="Why an agent gets what it gets", tags=["agents"])
async def why(id: FromPath[str], principal: ThePrincipal, services: TheServices) -> Any:  # noqa: A002  # the path's word
    """What the agent could take, what it may not, and for which reason."""
    return found_or_404(await services.look.why_agent(principal.tenant, id))


@get("/api/agents/me", summary="One's own desk", tags=["desk"])
async def me(principal: ThePrincipal, services: TheServices) -> Any:
    """The agent, its state and reservations, and `n`, the number of the last command that was sent to the desk."""
    return found_or_404(await services.look.agent(principal.tenant, principal.desk))


@post("/api/agents/me/sign-in", status_code=200, summary="Begin work", tags=["desk"])
async def sign_in(principal: ThePrincipal, services: TheServices) -> Any:
    """The agent is signed in, with the intent it had last."""
    await services.runtime.submit(principal.tenant, AgentSignedIn(agent=principal.desk))
    return found_or_404(await services.look.agent(principal.tenant, principal.desk))


@post("/api/agents/me/sign-out", status_code=200, summary="End work", tags=["desk"])
async def sign_out(principal: ThePrincipal, services: TheServices) -> Any:
    """No more offers come; a conversation that runs is not ended by it."""
    await services.runtime.submit(principal.tenant, AgentSignedOut(agent=principal.desk))
    return found_or_404(await services.look.agent(principal.tenant, principal.desk))


@put("/api/agents/me/presence", summary="Say what one intends", tags=["desk"])
async def presence(data: JSONBody[Presence], principal: ThePrincipal, services: TheServices) -> Any:
    """Available, away with a reason, do not disturb, or offline."""
    event = PresenceSet(agent=principal.desk, intent=data.intent, reason=data.reason[:200])
    await services.runtime.submit(principal.tenant, event)
    return found_or_404(await services.look.agent(principal.tenant, principal.desk))


HANDLERS = (agents, why, me, sign_in, sign_out, presence)
