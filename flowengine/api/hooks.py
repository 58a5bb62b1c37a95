"""/hooks: where another system brings callers in, signed; /api/hooks: the administrators' list of such addresses."""

import asyncio
from typing import Any, Literal

import msgspec
from litestar import Request, Response, delete, get, post
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from flowengine.api.errors import hook_problem
from flowengine.api.fence import one_header
from flowengine.api.given import ThePrincipal, TheServices
from flowengine.api.hook_port import Told
from flowengine.api.rate import Rate
from flowengine.errors import Conflict, FlowEngineError, FlowInvalid, LedgerError, RequestRefused
from flowengine.identity.hooks import SIGNATURE, Hook, Shown
from flowengine.lang.strict_json import loads
from flowengine.messages import Json

MOST_BYTES = 64 * 1024
ANSWERED_WITHIN_S = 10.0  # a store that stands still answers nothing; a sender waits for 10 to 15 s, and repeats


class NewHook(Struct, frozen=True, forbid_unknown_fields=True):
    """`repeats`: whether its sender sends again what was answered 429 or 5xx, or not at all."""

    name: str
    channel: Literal["relay"] = "relay"
    repeats: bool = True


@post(
    "/hooks/{channel:str}/{tenant:str}/{hook:str}", status_code=200, summary="What another system brings",
    tags=["hooks"],
)  # fmt: skip  # as one thought
async def hear(
    channel: FromPath[str],
    tenant: FromPath[str],
    hook: FromPath[str],
    request: Request[Any, Any, Any],
    services: TheServices,
) -> Response[Any]:
    """Answered when it is kept; an `event_id` that comes again has the effect of once. 503 with Retry-After: send it
    again. 202: kept, and done as soon as somebody serves the tenant; only where the hook does not repeat."""
    try:
        shown = Shown(services.settings.hook_url(channel, tenant, hook), *await _signed(request))
        async with asyncio.timeout(ANSWERED_WITHIN_S):
            found = await services.hooks.register.verified(tenant, channel, hook, shown)
            hooks_of(request).spend(found.id)
            answer = await services.hooks.take(tenant, found, _read(shown.body))
    except TimeoutError:
        return hook_problem(request, LedgerError("The store does not answer in time."))
    except FlowEngineError as fault:
        return hook_problem(request, fault)
    return Response(answer or {"kept": True}, status_code=200 if answer else 202)


@get("/api/hooks", summary="The hooks", tags=["hooks"])
async def read_hooks(principal: ThePrincipal, services: TheServices) -> list[Any]:
    """Newest first, with their addresses and how many secrets each has; never a secret."""
    return [_shown(hook, principal.tenant, services) for hook in services.hooks.register.all(principal.tenant)]


@post("/api/hooks", status_code=201, summary="Make a hook", tags=["hooks"])
async def make_hook(data: JSONBody[NewHook], principal: ThePrincipal, services: TheServices) -> dict[str, Any]:
    """The answer holds the address, and the secret, once: it is kept sealed. One whose sender does not repeat is
    refused while nodes of several versions run."""
    if not data.repeats:
        await _refuse_among_versions(services)
    register, (tenant, user) = services.hooks.register, (principal.tenant, principal.user)
    hook, secret = await register.make(tenant, user, data.name, data.channel, repeats=data.repeats)
    return {**_shown(hook, tenant, services), "secret": secret}


@post("/api/hooks/{hook:str}/secrets", status_code=201, summary="Make a new secret of a hook", tags=["hooks"])
async def renew_hook(hook: FromPath[str], principal: ThePrincipal, services: TheServices) -> dict[str, Any]:
    """The answer holds it, once. The one before it stays good until it is taken away, an older one does not."""
    found, secret = await services.hooks.register.renew(principal.tenant, hook, principal.user)
    return {**_shown(found, principal.tenant, services), "secret": secret}


@delete("/api/hooks/{hook:str}/secrets", status_code=200, summary="Take the older secret away", tags=["hooks"])
async def settle_hook(hook: FromPath[str], principal: ThePrincipal, services: TheServices) -> dict[str, Any]:
    """Only the newest is good from now on."""
    found = await services.hooks.register.settle(principal.tenant, hook, principal.user)
    return _shown(found, principal.tenant, services)


@delete("/api/hooks/{hook:str}", status_code=204, summary="Remove a hook", tags=["hooks"])
async def remove_hook(hook: FromPath[str], principal: ThePrincipal, services: TheServices) -> None:
    """Its address opens nothing any more; dialogues that are on go on without their sender."""
    await services.hooks.register.remove(principal.tenant, hook, principal.user)


async def _refuse_among_versions(services: TheServices) -> None:
    """What such a hook keeps in the inbox, a node of an older version may not know. Raises Conflict."""
    nodes = [row for row in (await services.operations.cell()).nodes if row.state != "silent"]
    versions = sorted({row.version for row in nodes})
    if len(versions) > 1:
        raise Conflict(
            f"Nodes of several versions run ({', '.join(versions)}): one of them may not know what this hook keeps.",
            hint="Make it when all nodes have the same version.",
            code="several_versions",
        )


async def _signed(request: Request[Any, Any, Any]) -> tuple[str, bytes]:
    """The signature and the raw body. Raises RequestRefused."""
    signature = one_header(request.scope, SIGNATURE.encode())
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BYTES:
            raise RequestRefused(f"A hook takes at most {MOST_BYTES} bytes.", hint="Split it.", code="too_large")
    return signature, bytes(body)


def _read(body: bytes) -> Told:
    """Raises RequestRefused."""
    try:
        told = msgspec.convert(loads(body), Told)
    except FlowInvalid as fault:
        first = fault.findings[0]
        raise RequestRefused(first.message, hint=first.hint, code=first.code) from None
    except msgspec.ValidationError as fault:
        raise RequestRefused(f"The request is not well formed: {fault}.", code="bad_request") from None
    does = (told.begin is not None) + (told.event is not None)
    if does > 1 or bool(does) != (told.event_id is not None) or (not does and told.after is None):
        hint = "One of begin and event, with an event_id; or after alone."
        raise RequestRefused("It is not clear what this asks for.", hint=hint, code="bad_request")
    return told


def hooks_of(request: Request[Any, Any, Any]) -> Rate:
    found: Rate = request.app.state.hook_rate
    return found


def _shown(hook: Hook, tenant: str, services: TheServices) -> dict[str, Json]:
    fields = ("id", "name", "channel", "repeats", "made_by", "made_ms")
    url = services.settings.hook_url(hook.channel, tenant, hook.id)
    return {**{field: getattr(hook, field) for field in fields}, "secrets": len(hook.seals), "url": url}


HANDLERS = (hear, read_hooks, make_hook, renew_hook, settle_hook, remove_hook)
