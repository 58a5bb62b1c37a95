"""Sessions of signed-in users: our own random id, kept as a hash, 8 hours at most, 30 minutes idle."""

import msgspec
from msgspec import Struct

from flowengine.errors import LedgerError
from flowengine.identity.keep import Keep
from flowengine.identity.secret import Clock, RandomBytes, hash_of, new_secret, parted, told
from flowengine.runtime.log import Log

ABSOLUTE_MS = 8 * 3600 * 1000
IDLE_MS = 30 * 60 * 1000
TOUCH_MS = 60 * 1000  # how stale the kept time of last use may be: a write per request would be dear
_log = Log(__name__)


class Session(Struct, frozen=True):
    """`desk`: the agent whose desk a demo session took over, or ""."""

    tenant: str
    user: str
    begun_ms: int
    seen_ms: int
    desk: str = ""
    v: int = 1


class Sessions:
    """Begins, finds and ends sessions. What is handed out is the tenant and the secret; it goes into a cookie and is
    nowhere else."""

    def __init__(self, keep: Keep, now_ms: Clock, random_bytes: RandomBytes) -> None:
        self._keep = keep
        self._now_ms = now_ms
        self._random_bytes = random_bytes

    async def begin(self, tenant: str, user: str, old: str = "") -> str:
        """A new session; the one that the client had before is over, whoever it belonged to. Raises LedgerError."""
        await self.end(old)
        await self._sweep(tenant)
        now = self._now_ms()
        return await self._put_new(Session(tenant, user, now, now))

    async def find(self, text: str) -> Session | None:
        """The live session of what was handed out; finding it counts as use."""
        tenant, secret = parted(text)
        session = self.peek(text)
        now, key = self._now_ms(), hash_of("session", secret)
        try:
            if session is None and self._keep.get(tenant, key) is not None:
                await self._keep.remove(tenant, key)
            elif session is not None and now - session.seen_ms >= TOUCH_MS:
                session = msgspec.structs.replace(session, seen_ms=now)
                await self._keep.put(tenant, key, msgspec.json.encode(session))
        except LedgerError:  # that it was used is not worth a refusal: it is written down the next time
            _log.warning("session_use_not_kept", tenant=tenant)
        return session

    def peek(self, text: str) -> Session | None:
        """The live session of what was handed out, without counting as use: an open page must not keep it alive by
        itself."""
        tenant, secret = parted(text)
        body = self._keep.get(tenant, hash_of("session", secret)) if secret else None
        if body is None:
            return None
        session = msgspec.json.decode(body, type=Session)
        return session if session.tenant == tenant and self._is_live(session) else None

    async def take_desk(self, text: str, agent: str) -> str | None:
        """Give the session an agent's desk under a new secret (its powers changed); None: there is no such session.

        A desk has one session: one that held it before goes back to its own.
        """
        session = await self.find(text)
        if session is None:
            return None
        for key, other in self._all(session.tenant):
            if agent and other.desk == agent:
                without = msgspec.structs.replace(other, desk="")
                await self._keep.put(session.tenant, key, msgspec.json.encode(without))
        await self.end(text)
        return await self._put_new(msgspec.structs.replace(session, desk=agent))

    def desks(self, tenant: str) -> frozenset[str]:
        """The agents whose desks are taken over by a live session."""
        return frozenset(session.desk for _, session in self._all(tenant) if session.desk and self._is_live(session))

    async def end(self, text: str) -> None:
        tenant, secret = parted(text)
        if secret:
            await self._keep.remove(tenant, hash_of("session", secret))

    async def _put_new(self, session: Session) -> str:
        secret = new_secret(self._random_bytes)
        await self._keep.put(session.tenant, hash_of("session", secret), msgspec.json.encode(session))
        return told(session.tenant, secret)

    def _is_live(self, session: Session) -> bool:
        now = self._now_ms()
        return now - session.begun_ms < ABSOLUTE_MS and now - session.seen_ms < IDLE_MS

    def _all(self, tenant: str) -> list[tuple[str, Session]]:
        return [
            (key, msgspec.json.decode(body, type=Session))
            for key, body in self._keep.items(tenant)
            if key.startswith("session:")
        ]

    async def _sweep(self, tenant: str) -> None:
        for key, session in self._all(tenant):
            if not self._is_live(session):
                await self._keep.remove(tenant, key)
