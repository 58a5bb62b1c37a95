"""Who takes, ends, leaves which shard: one look at a time."""

from typing import Any

import pytest

from flowengine.ledger.cell import DRAINING, UP, Node, ShardPlace
from flowengine.ledger.port import LEASE_MS
from flowengine.runtime.claims import BEATS, STAGGER_MS, Duties, Sight, duties


def node(name: str, state: str = UP) -> Node:
    return Node(name, f"{name}:1", "1", state)


def held(shard: int, owner: str) -> ShardPlace:
    return ShardPlace(shard, owner, 1, 0, True, 1)


def free(shard: int, owner: str = "") -> ShardPlace:
    return ShardPlace(shard, owner, 1, 0, False, 1)


def sight(*shards: ShardPlace, nodes: str = "abc", still: dict[str | int, int] | None = None, **more: Any) -> Sight:
    """As `a` sees it: everybody is heard of, unless `still` says otherwise."""
    found, me = still or {}, more.pop("me", "a")
    served = frozenset(place.shard for place in shards if place.held and place.owner == me)
    return Sight(
        me=me,
        mine=more.pop("mine", served),
        nodes=more.pop("states", [node(name) for name in nodes]),
        shards=list(shards),
        still=lambda thing: found.get(thing, 0),
        beats=more.pop("beats", lambda name: BEATS),
        **more,
    )


LEASE_OVER: dict[str | int, int] = {1: LEASE_MS, "b": LEASE_MS}


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (sight(free(1), held(2, "b"), held(3, "c")), Duties(claim=[1])),
        (sight(free(1), held(2, "a"), held(3, "c")), Duties()),
        (sight(free(1), held(2, "a"), held(3, "c"), still={1: STAGGER_MS * 2}), Duties(claim=[1])),
        (sight(free(1), nodes="a", mine=frozenset({1})), Duties()),
        (sight(free(1, "b"), held(2, "a"), nodes="ab"), Duties(claim=[1])),
        (sight(free(1), nodes="a", may_claim=False), Duties()),
        (sight(held(1, "a"), held(2, "b"), nodes="ab", mine=frozenset()), Duties(claim=[1])),
        (sight(held(1, "a"), held(2, "b"), nodes="ab", mine=frozenset(), may_claim=False), Duties(give_back=[1])),
        (
            sight(held(1, "a"), held(2, "b"), nodes="ab", mine=frozenset(), shunned=frozenset({1})),
            Duties(give_back=[1]),
        ),
        (sight(free(1), held(2, "a"), states=[node("a"), node("b", DRAINING)]), Duties(claim=[1])),
        (sight(free(1), held(2, "a"), nodes="ab", still={"b": LEASE_MS}), Duties(claim=[1])),
        (sight(free(1), nodes="a", shunned=frozenset({1})), Duties(claim=[1])),
        (sight(free(1), held(2, "b"), nodes="ab", shunned=frozenset({1})), Duties()),
        (sight(free(1), nodes="ab", shunned=frozenset({1}), still={1: STAGGER_MS}), Duties(claim=[1])),
        (sight(free(1, "b"), nodes="ab", patient=True), Duties()),
        (sight(free(1, "b"), nodes="ab", patient=True, still={1: LEASE_MS}), Duties(claim=[1])),
        (sight(free(1, "b"), nodes="ab", patient=True, still={"b": LEASE_MS}), Duties(claim=[1])),
        (sight(free(1, "a"), nodes="a", patient=True), Duties(claim=[1])),
        (sight(held(1, "b"), nodes="ab", still=LEASE_OVER), Duties(evict=[1])),
        (sight(held(1, "b"), nodes="a", still={1: LEASE_MS}), Duties(evict=[1])),
        (sight(held(1, "b"), nodes="ab", still={1: LEASE_MS}), Duties()),
        (sight(held(1, "b"), nodes="ab", still={"b": LEASE_MS}), Duties()),
        (sight(held(1, "b"), held(2, "a"), still=LEASE_OVER), Duties()),
        (sight(held(1, "b"), nodes="ab", still=LEASE_OVER, may_claim=False), Duties()),
        (sight(held(1, "a"), nodes="ab", still={1: LEASE_MS}, mine=frozenset()), Duties(evict=[1], claim=[1])),
        (sight(held(1, "a"), nodes="ab", still={1: LEASE_MS}), Duties()),
        (sight(held(1, "a"), nodes="ab", still={1: LEASE_MS}, me="b"), Duties()),
        (sight(held(1, "a"), held(2, "a"), nodes="ab"), Duties(release=[1])),
        (sight(held(1, "a"), held(2, "a"), held(3, "b"), nodes="ab"), Duties()),
        (sight(held(1, "a"), held(2, "a"), nodes="a"), Duties()),
        (sight(held(1, "a"), held(2, "a"), nodes="ab", beats=lambda name: BEATS - 1), Duties()),
        (sight(held(1, "a"), held(2, "a"), states=[node("a"), node("b", DRAINING)]), Duties()),
        (sight(held(1, "a"), held(2, "a"), free(3), nodes="ab"), Duties()),
    ],
    ids=[
        "the least loaded claims at once",
        "another is less loaded",
        "those who were nearer did not",
        "it is being taken already",
        "its owner died",
        "a node that takes no part",
        "its lock is ours and nobody serves it",
        "the same, but we take no part",
        "the same, but the others come first",
        "a draining node is no taker",
        "a silent node is no taker",
        "left, but nobody else is there",
        "left for the others",
        "left, and the others did not want it",
        "after an outage its owner may come back",
        "after an outage its owner did not come back",
        "after an outage its owner is silent",
        "after an outage it was ours",
        "a hung owner",
        "an owner without a row",
        "a shard without work whose node lives",
        "a node that is slow and commits",
        "a hung owner, and another is nearer",
        "a hung owner, but we rest",
        "held in our name, by an earlier process",
        "held by us, and quiet",
        "held by a node that lives and has nothing to commit",
        "a newcomer has nothing",
        "one more is no surplus",
        "nobody to give it to",
        "a newcomer that was hardly heard of",
        "a node that drains is given nothing",
        "first what is free",
    ],
)
def test_duties(seen: Sight, expected: Duties) -> None:
    assert duties(seen) == expected


def test_those_who_look_at_the_same_moment_take_different_shards() -> None:
    shards = [free(number, "d") for number in range(60)]
    taken = {name: duties(sight(*shards, me=name, nodes="abcd")).claim for name in "abc"}
    assert sorted(shard for found in taken.values() for shard in found) == list(range(60))
    assert [len(found) for found in taken.values()] == [20, 20, 20]
