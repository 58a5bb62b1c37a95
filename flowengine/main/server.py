"""One server: opens the ledger, owns its tenants, answers HTTP, and ends in order."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from msgspec import Struct

from flowengine.api.app import coming_of, create_app, peer_app
from flowengine.api.coming import Coming
from flowengine.api.services import Services
from flowengine.api.settings import Settings
from flowengine.channels.channel import Channel
from flowengine.channels.line import Line
from flowengine.channels.phone import Phone
from flowengine.channels.relay import Relay
from flowengine.channels.robot import Robots
from flowengine.channels.webchat import Webchat
from flowengine.environments.editor import Editor
from flowengine.environments.place import Elsewhere
from flowengine.environments.releases import Releases
from flowengine.environments.sheets import Sheets
from flowengine.environments.sounds import Sounds
from flowengine.environments.stock import Stock
from flowengine.extensions.palette import installed_palette
from flowengine.identity.hooks import Hooks
from flowengine.identity.tokens import Tokens
from flowengine.lang.document import FlowLoader
from flowengine.ledger.sqlite_file import make_folder
from flowengine.main import collector
from flowengine.main.arrival import Arrivals, Carriers
from flowengine.main.beside import Beside
from flowengine.main.demo import Demo, Shipped, Simulated, Source
from flowengine.main.erasing import Erasing
from flowengine.main.exchange import Exchange
from flowengine.main.hooking import HookDocuments, Hooking
from flowengine.main.listening import Listener, bound, told_to_stop
from flowengine.main.look import Look
from flowengine.main.member import Member
from flowengine.main.node import Node, node_of
from flowengine.main.palette import PaletteView
from flowengine.main.people import people_of
from flowengine.main.questions import Questions
from flowengine.main.record import Record
from flowengine.main.retaining import Retaining
from flowengine.main.stopping import run_until_told
from flowengine.main.token_store import TokenDocuments
from flowengine.runtime.dead_letters import DeadLetters
from flowengine.runtime.log import listen_to_loop

PORT_PATIENCE_S = 5.0  # a standby takes the port of a process that has only just died


class Served(Struct, frozen=True):
    """A server that is ready: what is behind it, and the application in front. `coming`: its routes that are still
    being made."""

    node: Node
    services: Services
    app: object
    coming: Coming
    peers: object | None


@asynccontextmanager
async def opened(
    data: Path,
    settings: Settings,
    *,
    member: Member | None = None,
    media_ms: tuple[int, int] | None = None,
    source: Source | None = None,
) -> AsyncIterator[Served]:
    """Everything joined and started, closed again in order. Raises LedgerError, FlowInvalid, ExtensionRefused."""
    loader = FlowLoader(installed_palette())  # first of all: nothing is opened on half of what is installed
    source, arrivals = source or Shipped(), Arrivals()
    await asyncio.to_thread(make_folder, data)
    node = await node_of(data, member or Member(), loader, arrivals)
    try:
        exchange, now_ms = source.exchange(node.runtime, loader), node.ports.clock.now_ms
        people, channels = await people_of(node, data), _channels(media_ms)
        line, robots = Line(exchange, channels, people.media_of), Robots(exchange, people.sessions.desks)
        demo = Demo(source, exchange, Simulated(robots, line), people.sessions, now_ms)
        look, stock, beside = Look(exchange, node.store, node.ports.clock), Stock(exchange, loader, now_ms), node.beside
        retaining = Retaining(exchange, node.store, now_ms)
        services = Services(
            settings=settings, runtime=exchange, look=look, palette=PaletteView(loader.palette),
            health=node.health, operations=node.operating, dead=DeadLetters(node.runtime),
            editor=_editor(exchange, loader, beside, source), sheets=Sheets(exchange, loader, stock),
            releases=Releases(exchange, loader, Elsewhere(beside.worker, beside.authoring), now_ms, source.findings),
            sessions=people.sessions, visitors=people.visitors, tickets=people.tickets, operators=people.operators,
            tokens=Tokens(TokenDocuments(exchange), now_ms, secrets.token_bytes),
            line=line, channels=channels, demo=demo, vault=node.outside.vault, questions=Questions(exchange, look),
            reports=beside.reports, replays=beside.replays, trials=beside.trials, stock=stock,
            sounds=Sounds(exchange, stock, source.sounds(node.store)), hooks=_hooking(exchange, node, line),
            retention=retaining, people=Erasing(exchange, node.store, retaining.owe),
        )  # fmt: skip  # a list reads better than one item a line
        arrivals.followers = (people, Carriers(exchange, line), node.outside, look, demo)
        await node.start(demo.load)
        retaining.start()
        yield await _served(node, services)
        await retaining.close()
        await asyncio.gather(line.close(), robots.close())
    finally:
        await node.close()


async def _served(node: Node, services: Services) -> Served:
    neighbours = await node.neighbours()
    app = create_app(services, neighbours)
    return Served(node, services, app, coming_of(app), peer_app(app, neighbours) if neighbours else None)


def _editor(exchange: Exchange, loader: FlowLoader, processes: Beside, source: Source) -> Editor:
    record = Record(processes.replays)
    return Editor(exchange, loader, processes.worker, processes.authoring, record, source.findings)


def _hooking(exchange: Exchange, node: Node, line: Line) -> Hooking:
    documents = HookDocuments(exchange, node.store, node.outside.vault)
    register = Hooks(documents, node.ports.clock.now_ms, secrets.token_bytes)
    return Hooking(register, exchange, node.store, line, Relay())


def _channels(media_ms: tuple[int, int] | None) -> dict[str, Channel]:
    phone = Phone(media_ms) if media_ms else Phone()
    return {"phone": phone, "webchat": Webchat(), "relay": Relay()}


async def serve(
    data: Path,
    settings: Settings,
    ready: asyncio.Event | None = None,
    source: Source | None = None,
    member: Member | None = None,
) -> None:
    """Serve until SIGTERM or SIGINT; what was answered is on the disk in any case."""
    source, ready = source or Shipped(), ready or asyncio.Event()
    listen_to_loop()
    with told_to_stop() as stop:
        async with opened(data, settings, source=source, member=member) as served:
            watching = asyncio.create_task(source.watch())
            rest = asyncio.create_task(_rest(served, ready, stop[0]))
            collector.calm()
            patience_s = PORT_PATIENCE_S if member and member.standby else 0.0
            listeners = [Listener(served.app, await bound(settings.bind, settings.port, patience_s))]
            if served.node.door is not None:
                listeners.append(Listener(served.peers, served.node.door, is_first=False))
            await run_until_told(listeners, served.node, stop, ready)
            watching.cancel()
            rest.cancel()
            with suppress(asyncio.CancelledError):
                await rest


async def _rest(served: Served, ready: asyncio.Event, stop: asyncio.Event) -> None:
    """What callers and agents need not wait for; without it the server ends."""
    await ready.wait()
    try:
        await served.coming.complete()
    except BaseException:
        stop.set()
        raise
    served.node.beside.warm()
