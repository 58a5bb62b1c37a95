"""Chance: every draw comes from one seed, a named stream and whom it is about, so that no draw moves another.

So two configurations that differ meet the same callers: the seventeenth on an address arrives at the same moment, is as
patient and talks as long in both, whatever became of the sixteen before (common random numbers).
"""

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

from flowengine.testbench.simulation.spread import Drawn

_T = TypeVar("_T")
_STEP = 2.0**-53


class Chance:
    """The streams of one replication."""

    def __init__(self, seed: int, replication: int) -> None:
        self._root = blake2b(f"{seed}/{replication}".encode(), digest_size=16)

    def uniform(self, stream: str, entity: str, n: int = 0) -> float:
        """Strictly between 0 and 1: the `n`-th draw of this stream about this entity."""
        digest = self._root.copy()
        digest.update(f"\n{stream}\n{entity}\n{n}".encode())
        return ((int.from_bytes(digest.digest()[:8], "big") >> 11) + 0.5) * _STEP

    def time(self, spread: Drawn, stream: str, entity: str, n: int = 0) -> float:
        """Seconds; what is always the same needs no draw."""
        return spread.always if spread.at is None else spread.at(self.uniform(stream, entity, n))

    def entropy(self, stream: str, entity: str) -> bytes:
        """16 bytes, as the stamp of an event has."""
        digest = self._root.copy()
        digest.update(f"\n{stream}\n{entity}".encode())
        return digest.digest()

    def one_of(self, weighed: Sequence[tuple[_T, float]], stream: str, entity: str, n: int = 0) -> _T:
        """One of them, by its weight; the weights are not all zero."""
        if len(weighed) == 1:
            return weighed[0][0]
        left = self.uniform(stream, entity, n) * sum(weight for _, weight in weighed)
        for item, weight in weighed:
            left -= weight
            if left < 0:
                return item
        return next(item for item, weight in reversed(weighed) if weight)
