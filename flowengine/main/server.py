"""One server: opens the ledger, owns its tenants, answers HTTP, and ends in order."""

import asyncio
import os
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import uvicorn
from msgspec import Struct
from msgspec.structs import replace

from flowengine.api.app import create_app
from flowengine.api.services import Services
from flowengine.api.settings import MOST_MESSAGE_BYTES, Settings
from flowengine.channels.channel import Channel, Media
from flowengine.channels.line import Line
from flowengine.channels.phone import Phone
from flowengine.channels.robot import Robots
from flowengine.channels.webchat import Webchat
from flowengine.environments.editor import Editor
from flowengine.environments.releases import Releases
from flowengine.environments.sheets import Sheets
from flowengine.environments.sounds import Sounds
from flowengine.environments.stock import Stock
from flowengine.extensions.palette import installed_palette
from flowengine.identity.audit import entries
from flowengine.identity.keep import FileKeep
from flowengine.identity.operator import Operators, operator_key
from flowengine.identity.sessions import Sessions
from flowengine.identity.tickets import Tickets
from flowengine.identity.tokens import Tokens
from flowengine.identity.visitor import Visitors
from flowengine.lang.document import FlowLoader
from flowengine.ledger.sqlite import SqliteLedger
from flowengine.ledger.sqlite_file import make_folder
from flowengine.main import collector
from flowengine.main.beside import Beside, beside
from flowengine.main.core import CoreFactory
from flowengine.main.demo import Demo, Shipped, Simulated, Source
from flowengine.main.exchange import Exchange
from flowengine.main.look import Look
from flowengine.main.outside import outside_of
from flowengine.main.palette import PaletteView
from flowengine.main.questions import Questions
from flowengine.main.record import Record
from flowengine.main.sound_files import SoundFiles
from flowengine.main.token_store import TokenDocuments
from flowengine.reports.count import tally
from flowengine.runtime.egress import egress_settings
from flowengine.runtime.health import Health
from flowengine.runtime.ports import Books
from flowengine.runtime.pulse import Pulse
from flowengine.runtime.runtime import Runtime
from flowengine.runtime.system import system_ports
from flowengine.switchboard.programs import Programs

LEDGER_FILE = "ledger.sqlite"


class Served(Struct, frozen=True):
    """A server that is ready: what is behind it, and the application in front."""

    services: Services
    exchange: Exchange
    app: object


@asynccontextmanager
async def opened(
    data: Path, settings: Settings, *, media_ms: tuple[int, int] | None = None, source: Source | None = None
) -> AsyncIterator[Served]:
    """Everything joined and started, closed again in order. Raises LedgerError, FlowInvalid, ExtensionRefused."""
    loader = FlowLoader(installed_palette())  # first of all: nothing is opened on half of what is installed
    source, allowed = source or Shipped(), egress_settings(os.environ)
    await asyncio.to_thread(make_folder, data)
    ports, ledger = replace(system_ports(), books=Books(tally, entries)), SqliteLedger.open(data / LEDGER_FILE)
    runtime = Runtime(ledger, ports, CoreFactory(Programs(loader)), name=f"{os.getpid()}")
    outside, health = outside_of(runtime, data, ports, allowed), Health(ports.node, Pulse(ports.node), runtime)
    processes = beside(data / LEDGER_FILE, ledger, runtime, ports.clock)
    try:
        await runtime.start()
        exchange = source.exchange(runtime, loader)
        people, channels = _people(data, ports.clock.now_ms), _channels(media_ms)
        line, robots = Line(exchange, channels, people.media_of), Robots(exchange, people.sessions.desks)
        demo = Demo(source, exchange, Simulated(robots, line), people.sessions, ports.clock.now_ms)
        tenants = [await demo.load()] if settings.demo else list(await ledger.tenants())
        look, stock = Look(exchange, ledger, ports.clock, tenants), Stock(exchange, loader, ports.clock.now_ms)
        services = Services(
            settings=settings, health=health, runtime=exchange, look=look, palette=PaletteView(loader.palette),
            editor=_editor(exchange, loader, processes, source), sheets=Sheets(exchange, loader, stock),
            releases=Releases(exchange, loader, processes.worker, ports.clock.now_ms, source.findings),
            sessions=people.sessions, visitors=people.visitors, tickets=people.tickets,
            tokens=Tokens(TokenDocuments(exchange, tenants), ports.clock.now_ms, secrets.token_bytes),
            operators=_operators(data, ports.clock.now_ms),
            line=line, channels=channels, demo=demo, vault=outside.vault, questions=Questions(exchange, look),
            reports=processes.reports, replays=processes.replays, trials=processes.trials, stock=stock,
            sounds=Sounds(exchange, stock, SoundFiles(partial(source.sound_folder, data))),
        )  # fmt: skip  # a list reads better than one item a line
        _take_up(exchange, line, demo, tenants)
        await outside.take_up(exchange, tenants)
        processes.warm()
        health.begin()
        yield Served(services, exchange, create_app(services))
        health.end()
        await asyncio.gather(line.close(), robots.close())
    finally:
        for end in (outside.close, processes.close, runtime.stop, ledger.close):
            await end()


def _editor(exchange: Exchange, loader: FlowLoader, processes: Beside, source: Source) -> Editor:
    record = Record(processes.replays)
    return Editor(exchange, loader, processes.worker, processes.authoring, record, source.findings)


class People(Struct, frozen=True):
    """Who is signed in, who visits, and the tickets of their sockets."""

    sessions: Sessions
    visitors: Visitors
    tickets: Tickets

    def media_of(self, tenant: str, dialogue: str) -> Media:
        """How the simulated carrier answers Connect in this visitor's call."""
        visit = self.visitors.of_dialogue(tenant, dialogue)
        return "fail" if visit and visit.media == "fail" else "ok"


def _people(data: Path, now_ms: Callable[[], int]) -> People:
    keep = FileKeep(data / "sessions.json")
    random_bytes = secrets.token_bytes
    return People(
        Sessions(keep, now_ms, random_bytes), Visitors(keep, now_ms, random_bytes), Tickets(now_ms, random_bytes)
    )


def _operators(data: Path, now_ms: Callable[[], int]) -> Operators:
    key = operator_key(data, os.environ, secrets.token_bytes)
    return Operators(key, secrets.token_bytes(32), now_ms, secrets.token_bytes)


def _channels(media_ms: tuple[int, int] | None) -> dict[str, Channel]:
    phone = Phone(media_ms) if media_ms else Phone()
    return {"phone": phone, "webchat": Webchat()}


def _take_up(exchange: Exchange, line: Line, demo: Demo, tenants: list[str]) -> None:
    """After a restart the simulated carriers take up the calls that were on, and the robots sit down again."""
    for tenant in tenants:
        for state in exchange.board(tenant).dialogues.values():
            if state.status != "ended":
                line.resume(tenant, state.id, state.via)
    demo.start_all(tenants)


async def serve(
    data: Path, settings: Settings, ready: asyncio.Event | None = None, source: Source | None = None
) -> None:
    """Serve until SIGTERM or SIGINT; what was answered is on the disk in any case."""
    source = source or Shipped()
    async with opened(data, settings, source=source) as served:
        watching = asyncio.create_task(source.watch())
        collector.calm()
        config = uvicorn.Config(
            served.app,  # type: ignore[arg-type]  # Litestar is an ASGI application; uvicorn's type is narrower
            host=settings.bind,
            port=settings.port,
            log_config=None,
            access_log=False,
            ws_max_size=MOST_MESSAGE_BYTES,
            timeout_graceful_shutdown=3,
            server_header=False,
        )
        server = _Server(config, ready)
        await server.serve()
        watching.cancel()


class _Server(uvicorn.Server):
    """uvicorn, telling when it answers."""

    def __init__(self, config: uvicorn.Config, ready: asyncio.Event | None) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]  # narrower elsewhere
        await super().startup(sockets)  # type: ignore[arg-type]  # passed on as it came
        if self._ready is not None and self.started:
            self._ready.set()
