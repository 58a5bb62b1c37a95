"""Makes a tenant's switchboard from what the ledger kept of it."""

from collections.abc import Iterator
from typing import TypeAlias, cast

import msgspec

from flowengine.ledger.port import TenantBoot
from flowengine.ledger.record import FloorRow, StoredDocument, unpack
from flowengine.main.needed import refuse_missing
from flowengine.messages import Json, OwnerKind, Stamp
from flowengine.runtime.node_meter import NodeMeter
from flowengine.runtime.ports import Core
from flowengine.switchboard.boot import Boot
from flowengine.switchboard.outcome import Document, TimerChange
from flowengine.switchboard.programs import Programs
from flowengine.switchboard.switchboard import Switchboard
from flowengine.tenancy.directory import STEERING_KINDS, directory_of

_AGENT = "agent:"
Timers: TypeAlias = list[tuple[int, str, OwnerKind, str, str, int, int | None]]


class CoreFactory:
    """Every switchboard of a process shares the compiled releases."""

    def __init__(self, programs: Programs, node: NodeMeter | None = None) -> None:
        self.programs, self._node = programs, node

    def __call__(self, boot: TenantBoot) -> Core:
        """Uses the rows of the floor up.

        Raises FlowInvalid for a stored directory that cannot be read any more, ExtensionRefused for a release that
        needs a step type which is not installed.
        """
        documents = [
            Document(row.kind, row.key, row.version, row.hash, unpack(StoredDocument, row.body).text)
            for row in boot.documents
            if row.body is not None
        ]
        board = Switchboard(
            Boot(
                directory=directory_of(_steering(boot, documents)),
                programs=self.programs,
                stamp=Stamp("boot", boot.last_ms, bytes(16)),
                documents=documents,
                packed=((row[2], row[4]) for row in boot.dialogues),
                legs=(((via, external), dialogue) for _, _, via, external, dialogue, _, _ in boot.legs),
                floor=_used_up(boot.floor),
                timers=(
                    TimerChange(kind, owner, name, generation, due_ms)
                    for _, _, kind, owner, name, generation, due_ms in cast("Timers", boot.timers)
                ),
                agent_streams=[
                    (recipient.removeprefix(_AGENT), n)
                    for recipient, n in boot.streams.items()
                    if recipient.startswith(_AGENT)
                ],
            )
        )
        if self._node is not None:
            board.dialogues.counts = self._node
        refuse_missing(boot.tenant, board, self.programs.loader.palette)
        return board


def _used_up(rows: list[FloorRow]) -> Iterator[tuple[str, str, bytes]]:
    """The rows, each gone from the list when it was told: their room is for what is made of them."""
    rows.reverse()
    while rows:
        _, _, kind, key, body = rows.pop()
        if body is not None:
            yield kind, key, body


def _steering(boot: TenantBoot, documents: list[Document]) -> dict[tuple[str, str], Json]:
    """What the directory is made of. A tenant that has its place, and not yet its documents, has the least there is."""
    found: dict[tuple[str, str], Json] = {
        (row.kind, row.key): msgspec.json.decode(row.body) for row in documents if row.kind in STEERING_KINDS
    }
    if ("tenant", "tenant") not in found:
        found["tenant", "tenant"] = {
            "id": boot.tenant, "name": boot.tenant, "region": boot.region, "time_zone": "UTC", "languages": ["en"],
        }  # fmt: skip  # one line reads as the record that it is
    return found
