"""`dialogue-studio serve` and `demo`: find a port, say one link, serve; `demo` also keeps the server running."""

import argparse
import asyncio
import os
import re
import socket
import sys
from pathlib import Path
from urllib.parse import urlsplit

from flowengine.api.settings import LOOPBACK_NAMES, Settings
from flowengine.errors import FlowEngineError
from flowengine.identity.demo import refuse_unsafe
from flowengine.main import collector
from flowengine.main.database import VARIABLE, DatabaseRefused, chosen
from flowengine.main.demo import Source
from flowengine.main.keeper import free_port, keep
from flowengine.main.member import Member
from flowengine.main.server import serve as serve_until_stopped
from flowengine.runtime.log import set_up

NODE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
BASE_URL = re.compile(r"https?://[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?")
_UNNAMED = re.compile(r"^[^A-Za-z0-9]+|[^A-Za-z0-9._-]")
KEPT = "DIALOGUE_STUDIO_KEPT"  # set by whoever starts this process again when it is killed


class ServeRefused(FlowEngineError):
    """The words of the command line cannot be meant."""


def serve(given: argparse.Namespace) -> int:
    """Serve until told to stop. Whoever pulls the plug needs a keeper; run.py and `demo` are one."""
    collector.hold()
    refuse_unsafe(given.bind, demo=True)
    set_up(given.log, given.log_level or ("info" if given.log == "json" else "warning"))
    database = chosen(given.database, os.environ)
    # Whoever is one of several is looked for at its port: there or nowhere.
    port = given.port if given.standby or database else free_port(given.port)
    if port != given.port:
        print(f"Port {given.port} is taken; using {port}.", file=sys.stderr, flush=True)
    data = (given.data or Path("data")).expanduser()
    base_url = _base_url(given.base_url, given.behind)
    hosts = (*_behind(given.behind), *((urlsplit(base_url).netloc,) if base_url else ()))
    settings = Settings(bind=given.bind, port=port, hosts=hosts, base_url=base_url)
    asyncio.run(announced(data, settings, member=_member(given, port, database), open_page=not given.no_open))
    return 0


def _behind(port: int | None) -> tuple[str, ...]:
    """The names under which pages know a load balancer that runs on this machine."""
    return tuple(f"{name}:{port}" for name in LOOPBACK_NAMES) if port else ()


def _base_url(said: str, behind: int | None) -> str:
    """Raises ServeRefused: hooks are signed for it, letter by letter."""
    if not said:
        return f"http://127.0.0.1:{behind}" if behind else ""
    if not BASE_URL.fullmatch(said):
        raise ServeRefused(f"“{said}” is not where a server is reached: say https://studio.example, without a path.")
    return said


def _member(given: argparse.Namespace, port: int, database: str) -> Member:
    if database and given.standby:
        raise DatabaseRefused("Nodes on one PostgreSQL stand in for each other already; leave --standby out.")
    name = given.node or f"{_UNNAMED.sub('', socket.gethostname())[:50] or 'node'}-{port}"
    if not NODE_NAME.fullmatch(name):
        raise DatabaseRefused(f"“{name}” is not a node's name: at most 64 letters, digits, dots, - and _.")
    return Member(standby=given.standby, database=database, name=name, region=given.region, peer_bind=given.peer_bind)


def demo(given: argparse.Namespace) -> int:
    """Serve the demo tenant from the user's data folder, started again whenever it is killed."""
    os.environ.pop(VARIABLE, None)  # a demo has its own data, whatever else this machine serves
    data = given.data or Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "dialogue-studio"
    port = free_port(given.port)
    command = [sys.executable, "-m", "flowengine.cli", "serve", "--port", str(port), "--data", str(data)]
    first = [*command, "--no-open"] if given.no_open else command
    return keep(first, [*command, "--no-open"], Path.cwd())


async def announced(
    data: Path, settings: Settings, source: Source | None = None, *, member: Member | None = None, open_page: bool
) -> None:
    """Serve, and say the link when it answers; to a person at a terminal the page is opened."""
    ready = asyncio.Event()
    serving = asyncio.create_task(serve_until_stopped(data, settings, ready, source, member))
    waiting = asyncio.create_task(ready.wait())
    await asyncio.wait({serving, waiting}, return_when=asyncio.FIRST_COMPLETED)
    if ready.is_set():
        link = f"http://{settings.bind}:{settings.port}/"
        print(link, flush=True)
        if open_page and sys.stdout.isatty():
            import webbrowser  # noqa: PLC0415  # only the first start of a person at a terminal needs it

            webbrowser.open(link)
    waiting.cancel()
    await serving
