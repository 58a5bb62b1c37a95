"""What goes wrong in a life, by its seed: some kinds not at all, others often, until the sun comes out."""

import random
from collections import Counter

MESSAGES = ("request lost", "answer lost", "request doubled", "slow network", "hint lost")
STORE = ("store refuses", "commit not acknowledged", "commit lands late", "slow store")
CRASHES = ("crash before commit", "crash in commit", "crash after commit", "crash before send", "crash after send")
SERVICE = ("service slow", "service fails", "service busy", "service answer lost")
EVENTS = ("crash", "restart", "hang", "store away", "disk full", "clock jump", "moved", "deaf caller")
RATES: dict[str, float] = {
    **dict.fromkeys(MESSAGES, 0.08),
    **dict.fromkeys(STORE, 0.05),
    **dict.fromkeys(CRASHES, 0.01),
    **dict.fromkeys(SERVICE, 0.3),
    **dict.fromkeys(EVENTS, 1.5),  # how many of them, on the average
}
KINDS = (*MESSAGES, *STORE, *CRASHES, *SERVICE, *EVENTS)


class Weather:
    """Each life has its own mixture, so that a kind is also met without the others that would hide it."""

    def __init__(self, chance: random.Random, kinds: tuple[str, ...] = KINDS) -> None:
        self.chance = chance
        self.rates = {kind: RATES[kind] * chance.choice((0, 0, 0.5, 1, 3)) for kind in kinds}
        self.hurry = chance.choice((0.2, 1, 1, 4))  # how long messages take, against the usual
        self.met: Counter[str] = Counter()
        self.clear = False

    def strikes(self, kind: str) -> bool:
        """Whether this goes wrong now."""
        if self.clear or self.chance.random() >= self.rates.get(kind, 0):
            return False
        self.met[kind] += 1
        return True

    def one_of(self, kinds: tuple[str, ...]) -> str:
        """The first of these that goes wrong now; empty: none does."""
        return next((kind for kind in kinds if self.strikes(kind)), "")

    def times(self, kind: str) -> int:
        """How often something happens in this life."""
        rate = self.rates.get(kind, 0)
        return int(rate) + (self.chance.random() < rate % 1)

    def latency_s(self, slow: str = "") -> float:
        usual = self.chance.expovariate(1 / (0.002 * self.hurry))
        return usual + self.chance.uniform(0.5, 4) if slow and self.strikes(slow) else usual
