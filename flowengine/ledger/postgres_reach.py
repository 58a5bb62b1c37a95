"""Reaching PostgreSQL: where it is, how a connection is set, and each way in which it fails in one clear sentence."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import asyncpg
from msgspec import Struct

from flowengine.errors import EngineBug, FlowEngineError
from flowengine.ledger.port import (
    StoreAway,
    StoreBroken,
    StoreDamaged,
    StoreForbidden,
    StoreFull,
    StoreMissing,
    StoreReadOnly,
)

LEAST_SERVER = 15
CONNECT_WITHIN_S = 5.0
ANSWER_WITHIN_S = 30.0
IDLE_S, PROBE_S, PROBES = 3, 1, 3  # a peer that says nothing for so long is asked, and then given up
_FORM = "A database is named like postgresql://user:password@host:5432/name (more hosts: host1,host2)."
_SETTINGS = {
    "application_name": "dialogue-studio",
    "timezone": "UTC",
    "jit": "off",
    "synchronous_commit": "on",  # whatever the server's default is: nothing leaves before it is durable
    "plan_cache_mode": "force_generic_plan",
    # Each statement here asks by a key: a planner that knows no figures yet must not walk through all that ever was.
    "enable_seqscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "enable_material": "off",
    "idle_in_transaction_session_timeout": "15000",
    "tcp_keepalives_idle": str(IDLE_S),
    "tcp_keepalives_interval": str(PROBE_S),
    "tcp_keepalives_count": str(PROBES),
}
# The connection is of no use any more, or was never made: the same again, on another one, may go well.
_GONE = (
    OSError,
    TimeoutError,
    EOFError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # what it says of a connection that broke in the midst of something
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
    asyncpg.IdleInTransactionSessionTimeoutError,
)
_THEIRS = (
    OSError,
    TimeoutError,
    EOFError,
    ValueError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
)
_AGAIN = (asyncpg.SerializationError, asyncpg.DeadlockDetectedError, asyncpg.ReadOnlySQLTransactionError)


class Place(Struct, frozen=True):
    """What a database's URL says, without its password in any text. Raises StoreBroken for one that says nothing."""

    url: str
    where: str  # for people
    has_many_hosts: bool

    @classmethod
    def of(cls, url: str) -> "Place":
        """The place that a URL names."""
        try:
            parts = urlsplit(url)
            hosts = [host for host in parts.netloc.rpartition("@")[2].split(",") if host]
            hosts = hosts or parse_qs(parts.query).get("host", [])
        except ValueError as error:
            raise StoreBroken(f"The name of the database cannot be read. {_FORM}") from error
        database = unquote(parts.path.lstrip("/"))
        if parts.scheme not in ("postgresql", "postgres") or not database:
            raise StoreBroken(f"The name of the database cannot be read. {_FORM}")
        return cls(url, f"the database {database} at {', '.join(hosts) or 'this machine'}", len(hosts) > 1)

    @property
    def said(self) -> str:
        """At the beginning of a sentence."""
        return self.where[0].upper() + self.where[1:]

    def connecting(self, **settings: str) -> dict[str, Any]:
        """How to connect; of several hosts the one that can be written to."""
        return {
            "dsn": self.url,
            "timeout": CONNECT_WITHIN_S,
            "command_timeout": ANSWER_WITHIN_S,
            "server_settings": {**_SETTINGS, **settings},
            "target_session_attrs": "read-write" if self.has_many_hosts else None,
            "connection_class": Connection,
            "statement_cache_size": 200,
        }


class Connection(asyncpg.Connection):
    """Nothing is set on a pooled connection that would have to be set back: that spares a round trip each time."""

    def get_reset_query(self) -> str:
        return ""


async def ready(connection: Any) -> None:
    """What cannot be said while connecting: find out soon that the other side has vanished."""
    found = getattr(connection, "_transport", None)
    line = found.get_extra_info("socket") if found is not None else None
    if line is None or line.family == getattr(socket, "AF_UNIX", None):
        return
    line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in (
        ("TCP_KEEPIDLE", IDLE_S),
        ("TCP_KEEPALIVE", IDLE_S),  # macOS
        ("TCP_KEEPINTVL", PROBE_S),
        ("TCP_KEEPCNT", PROBES),
        ("TCP_USER_TIMEOUT", (IDLE_S + PROBE_S * PROBES) * 1_000),  # what was sent and is not acknowledged
    ):
        option = getattr(socket, name, None)
        if option is not None:
            line.setsockopt(socket.IPPROTO_TCP, option, value)


async def connected(place: Place, **settings: str) -> Any:
    """One connection of its own. Raises LedgerError."""
    with sentences(place):
        connection = await asyncpg.connect(**place.connecting(**settings))
        await ready(connection)
        return connection


@contextmanager
def sentences(place: Place) -> Iterator[None]:
    """Turn PostgreSQL's errors into ours, one clear sentence each."""
    try:
        yield
    except FlowEngineError:
        raise
    except _THEIRS as error:
        raise translate(error, place) from error


def is_gone(error: BaseException | None) -> bool:
    """Whether the same may go well on another connection: then nobody knows whether the first try was kept."""
    return isinstance(error, _GONE + _AGAIN) and not isinstance(error, ValueError)


_SAID: list[tuple[tuple[type[BaseException], ...], Callable[[str], FlowEngineError], str]] = [
    (
        (asyncpg.InvalidPasswordError, asyncpg.InvalidAuthorizationSpecificationError),
        StoreForbidden,
        "{where} does not let this user in: check user and password in its URL, and pg_hba.conf at the server.",
    ),
    (
        (asyncpg.InvalidCatalogNameError,),
        StoreMissing,
        "There is not {where}: create it (`createdb`), or check the name in its URL.",
    ),
    (
        (asyncpg.InsufficientPrivilegeError,),
        StoreForbidden,
        "In {where} this user may not do what is needed ({error}): make it the owner of the database.",
    ),
    (
        (asyncpg.ReadOnlySQLTransactionError, asyncpg.TargetServerAttributeNotMatched),
        StoreReadOnly,
        "{where} is a standby, it can only be read: name the primary, or all hosts, in its URL.",
    ),
    (
        (asyncpg.DiskFullError,),
        StoreFull,
        "The disk of {where} is full: nothing was changed. Make room; the server goes on by itself then.",
    ),
    (
        (asyncpg.TooManyConnectionsError,),
        StoreAway,
        "{where} takes no more connections: raise max_connections there, or stop what holds them.",
    ),
    (
        (asyncpg.DataCorruptedError, asyncpg.IndexCorruptedError),
        StoreDamaged,
        "{where} is damaged ({error}): put it aside and restore a backup.",
    ),
    (
        (asyncpg.UndefinedTableError, asyncpg.UndefinedFunctionError, asyncpg.UndefinedColumnError),
        StoreDamaged,
        "{where} is not a whole ledger ({error}): restore a backup.",
    ),
    (
        (asyncpg.IntegrityConstraintViolationError,),
        EngineBug,
        "The batch contradicts what is kept: {error}.",
    ),
    (
        (asyncpg.DataError, ValueError),
        EngineBug,
        "The batch holds a value that {where} cannot keep: {error}.",
    ),
    (
        _GONE,
        StoreAway,
        "{where} does not answer ({error}): it is tried again; check that PostgreSQL runs and can be reached.",
    ),
]


def translate(error: BaseException, place: Place) -> FlowEngineError:
    """The sentence for an error of asyncpg, without anything of a row in it."""
    told = str(error).split("\n", maxsplit=1)[0].strip().rstrip(".") or type(error).__name__
    for kinds, kind, sentence in _SAID:
        if isinstance(error, kinds):
            said = sentence.format(where=place.where, error=told)
            return kind(said[0].upper() + said[1:])
    return StoreBroken(f"{place.said} could not be used: {told}.")
