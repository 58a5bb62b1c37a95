"""Visitors: a caller without an account holds a secret that is bound to one dialogue of one tenant."""

import msgspec
from msgspec import Struct

from flowengine.identity.keep import Keep
from flowengine.identity.secret import Clock, RandomBytes, hash_of, new_secret, parted, told

KEPT_MS = 24 * 3600 * 1000
SWEEP_MS = 60 * 1000  # looking through all of a tenant's at each call would be dear


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
        self._swept_ms: dict[str, int] = {}

    async def begin(self, tenant: str, dialogue: str, via: str, media: str = "ok") -> str:
        """What is handed out: the tenant and the secret. Raises LedgerError."""
        await self._sweep(tenant)
        secret = new_secret(self._random_bytes)
        visit = Visit(tenant, dialogue, via, self._now_ms(), media)
        await self._keep.put(tenant, hash_of("visitor", secret), msgspec.json.encode(visit))
        return told(tenant, secret)

    def find(self, text: str, tenant: str) -> Visit | None:
        """The visit of what was handed out, if it was made at this tenant."""
        written, secret = parted(text)
        body = self._keep.get(tenant, hash_of("visitor", secret)) if written == tenant and secret else None
        if body is None:
            return None
        visit = msgspec.json.decode(body, type=Visit)
        return visit if visit.tenant == tenant and self._is_live(visit) else None

    def of_dialogue(self, tenant: str, dialogue: str) -> Visit | None:
        """The visit that a dialogue belongs to, for the carrier's side; None for one that came another way."""
        return next((visit for _, visit in self._all(tenant) if visit.dialogue == dialogue), None)

    def _is_live(self, visit: Visit) -> bool:
        return self._now_ms() - visit.begun_ms < KEPT_MS

    def _all(self, tenant: str) -> list[tuple[str, Visit]]:
        return [
            (key, msgspec.json.decode(body, type=Visit))
            for key, body in self._keep.items(tenant)
            if key.startswith("visitor:")
        ]

    async def _sweep(self, tenant: str) -> None:
        now = self._now_ms()
        if now - self._swept_ms.get(tenant, 0) < SWEEP_MS:
            return
        self._swept_ms[tenant] = now
        for key, visit in self._all(tenant):
            if not self._is_live(visit):
                await self._keep.remove(tenant, key)
