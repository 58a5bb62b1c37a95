"""The PostgreSQL ledger's tables: numbered migrations that only go forward, and what a database must be to get them."""

from functools import cache
from importlib.resources import files
from typing import Any

import asyncpg

from flowengine.ledger.port import StoreBroken, StoreDamaged, StoreForbidden, StoreReadOnly, StoreTooNew
from flowengine.ledger.postgres_reach import LEAST_SERVER, Place

ADVISORY_CLASS = 0x444C5354  # "DLST": of our advisory locks; their numbers are shards, or these
# The locks of this database's cell: others of the same server are other cells.
OUR_LOCKS = (
    f"pg_locks WHERE locktype = 'advisory' AND classid = {ADVISORY_CLASS} AND objsubid = 2 AND granted "  # noqa: S608  # a number of ours
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
_MIGRATING = -2
MARK = "dialogue_studio"  # the table that tells our databases from others: the schema's number is its row

# The least program that can work on each number: a migration that only adds leaves it as it is.
LEAST_PROGRAM = 1


@cache
def migrations() -> tuple[str, ...]:
    """Statements by number, from 1 on."""
    folder = files("flowengine.ledger") / "postgres_migrations"
    named = sorted((file.name, file.read_text("utf-8")) for file in folder.iterdir() if file.name.endswith(".sql"))
    return tuple(text for _, text in named)


async def prepare(connection: Any, place: Place) -> None:
    """Bring the database to our schema, if it may be ours. Raises LedgerError, then nothing of it was changed."""
    require_server(connection.get_server_version().major, place)
    if await connection.fetchval("SELECT pg_is_in_recovery()"):
        raise StoreReadOnly(
            f"{place.said} is a standby, it can only be read: name the primary, or all hosts, in its URL."
        )
    version = await _version(connection, place)
    if version < len(migrations()):
        await _migrate(connection, place)


def require_server(version: int, place: Place) -> None:
    """Raises StoreBroken for a PostgreSQL that lacks what we need."""
    if version < LEAST_SERVER:
        raise StoreBroken(
            f"PostgreSQL {version} is too old for {place.where}: at least {LEAST_SERVER} is needed; upgrade the server."
        )


async def _version(connection: Any, place: Place) -> int:
    """Of the schema that is there; 0 in an empty database."""
    if await connection.fetchval("SELECT to_regclass($1) IS NULL", MARK):
        if await connection.fetchval(
            "SELECT EXISTS (SELECT FROM pg_class WHERE relnamespace = current_schema()::regnamespace "
            "AND relkind IN ('r', 'p', 'v', 'm'))"
        ):
            raise StoreDamaged(
                f"There are tables of another program in {place.where}: nothing was changed. Give it an empty database."
            )
        return 0
    version, least = await connection.fetchrow(f"SELECT version, least FROM {MARK}")  # noqa: S608  # one name, above
    if least > len(migrations()):
        raise StoreTooNew(
            f"The data in {place.where} was written by a newer Dialogue Studio (schema {version}, this one knows "
            f"{len(migrations())}): nothing was changed. Start the newer version."
        )
    return int(version)


async def _migrate(connection: Any, place: Place) -> None:
    """One node does it, others wait and find it done; each migration with its number in one transaction."""
    await connection.execute("SELECT pg_advisory_lock($1, $2)", ADVISORY_CLASS, _MIGRATING)
    try:
        for number in range(await _version(connection, place) + 1, len(migrations()) + 1):
            await run_migration(connection, number, migrations()[number - 1])
    except asyncpg.InsufficientPrivilegeError as error:
        raise StoreForbidden(
            f"This user may not make tables in {place.where}: make it the owner of the database."
        ) from error
    finally:
        if not connection.is_closed():
            await connection.execute("SELECT pg_advisory_unlock($1, $2)", ADVISORY_CLASS, _MIGRATING)


async def run_migration(connection: Any, number: int, text: str) -> None:
    """One step forward, whole or not at all."""
    async with connection.transaction():
        if number == 1:
            await connection.execute(f"CREATE TABLE {MARK} (version int NOT NULL, least int NOT NULL)")
            await connection.execute(f"INSERT INTO {MARK} VALUES (0, {LEAST_PROGRAM})")  # noqa: S608  # as above
        await connection.execute(text)
        await connection.execute(f"UPDATE {MARK} SET version = $1", number)  # noqa: S608  # as above
