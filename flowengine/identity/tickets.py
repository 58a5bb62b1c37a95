"""One-time tickets for WebSockets: a browser cannot send headers there, and a cookie alone would follow any page."""

from msgspec import Struct

from flowengine.identity.secret import Clock, RandomBytes, hash_of, is_plausible, new_secret

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
    """Kept in memory only: after a restart a page asks for a new one."""

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
        return word

    def redeem(self, word: str, audience: str) -> Ticket | None:
        """The ticket, once; None when it was used, is too old, or was never ours."""
        ticket = self._open.pop(hash_of("ticket", word), None) if is_plausible(word) else None
        return ticket if ticket and ticket.due_ms > self._now_ms() and ticket.audience == audience else None
