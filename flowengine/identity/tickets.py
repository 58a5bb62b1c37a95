"""One-time tickets for WebSockets: a browser cannot send headers there, and a cookie alone would follow any page."""

from msgspec import Struct

from flowengine.identity.secret import Clock, RandomBytes, hash_of, new_secret, parted, told

LIFE_MS = 30 * 1000
MOST = 10_000  # oldest first out: an unused ticket is worth nothing


class Ticket(Struct, frozen=True):
    """`audience`: signed_in or visitor. `secret` is the cookie's that asked, so that its end ends the socket."""

    audience: str
    tenant: str
    secret: str
    due_ms: int
    dialogue: str = ""


class Tickets:
    """Kept in memory only: after a restart, or where the tenant moved to, a page asks for a new one. A ticket begins
    with its tenant's name, as a cookie does."""

    def __init__(self, now_ms: Clock, random_bytes: RandomBytes) -> None:
        self._now_ms = now_ms
        self._random_bytes = random_bytes
        self._open: dict[str, Ticket] = {}

    def issue(self, audience: str, tenant: str, secret: str, dialogue: str = "") -> str:
        now = self._now_ms()
        self._open = {key: ticket for key, ticket in self._open.items() if ticket.due_ms > now}
        while len(self._open) >= MOST:
            self._open.pop(next(iter(self._open)))
        word = new_secret(self._random_bytes)
        self._open[hash_of("ticket", word)] = Ticket(audience, tenant, secret, now + LIFE_MS, dialogue)
        return told(tenant, word)

    def redeem(self, text: str, audience: str) -> Ticket | None:
        """The ticket, once; None when it was used, is too old, or was never ours."""
        tenant, word = parted(text)
        ticket = self._open.pop(hash_of("ticket", word), None) if word else None
        if ticket is None or (ticket.tenant, ticket.audience) != (tenant, audience):
            return None
        return ticket if ticket.due_ms > self._now_ms() else None
