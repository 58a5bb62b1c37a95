"""Sessions of signed-in users: our own random id, kept as a hash, 8 hours at most, 30 minutes idle."""

import msgspec
from msgspec import Struct

from flowengine.identity.keep import Keep
from flowengine.identity.secret import Clock, RandomBytes, hash_of, is_plausible, new_secret

ABSOLUTE_MS = 8 * 3600 * 1000
IDLE_MS = 30 * 60 * 1000
TOUCH_MS = 60 * 1000  # how stale the kept time of last use may be: a write per request would be dear


class Session(Struct, frozen=True):
    """`desk`: the agent whose desk a demo session took over, or ""."""

    tenant: str
    user: str
    begun_ms: int
    seen_ms: int
    desk: str = ""
    v: int = 1


class Sessions:
    """Begins, finds and ends sessions. The secret goes into a cookie and is nowhere else."""

    def __init__(self, keep: Keep, now_ms: Clock, random_bytes: RandomBytes) -> None:
        self._keep = keep
        self._now_ms = now_ms
        self._random_bytes = random_bytes

    def begin(self, tenant: str, user: str, old_secret: str = "") -> str:
        """A new session; the one that the client had before is over, whoever it belonged to."""
        self.end(old_secret)
        self._sweep()
        now = self._now_ms()
        return self._put_new(Session(tenant, user, now, now))

    def find(self, secret: str) -> Session | None:
        """The live session of this secret; finding it counts as use."""
        session = self.peek(secret)
        if session is None:
            self.end(secret)
            return None
        now = self._now_ms()
        if now - session.seen_ms >= TOUCH_MS:
            session = msgspec.structs.replace(session, seen_ms=now)
            self._keep.put(hash_of("session", secret), msgspec.json.encode(session))
        return session

    def peek(self, secret: str) -> Session | None:
        """The live session of this secret, without counting as use: an open page must not keep it alive by itself."""
        body = self._keep.get(hash_of("session", secret)) if is_plausible(secret) else None
        if body is None:
            return None
        session = msgspec.json.decode(body, type=Session)
        return session if self._is_live(session) else None

    def take_desk(self, secret: str, agent: str) -> str | None:
        """Give the session an agent's desk under a new secret (its powers changed); None: there is no such session.

        A desk has one session: one that held it before goes back to its own.
        """
        session = self.find(secret)
        if session is None:
            return None
        for key, other in self._all():
            if agent and other.tenant == session.tenant and other.desk == agent:
                self._keep.put(key, msgspec.json.encode(msgspec.structs.replace(other, desk="")))
        self.end(secret)
        return self._put_new(msgspec.structs.replace(session, desk=agent))

    def desks(self, tenant: str) -> frozenset[str]:
        """The agents whose desks are taken over by a live session."""
        return frozenset(
            session.desk
            for _, session in self._all()
            if session.tenant == tenant and session.desk and self._is_live(session)
        )

    def end(self, secret: str) -> None:
        if is_plausible(secret):
            self._keep.remove(hash_of("session", secret))

    def _put_new(self, session: Session) -> str:
        secret = new_secret(self._random_bytes)
        self._keep.put(hash_of("session", secret), msgspec.json.encode(session))
        return secret

    def _is_live(self, session: Session) -> bool:
        now = self._now_ms()
        return now - session.begun_ms < ABSOLUTE_MS and now - session.seen_ms < IDLE_MS

    def _all(self) -> list[tuple[str, Session]]:
        return [
            (key, msgspec.json.decode(body, type=Session))
            for key, body in self._keep.items()
            if key.startswith("session:")
        ]

    def _sweep(self) -> None:
        for key, session in self._all():
            if not self._is_live(session):
                self._keep.remove(key)
