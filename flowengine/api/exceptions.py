"""/api/environments/{env}/schedules/{name}/exceptions: days on which a schedule is not what it says, known at once."""

from typing import Annotated, Any

import msgspec
from litestar import get, put
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from flowengine.api.given import ThePrincipal, TheServices
from flowengine.api.steering import directory_for
from flowengine.errors import NotFound
from flowengine.messages import DocumentPut
from flowengine.tenancy.exception import ScheduleException


class ExceptionsSet(Struct, frozen=True, forbid_unknown_fields=True):
    """`days`: local date -> the ranges in which it is open then, none for a day on which it is closed; and why."""

    days: dict[str, list[str]]
    reason: Annotated[str, Meta(min_length=1, max_length=500)]


@get(
    "/api/environments/{env:str}/schedules/{name:str}/exceptions",
    summary="A schedule's exceptions",
    tags=["schedules"],
)
async def read_exceptions(
    env: FromPath[str], name: FromPath[str], principal: ThePrincipal, services: TheServices
) -> dict[str, Any]:
    """The days that differ, who said so and why; none for a schedule that is as it says."""
    _known(services, principal, env, name)
    known = directory_for(services, principal.tenant).exceptions
    shown: dict[str, Any] = msgspec.to_builtins(known.get(f"{env}/{name}", ScheduleException()))
    return shown


@put(
    "/api/environments/{env:str}/schedules/{name:str}/exceptions",
    summary="Set a schedule's exceptions",
    tags=["schedules"],
)
async def set_exceptions(
    env: FromPath[str],
    name: FromPath[str],
    data: JSONBody[ExceptionsSet],
    principal: ThePrincipal,
    services: TheServices,
) -> dict[str, Any]:
    """All of them, in place of those before; running dialogues see them at once, nothing has to be published."""
    _known(services, principal, env, name)
    body = msgspec.json.encode({"days": data.days, "reason": data.reason, "owner": principal.user}).decode()
    event = DocumentPut(kind="exception", key=f"{env}/{name}", body=body, base="*", author=principal.user)
    await services.runtime.submit(principal.tenant, event)
    return {"days": data.days, "reason": data.reason, "owner": principal.user}


def _known(services: TheServices, principal: ThePrincipal, env: str, name: str) -> None:
    if name not in services.editor.schedules(principal.tenant, env):
        raise NotFound(f"{env} has no schedule “{name}”.")


HANDLERS = (read_exceptions, set_exceptions)
