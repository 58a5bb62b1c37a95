"""The audit's chain: each link's hash covers the one before, so that nothing is changed or taken out unseen."""

from collections.abc import Iterable
from hashlib import blake2b

import msgspec
from msgspec import Struct

from flowengine.ledger.port import AuditHead, AuditRecord

FIRST = "0" * 64  # what stands before the first link


class Break(Struct, frozen=True):
    """The first link that does not fit; every one before it is as it was written."""

    seq: int
    why: str


def hash_of(previous: str, tenant: str, link: AuditRecord) -> str:
    """The hash of a link after `previous`, in hex; what stands in `link.hash` is not looked at."""
    told = [previous, tenant, link.seq, link.at_ms, link.actor, link.what, link.body]
    return blake2b(msgspec.json.encode(told, order="sorted"), digest_size=32).hexdigest()


def first_break(
    tenant: str, links: Iterable[AuditRecord], before: str = FIRST, last: int = 0, head: AuditHead | None = None
) -> Break | None:
    """Walk the chain after link number `last`, whose hash was `before`. None: it is whole.

    `head` is what must be found on the way to the end, where these links reach it. Without it, links that were cut off
    at the end leave a whole chain. Whoever can write into the ledger can write chain and head anew: only a head that
    was noted elsewhere proves that nobody did.
    """
    for link in links:
        if link.seq != last + 1:
            return Break(last + 1, f"Link {last + 1} is missing.")
        if hash_of(before, tenant, link) != link.hash:
            return Break(link.seq, f"Link {link.seq} is not what was written, or follows another than it did.")
        if head is not None and link.seq == head.seq and link.hash != head.hash:
            return Break(link.seq, f"Link {link.seq} is not the one that was noted: the chain was written anew.")
        before, last = link.hash, link.seq
    if head is not None and last < head.seq:
        return Break(last + 1, f"The chain is cut off: it had {head.seq} links, and ends after {last}.")
    return None
