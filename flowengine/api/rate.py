"""Token buckets: how much one visitor, socket or page may send."""

from collections import OrderedDict
from collections.abc import Callable
from time import monotonic

from flowengine.errors import RequestRefused

MOST_KEYS = 10_000  # the least recently used go first: a bucket that is forgotten is a full one


class Rate:
    """`per_s` on average, `burst` at once, for each key by itself."""

    def __init__(self, per_s: float, burst: float, now_s: Callable[[], float] = monotonic) -> None:
        self._per_s = per_s
        self._burst = burst
        self._now_s = now_s
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allows(self, key: str) -> bool:
        """Whether one more is allowed now; it is counted if so."""
        now = self._now_s()
        left, since = self._buckets.pop(key, (self._burst, now))
        left = min(self._burst, left + (now - since) * self._per_s)
        allowed = left >= 1
        self._buckets[key] = (left - 1 if allowed else left, now)
        if len(self._buckets) > MOST_KEYS:
            self._buckets.popitem(last=False)
        return allowed

    def spend(self, key: str) -> None:
        """Raises RequestRefused when it is too much."""
        if not self.allows(key):
            raise RequestRefused("That was too much at once.", hint="Try again in a moment.", code="too_many")
