"""The ledger's SQLite file: fit for use, locked for one owner, brought to the present schema, its faults in words."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from flowengine.errors import Busy, EngineBug, FlowEngineError
from flowengine.ledger.port import StoreBroken, StoreDamaged, StoreFull, StoreMissing, StoreReadOnly, StoreTooNew
from flowengine.ledger.schema import APPLICATION_ID, MIGRATIONS

LEAST_SQLITE = (3, 51, 3)  # older ones may lose a write when the WAL is reset
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA fullfsync = ON",  # macOS: fsync alone does not reach the platter; without effect elsewhere
    "PRAGMA checkpoint_fullfsync = ON",
    "PRAGMA wal_autocheckpoint = 0",  # sqlite.py does it, after who waits for the commit has the answer
    "PRAGMA cache_size = -65536",
    "PRAGMA temp_store = MEMORY",
)


def lock(path: Path) -> int:
    """Take the lock that makes this process the one owner; gives its descriptor. The system frees it at our end."""
    beside = path.with_name(path.name + ".lock")
    try:
        descriptor = os.open(beside, os.O_RDWR | os.O_CREAT, 0o600)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise StoreMissing(f"The folder {path.parent} does not exist.") from error
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
                raise StoreReadOnly(f"{path} is read-only: nothing can be kept there.")
            connection.set_busy_timeout(5_000)
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
        connection.set_busy_timeout(5_000)
        return connection


def migrate(connection: apsw.Connection, version: int, migrations: tuple[str, ...]) -> None:
    """Run the migrations after number `version`, each in its own transaction with its number."""
    for number in range(version + 1, len(migrations) + 1):
        with connection:
            connection.execute(migrations[number - 1])
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {number}")


def require_sqlite(version: str) -> None:
    if tuple(int(part) for part in version.split(".")) < LEAST_SQLITE:
        least = ".".join(map(str, LEAST_SQLITE))
        raise StoreBroken(f"SQLite {version} can lose data; at least {least} is needed (install a newer apsw).")


def inspect(path: Path) -> int:
    """The schema version of the file, 0 for a new one, without writing to it."""
    if not path.parent.is_dir():
        raise StoreMissing(f"The folder {path.parent} does not exist.")
    if path.is_dir():
        raise StoreMissing(f"{path} is a folder, not a file.")
    if not path.exists() or path.stat().st_size == 0:
        return 0
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        version = int(connection.pragma("user_version"))
        if int(connection.pragma("application_id")) != APPLICATION_ID:
            if version or connection.execute("SELECT 1 FROM sqlite_schema").fetchone():
                raise StoreDamaged(f"{path} is an SQLite file of another program.")
            return 0  # a first start that was cut off before its first migration
    finally:
        connection.close()
    if version > len(MIGRATIONS):
        raise StoreTooNew(
            f"{path} was written by a newer Dialogue Studio (schema {version}, this one knows {len(MIGRATIONS)})."
        )
    return version


@contextmanager
def sentences(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into ours, one clear sentence each."""
    try:
        yield
    except apsw.Error as error:
        raise translate(error, path) from error


def translate(error: apsw.Error, path: Path) -> FlowEngineError:
    match error:
        case apsw.FullError():
            return StoreFull(f"The disk of {path} is full: nothing was changed.")
        case apsw.ReadOnlyError() | apsw.PermissionsError():
            return StoreReadOnly(f"{path} is read-only: nothing can be kept there.")
        case apsw.NotADBError() | apsw.CorruptError():
            return StoreDamaged(f"{path} is damaged or not a ledger; restore it from a copy.")
        case apsw.CantOpenError():
            return StoreMissing(f"{path} cannot be opened.")
        case apsw.BusyError() | apsw.LockedError():
            return Busy(f"{path} is in use by another program.")
        case apsw.ConstraintError():
            return EngineBug(f"The batch contradicts what is kept: {error}.")
    return StoreBroken(f"{path} could not be used: {error}.")


def _by_errno(error: OSError, path: Path) -> FlowEngineError:
    if isinstance(error, PermissionError) or error.errno == 30:  # EROFS
        return StoreReadOnly(f"{path.parent} is read-only: nothing can be kept there.")
    if error.errno == 28:  # ENOSPC
        return StoreFull(f"The disk of {path} is full: nothing was changed.")
    return StoreBroken(f"{path.parent} could not be used: {error.strerror}.")
