"""/api/switches: operational facts that act on running dialogues at once; with owner, reason and end."""

from typing import Annotated, Any

import msgspec
from litestar import get, put
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from flowengine.api.given import ThePrincipal, TheServices
from flowengine.api.moment import ms_of, text_of
from flowengine.errors import NotFound
from flowengine.messages import DocumentPut, Json


class SwitchSet(Struct, frozen=True, forbid_unknown_fields=True):
    """A switch with its reason; at the moment `until` (RFC 3339; null: never) it goes off by itself."""

    on: bool
    reason: Annotated[str, Meta(max_length=500)] = ""
    text: Annotated[str, Meta(max_length=500)] = ""
    until: str | None = None


@get("/api/switches", summary="The switches", tags=["switches"])
async def read_switches(principal: ThePrincipal, services: TheServices) -> list[Any]:
    """Each with `on` as it was set and `is_on` as it is now, its text, reason, owner and end."""
    known = await services.look.switches(principal.tenant)
    return [_shown(name, switch) for name, switch in sorted(known.items())]


@get("/api/switches/{name:str}", summary="A switch", tags=["switches"])
async def read_switch(name: FromPath[str], principal: ThePrincipal, services: TheServices) -> dict[str, Any]:
    """Whether it is on, its text, its reason, its owner and its end."""
    return _found(await services.look.switches(principal.tenant), name)


@put("/api/switches/{name:str}", summary="Set a switch", tags=["switches"])
async def set_switch(
    name: FromPath[str], data: JSONBody[SwitchSet], principal: ThePrincipal, services: TheServices
) -> dict[str, Any]:
    """Running dialogues see it at once; whoever set it last owns it, and each setting stays in the trace. Switches are
    made in the directory, not here; some are set with a reason only."""
    present = _found(await services.look.switches(principal.tenant), name)
    switch = {
        "on": data.on,
        "text": data.text,
        "reason": data.reason,
        "owner": principal.user,
        "until_ms": 0 if data.until is None else ms_of(data.until),
        "needs_reason": present["needs_reason"],
    }
    body = msgspec.json.encode(switch).decode()
    event = DocumentPut(kind="switch", key=name, body=body, base="*", author=principal.user)
    await services.runtime.submit(principal.tenant, event)
    return _found(await services.look.switches(principal.tenant), name)


def _found(known: dict[str, Json], name: str) -> dict[str, Json]:
    if name not in known:
        raise NotFound("There is no such switch.")
    return _shown(name, known[name])


def _shown(name: str, switch: dict[str, Json]) -> dict[str, Json]:
    shown = {key: value for key, value in switch.items() if key != "until_ms"}
    return {"name": name, **shown, "until": text_of(switch["until_ms"]) if switch["until_ms"] else None}


HANDLERS = (read_switches, read_switch, set_switch)
