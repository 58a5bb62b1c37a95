"""API tokens: a program's way in, bound to a tenant, one role and named environments; kept as a hash."""

import re
from hmac import compare_digest
from typing import Protocol

import msgspec
from msgspec import Struct

from flowengine.errors import NotFound, NotSignedIn, RequestRefused
from flowengine.identity.principal import TENANT_WIDE, Principal
from flowengine.identity.secret import Clock, RandomBytes, hash_of, is_plausible, new_secret
from flowengine.tenancy.user import ROLES

DAY_MS = 24 * 3600 * 1000
MOST_DAYS = 366
MOST_TOKENS = 500  # of one tenant, those that are over included
GRANTED = frozenset(ROLES) - {"agent"}  # an agent is a person at a desk
WHEN_OVER = "Ask an administrator for a new one (`dialogue-studio token new`)."
_FORM = re.compile(r"ds_([0-9a-f]{32})_([A-Za-z0-9_-]{20,64})")
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,63}")


class Token(Struct, frozen=True):
    """What is kept of a token. `environments`: where the role is held; none named means the whole tenant."""

    id: str
    name: str
    role: str
    environments: tuple[str, ...]
    hash: str
    made_by: str
    made_ms: int
    expires_ms: int
    revoked_ms: int = 0
    v: int = 1

    def principal(self, tenant: str) -> Principal:
        """Who asks when this token asks."""
        held = frozenset({self.role})
        user = f"token:{self.name}"
        return Principal(tenant, user, self.name, dict.fromkeys(self.environments or (TENANT_WIDE,), held), user)


class TokenStore(Protocol):
    """The tenants' ledgers, as far as tokens need them. A body is JSON; `put_token` keeps who wrote it in the trace."""

    def token(self, token_id: str) -> tuple[str, str] | None:
        """(tenant, body) of this id."""

    def tokens_of(self, tenant: str) -> list[str]: ...
    async def put_token(self, tenant: str, token_id: str, body: str, author: str) -> None: ...


class Tokens:
    """Makes, finds and revokes tokens. The text of a token is given out once and is nowhere else."""

    def __init__(self, store: TokenStore, now_ms: Clock, random_bytes: RandomBytes) -> None:
        self._store = store
        self._now_ms = now_ms
        self._random_bytes = random_bytes

    async def make(
        self, by: Principal, name: str, role: str, environments: tuple[str, ...], days: int
    ) -> tuple[Token, str]:
        """A new token and its text. Raises RequestRefused; the caller has looked whether `by` may give this role."""
        if not _NAME.fullmatch(name):
            hint = "Small letters, digits, _ and -; a letter first."
            raise RequestRefused(f"“{name}” is not a name.", hint=hint, code="bad_name")
        if role not in GRANTED:
            raise RequestRefused(
                f"A token cannot have the role “{role}”.",
                hint=f"One of {', '.join(sorted(GRANTED))}.",
                code="bad_value",
            )
        if not 0 < days <= MOST_DAYS:
            raise RequestRefused(
                f"A token lasts from 1 to {MOST_DAYS} days.", hint="Say how many days.", code="bad_value"
            )
        if len(self._store.tokens_of(by.tenant)) >= MOST_TOKENS:
            raise RequestRefused(f"A tenant has at most {MOST_TOKENS} tokens.", code="too_many_tokens")
        now = self._now_ms()
        token_id, secret = self._random_bytes(16).hex(), new_secret(self._random_bytes)
        held = tuple(dict.fromkeys(environments))
        token = Token(token_id, name, role, held, hash_of("token", secret), by.user, now, now + days * DAY_MS)
        await self._keep(by.tenant, token, by.user)
        return token, f"ds_{token_id}_{secret}"

    def find(self, text: str) -> Principal:
        """Who asks with this token. Raises NotSignedIn, saying what is wrong only to whoever holds the secret."""
        form = _FORM.fullmatch(text)
        kept = self._store.token(form[1]) if form else None
        token = msgspec.json.decode(kept[1], type=Token) if kept else None
        if form is None or not is_plausible(form[2]):
            hint = "Send the whole text that `token new` printed: ds_…_…"
            raise NotSignedIn("This is not an API token.", hint=hint, code="token_malformed")
        if kept is None or token is None or not compare_digest(token.hash, hash_of("token", form[2])):
            raise NotSignedIn("This server knows no such API token.", hint=WHEN_OVER, code="token_unknown")
        if token.revoked_ms:
            raise NotSignedIn("This API token was revoked.", hint=WHEN_OVER, code="token_revoked")
        if token.expires_ms <= self._now_ms():
            raise NotSignedIn("This API token has expired.", hint=WHEN_OVER, code="token_expired")
        return token.principal(kept[0])

    def all(self, tenant: str) -> list[Token]:
        """The tenant's tokens, newest first; those that are over too."""
        found = [msgspec.json.decode(body, type=Token) for body in self._store.tokens_of(tenant)]
        return sorted(found, key=lambda token: (token.made_ms, token.id), reverse=True)

    async def revoke(self, by: Principal, token_id: str) -> None:
        """From now on the token opens nothing. Raises NotFound for one that is not this tenant's."""
        token = next((token for token in self.all(by.tenant) if token.id == token_id), None)
        if token is None:
            raise NotFound("There is no such token.")
        if not token.revoked_ms:
            await self._keep(by.tenant, msgspec.structs.replace(token, revoked_ms=self._now_ms()), by.user)

    async def _keep(self, tenant: str, token: Token, author: str) -> None:
        await self._store.put_token(tenant, token.id, msgspec.json.encode(token).decode(), author)
