"""WS /api/live: a snapshot, then the tenant's trace as it is committed; and the commands to the session's own desk."""

import asyncio
from contextlib import closing
from typing import Any

from litestar import WebSocket, websocket

from flowengine.api import socket as ws
from flowengine.api.given import ThePrincipal, TheServices, TheTicket
from flowengine.api.guard import principal_for
from flowengine.api.scope import holds_in, serves
from flowengine.api.services import Feed, Services
from flowengine.api.socket import Socket
from flowengine.channels.frame import frame_of
from flowengine.errors import RequestRefused
from flowengine.identity.principal import Principal
from flowengine.identity.routes import AGENTS, READERS, WATCHERS, roles
from flowengine.messages import Json
from flowengine.runtime.feed import FeedItem, TraceItem
from flowengine.tenancy.directory import Directory

COUNTERS = READERS | roles("report_viewer")
BEGIN_ANEW = ("reset", "too_far_behind")


@websocket("/api/live")
async def live(
    socket: WebSocket[Any, Any, Any], principal: ThePrincipal, ticket_of: TheTicket, services: TheServices
) -> None:
    """Without `after`: a snapshot with its `pos`, then rows after it. With it: the rows that were missed, then on.
    `desk_after`: the last command number that the desk saw; without it only new commands come."""
    after, desk_after = (ws.number(socket, name) for name in ("after", "desk_after"))
    await socket.accept()
    duties = [
        _feed(socket, services, principal, after),
        ws.listen(socket, services.settings.rate),
        _stay_signed_in(services, ticket_of.secret, principal),
    ]
    if principal.holds(AGENTS):
        duties.append(_desk(socket, services, principal, desk_after))
    await ws.run(socket, *duties)


async def _feed(socket: Socket, services: Services, principal: Principal, after: int) -> None:
    """A position that is not there any more (the tenant was reset, or it is too long ago) gets a fresh snapshot."""
    while True:
        try:
            await _follow(socket, services, principal, after)
        except RequestRefused as cut_off:
            if cut_off.code not in BEGIN_ANEW:
                raise
            after = -1
        else:
            return


async def _follow(socket: Socket, services: Services, principal: Principal, after: int) -> None:
    snapshot = await services.look.snapshot(principal.tenant) if after < 0 else None
    # Nothing may be awaited between the line above and the one below: the feed continues where the snapshot ends.
    with closing(services.runtime.feed(principal.tenant, after if after >= 0 else None)) as feed:
        if after > feed.pos:
            raise RequestRefused("That position is still to come.", code="reset")
        if snapshot is not None:
            await ws.send(socket, {"kind": "snapshot", "pos": feed.pos, **_for(principal, snapshot)})
        await _tell(socket, services, principal, feed)


async def _tell(socket: Socket, services: Services, principal: Principal, feed: Feed) -> None:
    async for item in feed:
        frame = frame_for(principal, item, services.look.directory(principal.tenant))
        if frame is not None:
            await ws.send(socket, frame)


async def _desk(socket: Socket, services: Services, principal: Principal, desk_after: int) -> None:
    while True:
        try:
            await _tell_desk(socket, services, principal, desk_after)
        except RequestRefused as cut_off:
            if cut_off.code not in BEGIN_ANEW:
                raise
            desk_after = 0
        else:
            return


async def _tell_desk(socket: Socket, services: Services, principal: Principal, desk_after: int) -> None:
    if desk_after < 0:
        agent = await services.look.agent(principal.tenant, principal.desk)
        desk_after = agent["n"] if agent else 0
    with closing(services.runtime.commands(principal.tenant, f"agent:{principal.desk}", desk_after)) as commands:
        async for item in commands:
            await ws.send(socket, {"kind": "command", **frame_of(item.n, item.command, item.content)})


async def _stay_signed_in(services: Services, secret: str, before: Principal) -> None:
    """Ends the socket soon after the session ends, the user is removed, or roles or desk change; and when nothing new
    can be shown, so that the page says so. Raises NotSignedIn."""
    while principal_for(services, secret) == before:
        await asyncio.sleep(services.settings.recheck_s)
        if services.health.cannot_see():
            raise ws.Closed(ws.CLOSE_AGAIN, "store_unavailable")
    raise ws.Closed(ws.CLOSE_AGAIN, "roles_changed")


def may_hear(principal: Principal, topic: tuple[str, str], directory: Directory | None) -> bool:
    """Whether a topic of the feed is for this principal: (kind, subject). Agents are heard by those who lead them, and
    what is counted in a contact center by those who read it there."""
    kind, subject = topic
    if kind == "agent":
        return subject == principal.desk or holds_in(principal, WATCHERS, serves(directory, subject))
    return principal.holds(COUNTERS, subject) if kind == "contact_center" else principal.holds(READERS)


def frame_for(principal: Principal, item: FeedItem, directory: Directory | None) -> Json | None:
    """The frame of one item, or None if it is not for this principal."""
    if not isinstance(item, TraceItem):
        return {"kind": "passing", "item": item.item} if principal.holds(READERS) else None
    if not may_hear(principal, (item.subject_kind, item.subject), directory):
        return None
    return {
        "kind": "trace",
        "pos": item.pos,
        "at_ms": item.at_ms,
        "subject_kind": item.subject_kind,
        "subject": item.subject,
        "facts": item.facts,
    }


def _for(principal: Principal, snapshot: dict[str, Json]) -> dict[str, Json]:
    return {
        "dialogues": snapshot["dialogues"] if principal.holds(READERS) else [],
        "agents": [
            agent
            for agent in snapshot["agents"]
            if agent["agent"] == principal.desk or holds_in(principal, WATCHERS, agent["contact_centers"])
        ],
        "queues": snapshot["queues"],
    }


HANDLERS = (live,)
