"""Steering: what is changed of the directory goes one way: judged on a copy, sent as one event, told thing by thing."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec
from litestar import Request, Response
from msgspec import Struct

from flowengine.api.flows import base_of
from flowengine.api.services import Services
from flowengine.errors import FlowInvalid, NotFound
from flowengine.identity.principal import Principal
from flowengine.lang.canonical import canonical, content_hash
from flowengine.messages import DirectoryChange, DirectorySynced
from flowengine.switchboard.sync import FROM_FILE, hash_of
from flowengine.tenancy.change import Change, Result, sync
from flowengine.tenancy.directory import Directory, kind_of, things_of, written
from flowengine.tenancy.tenant_file import findings_of

AT_ONCE = 20  # so few changes are made ready without a thread


class Told(Struct, frozen=True):
    """What became, or would become, of one thing: added, changed, removed, unchanged or refused, and why."""

    kind: str
    key: str
    outcome: str
    code: str = ""
    detail: str = ""
    hint: str = ""


class Changed(Struct, frozen=True):
    """`applied`: the directory is so now. `counts`: outcome -> how many."""

    applied: bool
    counts: dict[str, int]
    things: list[Told]


def directory_for(services: Services, tenant: str) -> Directory:
    """The tenant's directory. Raises NotFound."""
    directory = services.look.directory(tenant)
    if directory is None:
        raise NotFound("There is no such tenant.")
    return directory


def read_thing(services: Services, principal: Principal, kind: str, key: str) -> Response[dict[str, Any]]:
    """A thing as it stands in the tenant file, with its hash as ETag. Raises NotFound."""
    directory = directory_for(services, principal.tenant)
    things = things_of(directory, kind)
    if key not in things:
        raise NotFound(f"There is no {kind.replace('_', ' ')} “{key}”.")
    return _response(directory, kind, key)


async def put_thing(
    services: Services, principal: Principal, change: Change, request: Request[Any, Any, Any]
) -> Response[dict[str, Any]]:
    """A thing is so from now on. Needs If-Match with its ETag (`*`: any), or If-None-Match: * for a new one."""
    base = "" if request.headers.get("if-none-match", "").strip() == "*" else base_of(request)
    await submit(services, principal, [change], bases=[base])
    return _response(directory_for(services, principal.tenant), change.kind, change.key)


async def remove_thing(
    services: Services, principal: Principal, kind: str, key: str, request: Request[Any, Any, Any]
) -> None:
    """Needs If-Match. Raises Conflict for what is in use, with who uses it."""
    await submit(services, principal, [Change(kind, key, None)], bases=[base_of(request)])


def _response(directory: Directory, kind: str, key: str) -> Response[dict[str, Any]]:
    etag = f'"{hash_of(directory, kind, key)}"'
    return Response(written(things_of(directory, kind)[key]), headers={"etag": etag})


async def submit(
    services: Services,
    principal: Principal,
    changes: Sequence[Change],
    *,
    source: str = "api",
    bases: Sequence[str] = (),
) -> None:
    """Make the changes, all of them or none, on what was just looked at. Raises what the switchboard refuses."""
    if not changes:
        return
    directory = directory_for(services, principal.tenant)
    many = len(changes) > AT_ONCE  # callers go on meanwhile
    sent = await asyncio.to_thread(_sent, directory, changes, bases) if many else _sent(directory, changes, bases)
    event = DirectorySynced(changes=sent, author=principal.user, source=source)
    await services.runtime.submit(principal.tenant, event)


def _sent(directory: Directory, changes: Sequence[Change], bases: Sequence[str]) -> tuple[DirectoryChange, ...]:
    """Each with its document made: what is left to the owner of the tenant is to judge, to store and to tell."""
    known = bases or [hash_of(directory, change.kind, change.key) for change in changes]
    return tuple(_made(change, base) for change, base in zip(changes, known, strict=True))


def _made(change: Change, base: str) -> DirectoryChange:
    if change.value is None:
        return DirectoryChange(change.kind, change.key, "", base)
    try:
        body = canonical(written(msgspec.convert(change.value, kind_of(change.kind))))
    except (msgspec.ValidationError, KeyError):  # the owner refuses it, in words
        return DirectoryChange(change.kind, change.key, msgspec.json.encode(change.value).decode(), base)
    return DirectoryChange(change.kind, change.key, body, base, content_hash(body))


async def change_all(
    services: Services, principal: Principal, changes: Sequence[Change], *, dry_run: bool, source: str = "api"
) -> Changed:
    """The changes and what became of each; a dry run says what would. Raises FlowInvalid if one is refused."""
    directory = directory_for(services, principal.tenant)
    done = await asyncio.to_thread(sync, directory, changes, may_relink=source == FROM_FILE)  # callers go on meanwhile
    refused = bool(done.refusals)
    if not dry_run:
        if refused:
            raise FlowInvalid(findings_of(done.results))
        needed = [change for change, result in zip(changes, done.results, strict=True) if result.outcome != "unchanged"]
        await submit(services, principal, needed, source=source)
    counts = dict(Counter[str](result.outcome for result in done.results))
    return Changed(not dry_run and not refused, counts, [_told(result) for result in done.results])


def _told(result: Result) -> Told:
    refusal = result.refusal
    why = ("", "", "") if refusal is None else (refusal.code, str(refusal), refusal.hint)
    return Told(result.kind, result.key, result.outcome, *why)
