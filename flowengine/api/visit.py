"""/api/visit/{tenant}: the caller's side without an account; a secret in a cookie is bound to one dialogue."""

import secrets
from typing import Annotated, Any, Literal

from litestar import Request, Response, post
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from flowengine.api import cookie
from flowengine.api.given import TheServices, TheVisit
from flowengine.api.rate import Rate
from flowengine.api.services import Services
from flowengine.channels.channel import CallerSide
from flowengine.channels.line import event_id_of
from flowengine.errors import Forbidden, NotFound
from flowengine.identity.secret import hash_of
from flowengine.messages import CallerHungUp, Json

VIA = {"voice": "phone", "chat": "webchat"}
MOST_COOKIES = 8  # of single dialogues in one browser; the oldest are forgotten


class Begin(Struct, frozen=True, forbid_unknown_fields=True):
    """`media`: how the simulated carrier answers when an agent accepts: it connects, or it fails. `test`: somebody only
    tries, and reports show it apart. `event_id`: the page's own, random, and told to nobody: who sends it again is
    given the dialogue that was begun by it."""

    address: Annotated[str, Meta(min_length=1, max_length=200)]
    channel: Literal["voice", "chat"]
    number: Annotated[str, Meta(max_length=40)] = ""
    name: Annotated[str, Meta(max_length=200)] = ""
    language: Annotated[str, Meta(max_length=35)] = ""
    media: Literal["ok", "fail"] = "ok"
    test: bool = False
    event_id: Annotated[str, Meta(pattern="^([A-Za-z0-9_-]{22,64})?$")] = ""


class Begun(Struct, frozen=True):
    dialogue: str
    ticket: str


class Said(Struct, frozen=True, forbid_unknown_fields=True):
    """`event_id` is the page's own; sending it twice has the effect of once. `event`: `{"type": "KeyPressed", ...}`."""

    event_id: Annotated[str, Meta(min_length=1, max_length=64, pattern="^[A-Za-z0-9_.:-]+$")]
    event: dict[str, Any]


class Ticket(Struct, frozen=True):
    dialogue: str
    ticket: str


@post("/api/visit/{tenant:str}", status_code=201, summary="Begin a dialogue", tags=["visit"])
async def begin(
    tenant: FromPath[str], data: JSONBody[Begin], request: Request[Any, Any, Any], services: TheServices
) -> Response[Begun]:
    """Calls a number or opens a chat entry. Sets the visitor's cookie; the ticket opens the stream of commands. A
    repeated `event_id` begins nothing new: the answer is of the same dialogue."""
    directory = services.look.directory(tenant)
    if directory is None:
        raise NotFound("There is no such tenant.")
    if not services.settings.demo and data.channel == "voice":
        raise Forbidden("Phones are simulated on a demo server only.", code="no_simulator")
    visits_of(request).spend(tenant)
    channel = services.channels[VIA[data.channel]]
    trusted = services.settings.demo and directory.tenant.demo  # elsewhere a page may not say who calls
    caller = CallerSide(
        address=data.address,
        external_id=_leg(data.event_id) if data.event_id else secrets.token_hex(16),
        number=data.number if trusted else "",
        name=data.name,
        language=data.language,
        test=data.test and trusted,
    )
    reply = await services.runtime.submit(tenant, channel.arrival(caller), f"arrival:{caller.external_id}")
    dialogue: str = reply["dialogue"]
    secret = await services.visitors.begin(tenant, dialogue, channel.name, data.media if trusted else "ok")
    services.line.follow(tenant, dialogue, channel.name)
    ticket = services.tickets.issue("visitor", tenant, secret, dialogue)
    response = Response(Begun(dialogue, ticket), status_code=201)
    for name in (cookie.VISITOR, cookie.visitor_name(dialogue)):
        response.set_cookie(cookie.made(name, secret, services.settings, cookie.VISITOR_S))
    for name in _too_old(request, services, tenant):
        response.set_cookie(cookie.cleared(name, services.settings))
    return response


@post("/api/visit/{tenant:str}/events", status_code=200, summary="What the caller did", tags=["visit"])
async def say(
    tenant: FromPath[str],
    data: JSONBody[Said],
    request: Request[Any, Any, Any],
    visit: TheVisit,
    services: TheServices,
) -> dict[str, Any]:
    """A key, a message, a button, playback finished, or hanging up. Answered when it is stored; a repeated `event_id`
    gets the same answer. `?dialogue=` chooses among several dialogues of one browser."""
    events_of(request).spend(f"{tenant}:{visit.dialogue}")
    event = services.channels[visit.via].event(visit.dialogue, data.event)
    event_id = event_id_of(visit.dialogue, f"page:{data.event_id}")
    reply: Json = await services.runtime.submit(tenant, event, event_id)
    if isinstance(event, CallerHungUp) and not await _waits_to_be_called(services, tenant, visit.dialogue):
        services.line.over(tenant, visit.dialogue)
    return {"reply": reply}


@post("/api/visit/{tenant:str}/ticket", status_code=201, summary="A ticket for the caller's stream", tags=["visit"])
async def ticket(
    tenant: FromPath[str], request: Request[Any, Any, Any], visit: TheVisit, services: TheServices
) -> Ticket:
    """Opens the stream of the visitor's dialogue once, within 30 seconds: after a reload or a lost connection. A
    dialogue that is kept no longer (the demo was reset) is not found."""
    events_of(request).spend(f"{tenant}:{visit.dialogue}")
    if await services.look.dialogue(tenant, visit.dialogue) is None:
        raise NotFound("The dialogue is not kept any more.")
    named = cookie.read(request, cookie.visitor_name(visit.dialogue), services.settings)
    secret = named or cookie.read(request, cookie.VISITOR, services.settings)
    return Ticket(visit.dialogue, services.tickets.issue("visitor", tenant, secret, visit.dialogue))


def _leg(event_id: str) -> str:
    """What is kept is a hash: whoever reads the store cannot begin as that page again."""
    return hash_of("arrival", event_id).partition(":")[2]


async def _waits_to_be_called(services: Services, tenant: str, dialogue: str) -> bool:
    """Whether a caller who hung up was promised a call back, so that the carrier has more to do."""
    found = await services.look.dialogue(tenant, dialogue)
    return found is not None and found.get("presence") == "callback"


def visits_of(request: Request[Any, Any, Any]) -> Rate:
    found: Rate = request.app.state.visit_rate
    return found


def events_of(request: Request[Any, Any, Any]) -> Rate:
    found: Rate = request.app.state.event_rate
    return found


def _too_old(request: Request[Any, Any, Any], services: Services, tenant: str) -> list[str]:
    """The browser's cookies of single dialogues beyond the newest few, and those that open nothing."""
    begun = {}
    for name in cookie.visitor_names(request, services.settings):
        visit = services.visitors.find(cookie.read(request, name, services.settings), tenant)
        begun[name] = visit.begun_ms if visit else 0
    return sorted(begun, key=lambda name: begun[name], reverse=True)[MOST_COOKIES - 1 :]


HANDLERS = (begin, say, ticket)
