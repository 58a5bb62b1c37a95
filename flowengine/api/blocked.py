"""/api/blocked-callers: who is not let in, why, and until when."""

from typing import Annotated, Any

from litestar import get, post
from litestar.params import JSONBody
from msgspec import Meta, Struct

from flowengine.api.given import ThePrincipal, TheServices
from flowengine.api.moment import ms_of, text_of
from flowengine.api.steering import directory_for, submit
from flowengine.errors import NotFound, RequestRefused
from flowengine.lang.telephone import number_of
from flowengine.tenancy.blocked import BlockedCaller
from flowengine.tenancy.change import Change

Number = Annotated[str, Meta(min_length=1, max_length=40)]


class Blocked(Struct, frozen=True, forbid_unknown_fields=True):
    """At the moment `until` (RFC 3339; null: never) the number is let in again. The number stands in the body, not in
    the address: addresses are written into logs."""

    number: Number
    reason: Annotated[str, Meta(min_length=1, max_length=500)]
    until: str | None = None


class LetIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Whose block ends."""

    number: Number


@get("/api/blocked-callers", summary="The blocked callers", tags=["callers"])
async def read_blocked(principal: ThePrincipal, services: TheServices) -> list[Any]:
    """Each number with reason, owner and end; one whose time is over stands there until it is removed."""
    known = directory_for(services, principal.tenant).blocked_callers
    return [_shown(number, blocked) for number, blocked in known.items()]


@post("/api/blocked-callers", status_code=200, summary="Block a caller", tags=["callers"])
async def block(data: JSONBody[Blocked], principal: ThePrincipal, services: TheServices) -> dict[str, Any]:
    """From the next call on; a number that is blocked already gets this reason and end. Running dialogues go on."""
    number = _number(data.number)
    until_ms = 0 if data.until is None else ms_of(data.until)
    value = {"reason": data.reason, "owner": principal.user, "until_ms": until_ms}
    await submit(services, principal, [Change("blocked_caller", number, value)], bases=["*"])
    return _shown(number, directory_for(services, principal.tenant).blocked_callers[number])


@post("/api/blocked-callers/let-in", status_code=204, summary="Let a caller in again", tags=["callers"])
async def let_in(data: JSONBody[LetIn], principal: ThePrincipal, services: TheServices) -> None:
    """From the next call on."""
    number = _number(data.number)
    if number not in directory_for(services, principal.tenant).blocked_callers:
        raise NotFound("That number is not blocked.")
    await submit(services, principal, [Change("blocked_caller", number, None)])


def _number(text: str) -> str:
    number = number_of(text)
    if not number:
        raise RequestRefused("That is no telephone number.", hint="Write it like +447700900123.", code="bad_number")
    return number


def _shown(number: str, blocked: BlockedCaller) -> dict[str, Any]:
    until = text_of(blocked.until_ms) if blocked.until_ms else None
    return {"number": number, "reason": blocked.reason, "owner": blocked.owner, "until": until}


HANDLERS = (read_blocked, block, let_in)
