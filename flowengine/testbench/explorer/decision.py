"""Decisions: the points of a run at which it could have gone on otherwise, each with the facts that led up to it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flowengine.testbench.explorer.run import Fact


class Decision(NamedTuple):
    """`key` is the step that was left (by `outcome`), or that waits (""); `at` is the place of the last of its `facts`
    in the run's. `failed`: the step could not do its work."""

    at: int
    key: str
    outcome: str
    facts: Sequence[Fact]
    failed: bool = False


def decisions(facts: Sequence[Fact], since: int) -> Iterator[Decision]:
    """Those from the fact at `since` on."""
    begin, waits_at = since, ""
    for at in range(since, len(facts)):
        fact = facts[at]
        if fact[0] in ("went", "waits", "fault"):
            outcome = fact[2] if fact[0] == "went" else ""
            yield Decision(at, fact[1], outcome, facts[begin : at + 1], failed=fact[0] == "fault")
            begin, waits_at = at + 1, fact[1] if fact[0] == "waits" else ""
        elif fact[0] in ("entered", "ended"):
            yield Decision(at, waits_at, "", facts[begin : at + 1])
            begin = at + 1
    if begin < len(facts):
        yield Decision(len(facts) - 1, waits_at, "", facts[begin:])
