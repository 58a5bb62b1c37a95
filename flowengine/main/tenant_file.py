"""A tenant's records as lines of JSON that people and programs can read: bodies unpacked, nothing of the machinery."""

from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import Struct

from flowengine.interpreter.state import decode
from flowengine.ledger.record import (
    StoredAudit,
    StoredCommand,
    StoredContent,
    StoredDocument,
    StoredEvent,
    StoredLetter,
    StoredTrace,
    unpack,
)
from flowengine.ledger.tables import Row, Table
from flowengine.messages import Json

# Sessions and sealed secrets are nobody's records; floor, timers and inbox are of this moment only.
LEFT_OUT = frozenset({"keep", "floor", "timer", "inbox", "seen", "shard", "shard_in"})
SEALED = frozenset({"secret", "data_key", "token", "hook"})


def _content(row: dict[str, Any]) -> Json:
    if row["n"] > 0:
        return unpack(StoredContent, row["body"]).body
    return unpack(StoredEvent, row["body"]).event


def _trace(row: dict[str, Any]) -> Json:
    return unpack(StoredTrace, row["body"]).facts


def _document(row: dict[str, Any]) -> Json:
    return msgspec.json.decode(unpack(StoredDocument, row["body"]).text)


BODIES: dict[str, Callable[[dict[str, Any]], Json]] = {
    "content": _content,
    "trace": _trace,
    "document": _document,
    "audit": lambda row: unpack(StoredAudit, row["body"]).body,
    "outbox": lambda row: unpack(StoredCommand, row["body"]).command,
    "dead": lambda row: unpack(StoredLetter, row["body"]),
    "dialogue": lambda row: decode(row["state"]),
}


class Lines(Struct, frozen=True):
    """The lines of one table."""

    table: Table
    tenant: str

    def line(self, row: Row) -> bytes | None:
        """None: of another tenant, or nobody's record."""
        told = dict(zip(self.table.columns, row, strict=True))
        if told.pop("id" if self.table.name == "tenant" else "tenant") != self.tenant:
            return None
        if self.table.name == "document" and told["kind"] in SEALED:
            return None
        body = BODIES[self.table.name](told) if self.table.name in BODIES else None
        for name in ("shard", "state" if self.table.name == "dialogue" else "", "body"):
            told.pop(name, None)
        plain = {name: value.hex() if isinstance(value, bytes) else value for name, value in told.items()}
        return msgspec.json.encode({**plain, "body": body} if body is not None else plain) + b"\n"


def lines_of(table: Table, tenant: str) -> Lines | None:
    """None: a table of which nothing leaves."""
    return None if table.name in LEFT_OUT else Lines(table, tenant)
