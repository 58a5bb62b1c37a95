"""Hooks: addresses by which another system brings callers in, signed by one of at most two secrets."""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable
from hmac import compare_digest, digest
from typing import Protocol

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from flowengine.errors import NotFound, NotSignedIn, RequestRefused
from flowengine.identity.secret import Clock, RandomBytes

SIGNATURE = "dialogue-signature"
WINDOW_S = 300  # in which a signature is good, before and after its moment: senders' clocks differ
MOST_HOOKS = 100  # of one tenant
MOST_SECRETS = 2  # that are good at once: the new one, and the one that it replaces
SECRET_BYTES = 32
_ID = re.compile(r"[0-9a-f]{32}")
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,63}")
_SHOWN = re.compile(r"t=([0-9]{1,12}),v1=([0-9a-f]{64})")


class Hook(Struct, frozen=True):
    """What is kept. `repeats`: whether its sender sends again what was not answered; `seals`: its secrets, sealed, the
    newest first."""

    id: str
    name: str
    channel: str
    repeats: bool
    seals: tuple[str, ...]
    made_by: str
    made_ms: int
    v: int = 1


class Shown(Struct, frozen=True):
    """A request as its sender signed it: `url` is ours as the sender must know it, `body` the raw bytes."""

    url: str
    signature: str
    body: bytes


class HookStore(Protocol):
    """The tenants' ledgers, as far as hooks need them; secrets are sealed there and opened there."""

    async def hook(self, tenant: str, hook_id: str) -> str | None:
        """The body, JSON; at whichever node the tenant is served. Raises LedgerError."""

    def hooks_of(self, tenant: str) -> list[str]: ...
    async def put_hook(self, tenant: str, hook_id: str, body: str, author: str) -> None:
        """A body "" removes it."""

    async def seal(self, tenant: str, value: bytes, bound: bytes, author: str) -> str: ...
    async def open(self, tenant: str, seals: Iterable[str], bound: bytes) -> list[bytes]: ...


class Hooks:
    """Makes, changes and verifies hooks. The text of a secret is given out once and is nowhere else."""

    def __init__(self, store: HookStore, now_ms: Clock, random_bytes: RandomBytes) -> None:
        self._store, self._now_ms, self._random_bytes = store, now_ms, random_bytes

    async def make(self, tenant: str, author: str, name: str, channel: str, *, repeats: bool) -> tuple[Hook, str]:
        """A new hook and its secret. Raises RequestRefused."""
        if not _NAME.fullmatch(name):
            hint = "Small letters, digits, _ and -; a letter first."
            raise RequestRefused(f"“{name[:64]}” is not a name.", hint=hint, code="bad_name")
        if len(self._store.hooks_of(tenant)) >= MOST_HOOKS:
            raise RequestRefused(f"A tenant has at most {MOST_HOOKS} hooks.", hint="Remove one.", code="too_many_hooks")
        hook = Hook(self._random_bytes(16).hex(), name, channel, repeats, (), author, self._now_ms())
        return await self._with_secret(tenant, hook, author)

    def all(self, tenant: str) -> list[Hook]:
        """Newest first."""
        found = [msgspec.json.decode(body, type=Hook) for body in self._store.hooks_of(tenant)]
        return sorted(found, key=lambda hook: (hook.made_ms, hook.id), reverse=True)

    async def renew(self, tenant: str, hook_id: str, author: str) -> tuple[Hook, str]:
        """A new secret; the last one stays good beside it, an older one does not. Raises NotFound."""
        return await self._with_secret(tenant, await self._hook(tenant, hook_id), author)

    async def settle(self, tenant: str, hook_id: str, author: str) -> Hook:
        """Only the newest secret is good from now on. Raises NotFound."""
        hook = await self._hook(tenant, hook_id)
        settled = replace(hook, seals=hook.seals[:1])
        await self._keep(tenant, settled, author)
        return settled

    async def remove(self, tenant: str, hook_id: str, author: str) -> None:
        """Raises NotFound."""
        await self._hook(tenant, hook_id)
        await self._store.put_hook(tenant, hook_id, "", author)

    async def verified(self, tenant: str, channel: str, hook_id: str, shown: Shown) -> Hook:
        """The hook that this request was signed for. Raises NotFound, NotSignedIn, LedgerError.

        INVARIANT: what is compared is made from the raw body and our own address, before anybody reads the body, by a
        way of signing that the request cannot choose (tests/identity/test_hooks.py).
        """
        hook = await self._hook(tenant, hook_id)
        if hook.channel != channel:
            raise NotFound("There is no such hook.")
        found = _SHOWN.fullmatch(shown.signature)
        if found is None:
            hint = f"Send {SIGNATURE.title()}: t=<seconds>,v1=<64 hex digits>; docs/hooks.md says of what."
            raise NotSignedIn("The request is not signed.", hint=hint, code="not_signed")
        if abs(self._now_ms() / 1000 - int(found[1])) > WINDOW_S:
            hint = "Sign it anew, by a clock that is right."
            raise NotSignedIn(f"The signature is not of the last {WINDOW_S} seconds.", hint=hint, code="signed_when")
        good = [
            compare_digest(signature_of(secret, found[1], shown), found[2])
            for secret in await self._store.open(tenant, hook.seals, _bound(tenant, hook.id))
        ]
        if not any(good):
            hint = f"It is of the raw body and the address {shown.url}, under a secret of this hook."
            raise NotSignedIn("The signature is not that of this request.", hint=hint, code="signed_otherwise")
        return hook

    async def _hook(self, tenant: str, hook_id: str) -> Hook:
        body = await self._store.hook(tenant, hook_id) if _ID.fullmatch(hook_id) else None
        if not body:
            raise NotFound("There is no such hook.")
        return msgspec.json.decode(body, type=Hook)

    async def _with_secret(self, tenant: str, hook: Hook, author: str) -> tuple[Hook, str]:
        secret = self._random_bytes(SECRET_BYTES)
        seal = await self._store.seal(tenant, secret, _bound(tenant, hook.id), author)
        renewed = replace(hook, seals=(seal, *hook.seals)[:MOST_SECRETS])
        await self._keep(tenant, renewed, author)
        return renewed, b64encode(secret).decode()

    async def _keep(self, tenant: str, hook: Hook, author: str) -> None:
        await self._store.put_hook(tenant, hook.id, msgspec.json.encode(hook).decode(), author)


def signature_of(secret: bytes, seconds: str, shown: Shown) -> str:
    """HMAC-SHA256 of `seconds.url.body`, in hex."""
    return digest(secret, f"{seconds}.{shown.url}.".encode() + shown.body, "sha256").hex()


def secret_of(text: str) -> bytes:
    """The secret as it was given out."""
    return b64decode(text, validate=True)


def _bound(tenant: str, hook_id: str) -> bytes:
    return msgspec.json.encode(["hook", tenant, hook_id])
