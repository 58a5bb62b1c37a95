"""/api/agents/me: one's own desk: what one does, as whom one answers, and where callers may be handed on to."""

from typing import Annotated, Any, Literal

from litestar import get, post, put
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from flowengine.api.dialogues import found_or_404
from flowengine.api.given import TheKey, ThePrincipal, TheServices, desk_event_id
from flowengine.api.services import Services
from flowengine.errors import NotFound
from flowengine.identity.principal import Principal
from flowengine.messages import AgentSignedIn, AgentSignedOut, DevicePresenceReported, Json, PresenceSet
from flowengine.tenancy.directory import Directory

SHOWN = 200  # agents to whom a caller may be handed on; a desk names others by id


class Presence(Struct, frozen=True, forbid_unknown_fields=True):
    """During a conversation it becomes the next status. `reason`: a key of the tenant's away reasons, if it has any."""

    intent: Literal["available", "away", "do_not_disturb", "offline"]
    reason: str = ""


class DevicePresence(Struct, frozen=True, forbid_unknown_fields=True):
    """What a device says of its owner; it holds for `expires_s`."""

    presence: Literal["do_not_disturb", "device_busy", "available", "away"]
    expires_s: Annotated[int, Meta(ge=1, le=86_400)] = 300


@get("/api/agents/me", summary="One's own desk", tags=["desk"])
async def me(principal: ThePrincipal, services: TheServices) -> Any:
    """The agent, its state and reservations, and `n`, the number of the last command that was sent to the desk; the
    away reasons of the tenant, the contact centers that one serves, and where callers may be handed on to."""
    return await _desk(principal, services)


@post("/api/agents/me/sign-in", status_code=200, summary="Begin work", tags=["desk"])
async def sign_in(principal: ThePrincipal, services: TheServices, key: TheKey = "") -> Any:
    """The agent is signed in, with the intent it had last."""
    await services.runtime.submit(
        principal.tenant, AgentSignedIn(agent=principal.desk), desk_event_id(principal.desk, key)
    )
    return await _desk(principal, services)


@post("/api/agents/me/sign-out", status_code=200, summary="End work", tags=["desk"])
async def sign_out(principal: ThePrincipal, services: TheServices, key: TheKey = "") -> Any:
    """No more offers come; a conversation that runs is not ended by it."""
    await services.runtime.submit(
        principal.tenant, AgentSignedOut(agent=principal.desk), desk_event_id(principal.desk, key)
    )
    return await _desk(principal, services)


@put("/api/agents/me/presence", summary="Say what one intends", tags=["desk"])
async def presence(data: JSONBody[Presence], principal: ThePrincipal, services: TheServices, key: TheKey = "") -> Any:
    """Available, away with a reason, do not disturb, or offline."""
    event = PresenceSet(agent=principal.desk, intent=data.intent, reason=data.reason[:200])
    await services.runtime.submit(principal.tenant, event, desk_event_id(principal.desk, key))
    return await _desk(principal, services)


@put("/api/agents/{id:str}/devices/{device:str}", summary="Report a device's presence", tags=["agents"])
async def device(
    id: FromPath[str],  # noqa: A002  # the path's word
    device: FromPath[str],
    data: JSONBody[DevicePresence],
    principal: ThePrincipal,
    services: TheServices,
) -> Any:
    """For the systems that know: a telephone that is busy, a calendar. The directory lists a person's devices."""
    if await services.look.agent(principal.tenant, id) is None:
        raise NotFound(f"There is no agent “{id[:128]}”.")
    event = DevicePresenceReported(agent=id, device=device[:64], presence=data.presence, expires_s=data.expires_s)
    await services.runtime.submit(principal.tenant, event)
    return found_or_404(await services.look.agent(principal.tenant, id))


async def _desk(principal: Principal, services: Services) -> Any:
    found: dict[str, Json] = found_or_404(await services.look.agent(principal.tenant, principal.desk))
    directory = services.look.directory(principal.tenant)
    if directory is None:
        return found
    states = await services.look.states(principal.tenant)
    return {
        **found,
        "away_reasons": dict(directory.tenant.away_reasons),
        "contact_centers": _served(directory, principal.desk),
        "transfer": _targets(directory, principal.desk, states),
    }


def _served(directory: Directory, agent: str) -> list[Json]:
    """The contact centers as whose agent one answers, with the skills that one holds there."""
    user = directory.users[agent]
    return [
        {
            "name": name,
            "title": center.title,
            "dispositions": dict(center.dispositions),
            "skills": dict(user.memberships[name]),
            "wrap_up_mode": center.wrap_up.mode,
        }
        for name, center in directory.contact_centers.items()
        if name in user.memberships and user.is_agent_in(name)
    ]


def _targets(directory: Directory, agent: str, states: dict[str, str]) -> dict[str, Json]:
    """Who may be handed a caller: enabled contact centers, and the agents who are signed in, by name."""
    centers = [
        {"name": name, "title": center.title} for name, center in directory.contact_centers.items() if center.enabled
    ]
    others = [
        {"agent": key, "name": directory.users[key].name, "state": state}
        for key, state in states.items()
        if key != agent and state != "signed_out" and key in directory.users
    ]
    return {"contact_centers": centers, "agents": sorted(others, key=lambda one: str(one["name"]))[:SHOWN]}


HANDLERS = (me, sign_in, sign_out, presence, device)
