"""The two connections of the SQLite ledger, each on a thread of its own, and what goes over them."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Self, TypeVar, cast

import apsw

from flowengine.errors import Busy, NotFound
from flowengine.ledger.sqlite_file import (
    BUSY_MS,
    identity_of,
    lock,
    open_reader,
    open_writer,
    refuse_moved,
    rescued_path,
    sentences,
    unlock,
)
from flowengine.ledger.sqlite_scrub import Scrub

Answer = TypeVar("Answer")
REST = 3  # times as long as a step of purging took: commits have the thread most of the time
LOG_BYTES = 4 << 20  # of the write-ahead log; then it is put into the file


class SqliteThreads:
    """`open` takes the file lock: this process owns every shard until `close`."""

    def __init__(self, path: Path, writer: apsw.Connection, reader: apsw.Connection, lock_descriptor: int) -> None:
        self.path = path
        self._writer, self._reader, self._lock = writer, reader, lock_descriptor
        self._writing = ThreadPoolExecutor(1, "ledger-writer")
        self._reading = ThreadPoolExecutor(1, "ledger-reader")
        self._log_pages = 0  # in the log after the last commit
        self._is_putting_away = False
        self._scrub: Scrub | None = None
        self._identity = identity_of(path)
        writer.set_wal_hook(self._note_log)
        with sentences(path):
            self._most_log_pages = LOG_BYTES // int(writer.pragma("page_size"))
            self._shards = dict(cast("Iterator[tuple[str, int]]", writer.execute("SELECT id, shard FROM tenant")))

    @classmethod
    def open(cls, path: Path) -> Self:
        """Raises Busy when another process owns the file, else a LedgerError that says why it cannot be used."""
        descriptor = lock(path)
        try:
            writer = open_writer(path)
            try:
                return cls(path, writer, open_reader(path), descriptor)
            except BaseException:
                writer.close()
                raise
        except BaseException:
            unlock(descriptor)
            raise

    async def close(self) -> None:
        """Close both connections and give the file back."""
        if self._lock >= 0:
            await self._on(self._reading, self._reader.close)
            await self._on(self._writing, self._close_writer)
            self._reading.shutdown()
            self._writing.shutdown()
            unlock(self._lock)
            self._lock = -1

    def _close_writer(self) -> None:
        """A file that lost its name ends with us: what it holds is written beside it first, if that can be done."""
        if identity_of(self.path) != self._identity:
            with suppress(apsw.Error):
                self._writer.execute("VACUUM INTO ?", (str(rescued_path(self.path)),))
        self._writer.close()
        if self._scrub is not None:
            self._scrub.close()

    async def purge(self) -> bool:
        """See retention.Forgets: the gaps of all pages are overwritten, and the log is emptied. A reader that looks at
        an old moment for long, such as a backup, makes it wait. Raises Busy when that takes too long."""
        first, more, clock = 0, True, asyncio.get_running_loop().time
        while more:
            began = clock()
            first = await self._patiently_on(partial(self._purge_some, first))
            more = bool(first)
            await asyncio.sleep(REST * (clock() - began))
        await self._patiently_on(self._empty_log)
        return True

    def _purge_some(self, first: int) -> int:
        """One step; commits wait for it, and then for no other."""
        log, done = self._writer.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)
        if done < log:
            raise apsw.BusyError("an old moment of the ledger is being looked at")
        if self._scrub is None:
            self._scrub = Scrub(self.path)
        following, dirty = self._scrub.step(first)
        if dirty:
            self._writer.release_memory()  # or a page that it remembers would bring its gap back
        return following

    def _empty_log(self) -> int:
        self._writer.set_busy_timeout(0)  # commits wait behind this
        try:
            self._writer.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
        finally:
            self._writer.set_busy_timeout(BUSY_MS)
        return 0

    async def _patiently_on(self, step: Callable[[], int]) -> int:
        for pause_s in (0.05, 0.2, 1.0, 5.0):
            try:
                return await self._on(self._writing, step)
            except Busy:
                await asyncio.sleep(pause_s)
        return await self._on(self._writing, step)

    def _shard(self, tenant: str) -> int:
        if tenant not in self._shards:
            raise NotFound(f"There is no tenant {tenant}.")
        return self._shards[tenant]

    async def _write(self, work: Callable[[apsw.Connection], Answer]) -> Answer:
        return await self._on(self._writing, lambda: self._transact(work))

    def _transact(self, work: Callable[[apsw.Connection], Answer]) -> Answer:
        db = self._writer
        refuse_moved(self.path, self._identity)
        db.execute("BEGIN IMMEDIATE")
        try:
            answer = work(db)
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:  # a full disk may have rolled back already
                db.execute("ROLLBACK")
            raise
        if self._log_pages >= self._most_log_pages:
            self._is_putting_away = True
            self._writing.submit(self._put_log_away)
        return answer

    def _note_log(self, _: apsw.Connection, __: str, pages: int) -> int:
        self._log_pages = pages
        return apsw.SQLITE_OK

    def _put_log_away(self) -> None:
        """Next on the writing thread, while what was committed is answered and the next events are applied."""
        with suppress(apsw.Error):  # nothing is lost: the log has it, and the next commit tries again or says why not
            self._writer.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)
        self._is_putting_away = False

    async def _look(self, work: Callable[[apsw.Connection], Answer]) -> Answer:
        return await self._on(self._reading, lambda: work(self._reader))

    async def _glance(self, work: Callable[[apsw.Connection], Answer]) -> Answer:
        """A look for the sake of the next commit. The reading connection forgets all its pages whenever something was
        committed, the writing one knows them; while it puts the log away nobody waits for it."""
        if self._is_putting_away:
            return await self._look(work)
        return await self._on(self._writing, lambda: work(self._writer))

    async def _on(self, thread: ThreadPoolExecutor, work: Callable[[], Answer]) -> Answer:
        def spoken() -> Answer:
            with sentences(self.path):
                return work()

        return await asyncio.get_running_loop().run_in_executor(thread, spoken)
