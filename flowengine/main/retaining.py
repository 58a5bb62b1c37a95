"""Takes away what was kept long enough: each tenant by its own settings, once a day, where the tenant is owned."""

import asyncio
import re
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Protocol

import msgspec
from msgspec import Struct, field
from msgspec.structs import asdict

from flowengine.errors import Busy, Conflict, FlowEngineError, LedgerError
from flowengine.ledger.keep import TenantFiles
from flowengine.ledger.retention import KINDS, Forgets, Kind, Old
from flowengine.main.exchange import Exchange
from flowengine.messages import DataForgotten, DocumentPut, Json
from flowengine.runtime.log import Log
from flowengine.tenancy.retention import DAY_MS, Retention, before_ms

FIRST_LOOK_S = 60.0
LOOK_EVERY_S = 600.0
REST = 3  # times as long as a step took: callers' batches come first
UNUSED = "unused_sounds"
NAMES_SOUNDS = ("environment", "release", "draft", "preview")  # kinds of documents
_SOUND = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\.wav")
_log = Log(__name__)


class Store(Forgets, TenantFiles, Protocol):
    """What of the ledger is needed."""


class Sweep(Struct):
    """One run, or what one would do. `state`: running, done, failed."""

    dry_run: bool
    began_ms: int
    author: str = ""
    state: str = "running"
    why: str = ""
    ended_ms: int = 0
    counts: dict[str, int] = field(default_factory=dict)


class Retaining:
    """One sweep of a tenant at a time."""

    def __init__(self, exchange: Exchange, store: Store, now_ms: Callable[[], int]) -> None:
        self._exchange, self._store, self._now_ms = exchange, store, now_ms
        self._sweeps: dict[tuple[str, bool], Sweep] = {}  # tenant, dry run -> the last one
        self._tasks: set[asyncio.Task[None]] = set()
        self._owes = True  # nobody knows what the process before us had still to overwrite

    def start(self) -> None:
        """Look at all tenants that are owned here, now and then, until `close`."""
        self._spawn(self._watch())

    async def close(self) -> None:
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def begin(self, tenant: str, author: str, *, dry_run: bool, settings: Retention | None = None) -> dict[str, Json]:
        """`settings`: instead of the tenant's own, for a dry run. Raises Conflict while one is running."""
        sweep = self._begun(tenant, author, dry_run=dry_run)
        self._spawn(self._run(tenant, sweep, settings if dry_run else None))
        return self.look(tenant)

    def look(self, tenant: str) -> dict[str, Json]:
        """The settings, and the last run and the last dry run since this process serves the tenant."""
        return {
            "settings": msgspec.to_builtins(self._settings(tenant)),
            "run": msgspec.to_builtins(self._sweeps.get((tenant, False))),
            "dry_run": msgspec.to_builtins(self._sweeps.get((tenant, True))),
        }

    async def sweep(self, tenant: str, author: str = "", *, dry_run: bool = False) -> Sweep:
        """One run, to its end. Raises Conflict, LedgerError."""
        sweep = self._begun(tenant, author, dry_run=dry_run)
        await self._run(tenant, sweep)
        return sweep

    def _begun(self, tenant: str, author: str, *, dry_run: bool) -> Sweep:
        for dry in (False, True):
            last = self._sweeps.get((tenant, dry))
            if last is not None and last.state == "running":
                raise Conflict("The records are being looked through already.", hint="Wait for its end.", code="busy")
        sweep = self._sweeps[tenant, dry_run] = Sweep(dry_run, self._now_ms(), author)
        return sweep

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _watch(self) -> None:
        await asyncio.sleep(FIRST_LOOK_S)
        while True:
            for tenant in self._exchange.runtime.tenants():
                last = self._sweeps.get((tenant, False))
                if last is None or (last.state != "running" and self._now_ms() - last.began_ms >= DAY_MS):
                    try:
                        await self.sweep(tenant)
                    except FlowEngineError as error:  # the next look tries again
                        _log.warning("retention_failed", tenant=tenant, why=str(error))
            await asyncio.sleep(LOOK_EVERY_S)

    async def _run(self, tenant: str, sweep: Sweep, thought_of: Retention | None = None) -> None:
        try:
            settings, counts = thought_of or self._settings(tenant), sweep.counts
            for kind in KINDS:
                await self._take(tenant, _old(kind, settings, sweep), counts)
            await self._take_sounds(tenant, settings, sweep)
            if counts and not sweep.dry_run:
                why, author = "retention", sweep.author
                await self._exchange.submit(tenant, DataForgotten(why=why, counts=dict(counts), author=author))
                self._owes = True
            if self._owes and not sweep.dry_run:
                await self._purge()
            sweep.state = "done"
        except LedgerError as error:
            sweep.state, sweep.why = "failed", str(error)
            _log.warning("retention_failed", tenant=tenant, why=str(error))
        finally:
            sweep.state = "failed" if sweep.state == "running" else sweep.state
            sweep.ended_ms = self._now_ms()

    def owe(self) -> None:
        """What was erased could not be overwritten: it is done with the next run."""
        self._owes = True

    async def _purge(self) -> None:
        with suppress(Busy):  # a backup is being made
            await self._store.purge()
            self._owes = False

    async def _take(self, tenant: str, old: Old, counts: dict[str, int]) -> None:
        after, more, clock = "", True, asyncio.get_running_loop().time
        while more:
            began = clock()
            lease = self._exchange.runtime.lease(tenant)  # anew: it may have been taken over and back meanwhile
            step = await self._store.forget_old(lease, tenant, old, after)
            for name, n in step.gone.items():
                counts[name] = counts.get(name, 0) + n
            after, more = step.after, bool(step.after)
            await asyncio.sleep(REST * (clock() - began))

    async def _take_sounds(self, tenant: str, settings: Retention, sweep: Sweep) -> None:
        """Only what was unused for all those days: an editor may still take back the change that let it go."""
        board = await self._exchange.settled(tenant)
        bodies = [row.body for kind in NAMES_SOUNDS for row in board.library.of_kind(kind)]
        used = await asyncio.to_thread(lambda: {name for body in bodies for name in _SOUND.findall(body)})
        names = await self._store.file_names(tenant)
        row = board.library.get(UNUSED, UNUSED)
        before: dict[str, int] = msgspec.json.decode(row.body) if row else {}
        now_ms = self._now_ms()
        unused = {name: before.get(name, now_ms) for name in names if name.rpartition("/")[2] not in used}
        over = [name for name, since in unused.items() if now_ms - since >= settings.unused_sounds * DAY_MS]
        if over:
            sweep.counts["recordings"] = len(over)
        if sweep.dry_run:
            return
        for name in over:
            await self._store.file_remove(tenant, name)
            del unused[name]
        if unused != before:
            body = msgspec.json.encode(unused).decode() if unused else ""
            await self._exchange.submit(tenant, DocumentPut(kind=UNUSED, key=UNUSED, body=body, base="*"))

    def _settings(self, tenant: str) -> Retention:
        return self._exchange.board(tenant).around.directory.tenant.retention


def _old(kind: Kind, settings: Retention, sweep: Sweep) -> Old:
    now_ms = sweep.began_ms
    days = {
        "dialogue": settings.dialogues,
        "trace": settings.trace,
        "outbox": settings.commands,
        "dead": settings.dead,
        "counter": settings.counters,
    }
    classes = {name: before_ms(each, now_ms) for name, each in asdict(settings.content).items()}
    if kind == "content":
        return Old(kind, classes=classes, dry=sweep.dry_run)
    return Old(kind, before_ms(days[kind], now_ms), dry=sweep.dry_run)
