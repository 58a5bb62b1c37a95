"""Visitors: a caller without an account holds a secret that is bound to one dialogue of one tenant."""

import msgspec
from msgspec import Struct

from flowengine.identity.keep import Keep
from flowengine.identity.secret import Clock, RandomBytes, hash_of, is_plausible, new_secret

KEPT_MS = 24 * 3600 * 1000


class Visit(Struct, frozen=True):
    """`via` is the channel's name; `media` is how the simulated carrier answers: ok or fail."""

    tenant: str
    dialogue: str
    via: str
    begun_ms: int
    media: str = "ok"
    v: int = 1


class Visitors:
    """Begins and finds visits. Ids grant nothing: only the secret opens its dialogue."""

    def __init__(self, keep: Keep, now_ms: Clock, random_bytes: RandomBytes) -> None:
        self._keep = keep
        self._now_ms = now_ms
        self._random_bytes = random_bytes

    def begin(self, tenant: str, dialogue: str, via: str, media: str = "ok") -> str:
        self._sweep()
        secret = new_secret(self._random_bytes)
        visit = Visit(tenant, dialogue, via, self._now_ms(), media)
        self._keep.put(hash_of("visitor", secret), msgspec.json.encode(visit))
        return secret

    def find(self, secret: str, tenant: str) -> Visit | None:
        """The visit of this secret, if it was made at this tenant."""
        body = self._keep.get(hash_of("visitor", secret)) if is_plausible(secret) else None
        if body is None:
            return None
        visit = msgspec.json.decode(body, type=Visit)
        return visit if visit.tenant == tenant and self._is_live(visit) else None

    def of_dialogue(self, tenant: str, dialogue: str) -> Visit | None:
        """The visit that a dialogue belongs to, for the carrier's side; None for one that came another way."""
        return next((visit for _, visit in self._all() if visit.tenant == tenant and visit.dialogue == dialogue), None)

    def _is_live(self, visit: Visit) -> bool:
        return self._now_ms() - visit.begun_ms < KEPT_MS

    def _all(self) -> list[tuple[str, Visit]]:
        return [
            (key, msgspec.json.decode(body, type=Visit))
            for key, body in self._keep.items()
            if key.startswith("visitor:")
        ]

    def _sweep(self) -> None:
        for key, visit in self._all():
            if not self._is_live(visit):
                self._keep.remove(key)
