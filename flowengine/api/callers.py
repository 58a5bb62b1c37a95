"""/api/callers: what the tenant knows of those who call: read, written down, forgotten as one."""

from typing import Annotated, Any

from litestar import post
from litestar.params import JSONBody
from msgspec import Meta, Struct, field

from flowengine.api.given import ThePrincipal, TheServices
from flowengine.errors import NotFound, RequestRefused
from flowengine.lang.telephone import number_of
from flowengine.messages import CallerNoted, DocumentPut
from flowengine.switchboard.callers import KIND, key_of

Number = Annotated[str, Meta(min_length=1, max_length=40)]
Name = Annotated[str, Meta(pattern="^[a-z][a-z0-9_]{0,63}$")]


class Meant(Struct, frozen=True, forbid_unknown_fields=True):
    """Whose record. In the body, not in the address: addresses are written into logs."""

    number: Number


class Noted(Struct, frozen=True, forbid_unknown_fields=True):
    """What is to be known when the number calls again, for `keep_days` from now. What is left out stays as it is; an
    attribute of null is taken away."""

    number: Number
    name: Annotated[str, Meta(max_length=200)] = ""
    language: Annotated[str, Meta(pattern="^$|^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = ""
    attributes: Annotated[dict[Name, Any], Meta(max_length=100)] = field(default_factory=dict)
    keep_days: Annotated[int, Meta(ge=1, le=3650)] = 365


@post("/api/callers/find", status_code=200, summary="What is known of a caller", tags=["callers"])
async def find(data: JSONBody[Meant], principal: ThePrincipal, services: TheServices) -> dict[str, Any]:
    """Name, language and attributes as flows and people wrote them; with whom the caller spoke last and how often they
    called in 24 hours, where the tenant keeps history; and until when all of it is kept."""
    return await _found(services, principal, _number(data.number))


@post("/api/callers/note", status_code=200, summary="Write down what is known of a caller", tags=["callers"])
async def note(data: JSONBody[Noted], principal: ThePrincipal, services: TheServices) -> dict[str, Any]:
    """Flows read it as `caller.name`, `caller.language` and `caller.attributes` from the next call on. The answer is
    the whole record."""
    number = _number(data.number)
    event = CallerNoted(
        number=number, name=data.name, language=data.language, attributes=dict(data.attributes),
        keep_days=data.keep_days, author=principal.user,
    )  # fmt: skip  # one note
    await services.runtime.submit(principal.tenant, event)
    return await _found(services, principal, number)


@post("/api/callers/forget", status_code=204, summary="Forget a caller", tags=["callers"])
async def forget(data: JSONBody[Meant], principal: ThePrincipal, services: TheServices) -> None:
    """Erase the record of a number as one; done again, or for one that nobody knows, it does no harm."""
    key = key_of(principal.tenant, _number(data.number))
    event = DocumentPut(kind=KIND, key=key, body="", base="*", author=principal.user)
    await services.runtime.submit(principal.tenant, event)


def _number(text: str) -> str:
    number = number_of(text)
    if not number:
        raise RequestRefused("That is no telephone number.", hint="Write it like +447700900123.", code="bad_number")
    return number


async def _found(services: TheServices, principal: ThePrincipal, number: str) -> dict[str, Any]:
    record: dict[str, Any] | None = await services.look.caller(principal.tenant, number)
    if record is None:
        raise NotFound("Nothing is known of that number.")
    return {"number": number, **record}


HANDLERS = (find, note, forget)
