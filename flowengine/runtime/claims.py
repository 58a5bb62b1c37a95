"""What a node does about the shards of its cell: a pure answer to what it saw in one look."""

from collections.abc import Callable
from hashlib import blake2b

from msgspec import Struct, field

from flowengine.ledger.cell import UP, Node, ShardPlace
from flowengine.ledger.port import LEASE_MS

STAGGER_MS = 300  # each further node waits so much longer before it claims what the nearer ones left
BEATS = 2  # so often a node must have been heard of before it is given a shard that another serves


class Sight(Struct, frozen=True):
    """The cell as `me` saw it.

    `still`: for how long a node (by id) or a shard (by number) has shown no change; `beats`: how often a node was heard
    of since it came or was last taken for dead; `mine`: the shards that this process serves; `shunned`: those it does
    not want now; `may_claim`: whether it takes part; `patient`: the store was away, so that owners are given a lease's
    time to take their locks again.
    """

    me: str
    nodes: list[Node]
    shards: list[ShardPlace]
    still: Callable[[str | int], int]
    beats: Callable[[str], int]
    mine: frozenset[int] = frozenset()
    shunned: frozenset[int] = frozenset()
    may_claim: bool = True
    patient: bool = False


class Duties(Struct):
    """`release`: one shard at most, so that a newcomer is given its share step by step; `give_back`: locks of ours
    where we serve nobody, because a claim or a release failed half-way."""

    claim: list[int] = field(default_factory=list)
    give_back: list[int] = field(default_factory=list)
    evict: list[int] = field(default_factory=list)
    release: list[int] = field(default_factory=list)


def duties(sight: Sight) -> Duties:
    """Free shards go to the least loaded node that lives; the store's lock has the last word.

    INVARIANT: whoever is first for a shard claims it at once, each further node STAGGER_MS later, so that neither all
    run for it nor a node that died in this moment can keep it free (tests/runtime/test_claims.py).
    """
    found = Duties()
    unwanted = [place.shard for place in sight.shards if not sight.may_claim or place.shard in sight.shunned]
    found.give_back = [place.shard for place in sight.shards if _is_idle(sight, place) and place.shard in unwanted]
    if not sight.may_claim:
        return found
    loads = _loads(sight)
    free = [place for place in sight.shards if _is_free(sight, place)]
    stuck = [place for place in sight.shards if _is_stuck(sight, place)]
    for place in free + stuck:
        ranking = sorted(loads, key=lambda node: (_unwilling(sight, node, place), loads[node], _lot(node, place.shard)))
        waits_ms = ranking.index(sight.me) * STAGGER_MS
        loads[ranking[0]] += 1
        if _is_idle(sight, place):
            found.claim.append(place.shard)
            if sight.still(place.shard) >= LEASE_MS:  # it is not ours after all: an earlier process of our name hangs
                found.evict.append(place.shard)
        elif place.held:
            if sight.still(place.shard) >= LEASE_MS + waits_ms:
                found.evict.append(place.shard)
        elif sight.still(place.shard) >= waits_ms:
            found.claim.append(place.shard)
    if not free and not stuck:
        found.release = _surplus(sight, loads)
    return found


def _loads(sight: Sight) -> dict[str, int]:
    """Node -> shards, of all that may be given one; this node among them."""
    takers = {node.id for node in sight.nodes if node.state == UP and _is_alive(sight, node.id)} - died(sight)
    loads = dict.fromkeys(sorted(takers | {sight.me}), 0)
    for place in sight.shards:
        if place.held and place.owner in loads:
            loads[place.owner] += 1
    return loads


def died(sight: Sight) -> set[str]:
    """Nodes that lost the lock of a shard which they had not given back."""
    return {place.owner for place in sight.shards if not place.held and place.owner not in ("", sight.me)}


def _is_free(sight: Sight, place: ShardPlace) -> bool:
    if place.shard in sight.mine:
        return False
    if place.held:
        return _is_idle(sight, place) and place.shard not in sight.shunned
    may_come_back = sight.patient and place.owner != sight.me and _is_alive(sight, place.owner)
    return not (may_come_back and sight.still(place.shard) < LEASE_MS)


def _is_idle(sight: Sight, place: ShardPlace) -> bool:
    """Its lock is held in our name, and we do not serve it."""
    return place.held and place.owner == sight.me and place.shard not in sight.mine


def _is_stuck(sight: Sight, place: ShardPlace) -> bool:
    """Held by an owner of whom nothing has been heard for a lease's time: neither its heartbeat nor a commit."""
    is_other = place.held and place.owner != sight.me and place.shard not in sight.mine
    return is_other and sight.still(place.shard) >= LEASE_MS and not _is_alive(sight, place.owner)


def _is_alive(sight: Sight, owner: str) -> bool:
    return any(node.id == owner and sight.still(owner) < LEASE_MS for node in sight.nodes)


def _unwilling(sight: Sight, node: str, place: ShardPlace) -> bool:
    return node == sight.me and place.shard in sight.shunned


def _lot(node: str, shard: int) -> bytes:
    return blake2b(f"{node} {shard}".encode(), digest_size=8).digest()


def _surplus(sight: Sight, loads: dict[str, int]) -> list[int]:
    """A shard of ours that a node with at least two fewer should have: the one with the fewest tenants."""
    others = [n for node, n in loads.items() if node != sight.me and sight.beats(node) >= BEATS]
    if not others or loads[sight.me] - min(others) < 2:
        return []
    ours = [place for place in sight.shards if place.held and place.owner == sight.me]
    return [min(ours, key=lambda place: (place.tenants, place.shard)).shard]
