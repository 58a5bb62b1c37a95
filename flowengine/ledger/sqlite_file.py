"""The ledger's SQLite file: fit for use, locked for one owner, brought to the present schema, its faults in words."""

import fcntl
import os
import resource
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw
import msgspec

from flowengine.errors import Busy, EngineBug, FlowEngineError
from flowengine.ledger.port import StoreBroken, StoreDamaged, StoreFull, StoreMissing, StoreReadOnly, StoreTooNew
from flowengine.ledger.schema import APPLICATION_ID, MIGRATIONS

LEAST_SQLITE = (3, 51, 3)  # older ones may lose a write when the WAL is reset
LEAST_FREE = 64 * 1024
LEAST_ROOM = 4 * 1024 * 1024  # for a batch, under a limit on the size of files
BUSY_MS = 5_000
SLOT_BYTES, SLOTS = 256, 4_000  # of a connection's own memory, see `make_room`
_PRAGMAS = (
    "PRAGMA page_size = 8192",  # of a new file: the events of a batch share its pages, and half as many are written
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA fullfsync = ON",  # macOS: fsync alone does not reach the platter; without effect elsewhere
    "PRAGMA checkpoint_fullfsync = ON",
    "PRAGMA wal_autocheckpoint = 0",  # sqlite.py does it, after who waits for the commit has the answer
    "PRAGMA cache_size = -65536",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA secure_delete = ON",  # what is erased is overwritten, not only let go
)


_FULL = "The disk of {} is full: nothing was changed. Make room; a server that runs then goes on by itself."
_DAMAGED = "{} is damaged or not a ledger: put it aside and restore a backup."
_READ_ONLY = "{} is read-only: nothing can be kept there. Give this user leave to write, or name another folder."
_NO_FOLDER = "The folder {} does not exist. Make it, or name another one."


def make_room() -> None:
    """Give each connection a megabyte of its own for what is small: the values of a statement of 64 rows, above all,
    which SQLite would else fetch from the system one by one. It can be said only while no connection is open."""
    if not apsw.connections():
        apsw.shutdown()
        apsw.config(apsw.SQLITE_CONFIG_LOOKASIDE, SLOT_BYTES, SLOTS)
        apsw.initialize()


make_room()


def lock(path: Path) -> int:
    """Take the lock that makes this process the one owner; gives its descriptor. The system frees it at our end."""
    beside = path.with_name(path.name + ".lock")
    try:
        descriptor = os.open(beside, os.O_RDWR | os.O_CREAT, 0o600)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise StoreMissing(_NO_FOLDER.format(path.parent)) from error
    except OSError as error:
        raise _by_errno(error, path) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        holder = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
        os.close(descriptor)
        who = f" (process {holder})" if holder else ""
        raise Busy(f"The data in {path.parent} is in use by another Dialogue Studio{who}.") from error
    try:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
    except OSError as error:
        os.close(descriptor)
        raise _by_errno(error, path) from error
    return descriptor


def unlock(descriptor: int) -> None:
    os.close(descriptor)


def open_writer(path: Path) -> apsw.Connection:
    """The one writing connection, on a file of the present schema. A file that is not ours is left as it is."""
    require_sqlite(apsw.sqlite_lib_version())
    with sentences(path):
        version = inspect(path)
        connection = apsw.Connection(str(path), statementcachesize=300)
        try:
            if connection.readonly("main"):
                raise StoreReadOnly(_READ_ONLY.format(path))
            connection.set_busy_timeout(BUSY_MS)
            for pragma in _PRAGMAS:
                connection.execute(pragma)
            migrate(connection, version, MIGRATIONS)
        except BaseException:
            connection.close()
            raise
        return connection


def open_reader(path: Path) -> apsw.Connection:
    """A connection that can only look."""
    with sentences(path):
        connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY, statementcachesize=100)
        connection.set_busy_timeout(BUSY_MS)
        return connection


def migrate(connection: apsw.Connection, version: int, migrations: tuple[str, ...]) -> None:
    """Run the migrations after number `version`, each in its own transaction with its number."""
    for number in range(version + 1, len(migrations) + 1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            connection.execute(migrations[number - 1])
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:  # a full disk may have rolled back already
                connection.execute("ROLLBACK")
            raise


Identity = tuple[int, int]  # of a file: its device and its number there


def identity_of(path: Path) -> Identity | None:
    """None: there is no file of that name."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def refuse_moved(path: Path, opened: Identity | None) -> None:
    """Whatever is written into a file without a name is gone when we end. Raises StoreMissing."""
    present = identity_of(path)
    if present != opened:
        how = "was removed or moved away" if present is None else "is not the file that was opened"
        raise StoreMissing(
            f"{path} {how} while it was in use: nothing was changed. Bring it back, or stop the server, which then "
            f"writes what it has to {rescued_path(path).name}."
        )


def rescued_path(path: Path) -> Path:
    return path.with_name(path.name + ".rescued")


def make_folder(folder: Path) -> None:
    """A place for the ledger. Raises LedgerError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise StoreMissing(f"{folder} is not a folder: the data cannot lie there. Name another one.") from error
    except OSError as error:
        raise _by_errno(error, folder / "ledger") from error


def require_sqlite(version: str) -> None:
    if tuple(int(part) for part in version.split(".")) < LEAST_SQLITE:
        least = ".".join(map(str, LEAST_SQLITE))
        raise StoreBroken(f"SQLite {version} can lose data; at least {least} is needed (install a newer apsw).")


def inspect(path: Path) -> int:
    """The schema version of the file, 0 for a new one, without writing to it."""
    if not path.parent.is_dir():
        raise StoreMissing(_NO_FOLDER.format(path.parent))
    if path.is_dir():
        raise StoreMissing(f"{path} is a folder, not a file. Name another place for the data.")
    if not path.exists() or path.stat().st_size == 0:
        return 0
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        version = int(connection.pragma("user_version"))
        if int(connection.pragma("application_id")) != APPLICATION_ID:
            if version or connection.execute("SELECT 1 FROM sqlite_schema").fetchone():
                raise StoreDamaged(f"{path} is an SQLite file of another program. Name another folder.")
            return 0  # a first start that was cut off before its first migration
    finally:
        connection.close()
    if version > len(MIGRATIONS):
        raise StoreTooNew(
            f"{path} was written by a newer Dialogue Studio (schema {version}, this one knows {len(MIGRATIONS)}): "
            "start that version, or restore a backup of this one."
        )
    return version


@contextmanager
def sentences(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into ours, one clear sentence each."""
    try:
        yield
    except apsw.Error as error:
        raise translate(error, path) from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:  # its page is whole to SQLite, what stands in it is not
        raise StoreDamaged(_DAMAGED.format(path)) from error


def translate(error: apsw.Error, path: Path) -> FlowEngineError:
    match error:
        case apsw.FullError():
            return StoreFull(_FULL.format(path))
        case apsw.IOError() if _is_full(path):  # what it maps into memory beside the file does not fit
            return StoreFull(_FULL.format(path))
        case apsw.ReadOnlyError() | apsw.PermissionsError():
            return StoreReadOnly(_READ_ONLY.format(path))
        case apsw.NotADBError() | apsw.CorruptError():
            return StoreDamaged(_DAMAGED.format(path))
        case apsw.CantOpenError():
            return StoreMissing(f"{path} cannot be opened: look whether it is there, and who may read it.")
        case apsw.BusyError() | apsw.LockedError():
            return Busy(f"{path} is in use by another program.")
        case apsw.ConstraintError():
            return EngineBug(f"The batch contradicts what is kept: {error}.")
    return StoreBroken(f"{path} could not be used: {error}.")


def _is_full(path: Path) -> bool:
    """Whether the disk has no room, or this process may not make a file of ours larger."""
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)[0]
    try:
        largest = max((file.stat().st_size for file in path.parent.glob(f"{path.name}*")), default=0)
        free = shutil.disk_usage(path.parent).free
    except OSError:
        return False
    return free < LEAST_FREE or (limit != resource.RLIM_INFINITY and limit - largest < LEAST_ROOM)


def _by_errno(error: OSError, path: Path) -> FlowEngineError:
    if isinstance(error, PermissionError) or error.errno == 30:  # EROFS
        return StoreReadOnly(_READ_ONLY.format(path.parent))
    if error.errno == 28:  # ENOSPC
        return StoreFull(_FULL.format(path))
    return StoreBroken(f"{path.parent} could not be used: {error.strerror}.")
