"""/api/callers: what the tenant knows of those who call; today only how it forgets them."""

from typing import Annotated

from litestar import post
from litestar.params import JSONBody
from msgspec import Meta, Struct

from flowengine.api.given import ThePrincipal, TheServices
from flowengine.errors import RequestRefused
from flowengine.lang.telephone import number_of
from flowengine.messages import DocumentPut
from flowengine.switchboard.callers import KIND, key_of


class Forgotten(Struct, frozen=True, forbid_unknown_fields=True):
    """Whose record goes. In the body, not in the address: addresses are written into logs."""

    number: Annotated[str, Meta(min_length=1, max_length=40)]


@post("/api/callers/forget", status_code=204, summary="Forget a caller", tags=["callers"])
async def forget(data: JSONBody[Forgotten], principal: ThePrincipal, services: TheServices) -> None:
    """Erase what flows remembered of a number; done again, or for one that nobody knows, it does no harm."""
    number = number_of(data.number)
    if not number:
        raise RequestRefused("That is no telephone number.", hint="Write it like +447700900123.", code="bad_number")
    key = key_of(principal.tenant, number)
    event = DocumentPut(kind=KIND, key=key, body="", base="*", author=principal.user)
    await services.runtime.submit(principal.tenant, event)


HANDLERS = (forget,)
