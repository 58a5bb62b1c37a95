"""The audit's chain shows every way in which somebody may have touched it."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from flowengine.ledger.chain import FIRST, first_break, hash_of
from flowengine.ledger.port import AuditRecord

TENANT = "emea-anna"


def chain() -> list[AuditRecord]:
    links: list[AuditRecord] = []
    for seq, what in enumerate(("document", "published", "live", "switched"), 1):
        link = AuditRecord(seq, 1_000 * seq, "alex", what, {"key": "storm", "version": seq}, "")
        before = links[-1].hash if links else FIRST
        links.append(replace(link, hash=hash_of(before, TENANT, link)))
    return links


def forged(links: list[AuditRecord], at: int, before: str, **changed: object) -> None:
    """Change a link and give it the hash that fits: what follows gives it away."""
    link = replace(links[at], **changed)
    links[at] = replace(link, hash=hash_of(before, TENANT, link))


def swap(links: list[AuditRecord]) -> None:
    links[1], links[2] = replace(links[2], seq=2), replace(links[1], seq=3)


TOUCHED: list[tuple[str, Callable[[list[AuditRecord]], object], int]] = [
    ("actor", lambda links: links.__setitem__(1, replace(links[1], actor="nobody")), 2),
    ("moment", lambda links: links.__setitem__(0, replace(links[0], at_ms=0)), 1),
    ("word", lambda links: links.__setitem__(3, replace(links[3], what="live")), 4),
    ("body", lambda links: links.__setitem__(2, replace(links[2], body={"key": "storm", "version": 9})), 3),
    ("taken out", lambda links: links.pop(1), 2),
    ("the first taken out", lambda links: links.pop(0), 1),
    ("doubled", lambda links: links.insert(2, links[1]), 3),
    ("in another order", swap, 2),
    ("with a hash that fits", lambda links: forged(links, 1, links[0].hash, actor="nobody"), 3),
]


def test_a_whole_chain_has_no_break() -> None:
    links = chain()
    assert first_break(TENANT, links) is None
    assert first_break(TENANT, links[2:], links[1].hash, 2) is None
    assert first_break("emea-ben", links) is not None


@pytest.mark.parametrize(("touch", "seq"), [row[1:] for row in TOUCHED], ids=[row[0] for row in TOUCHED])
def test_what_was_touched_is_named(touch: Callable[[list[AuditRecord]], object], seq: int) -> None:
    links = chain()
    touch(links)
    found = first_break(TENANT, links)
    assert found is not None
    assert found.seq == seq
