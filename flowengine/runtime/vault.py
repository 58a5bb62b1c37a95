"""Secrets of a tenant: sealed when they come in, opened only for a request to one of their hosts, never shown again.

Each tenant has a data key of its own, wrapped by the master key; a secret's seal is bound to its tenant, name, hosts,
environments and form, so that nothing of a stored record can be changed or moved without breaking it.
"""

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable
from typing import Literal, Protocol, TypeAlias

import msgspec
from msgspec import Struct

from flowengine.errors import Conflict, EngineBug, NotFound, RequestRefused
from flowengine.runtime.egress.place import place_of
from flowengine.runtime.egress.refusal import EgressRefused
from flowengine.runtime.seal import MasterKey, opened, sealed

KIND = "secret"
KEY_KIND = "data_key"
MOST_CHARACTERS = 4_096
MOST_SECRETS = 200
MOST_HOSTS = 20
Form: TypeAlias = Literal["bearer", "basic", "header"]


class SecretRecord(Struct, frozen=True):
    """What is kept. `environments`: whose flows may use it, none named means all; `form`: how it is shown to the host,
    `header`: by the header of that name."""

    hosts: tuple[str, ...]
    environments: tuple[str, ...]
    form: Form
    header: str
    seal: str
    author: str
    at_ms: int
    v: int = 1

    def bound(self, tenant: str, name: str) -> bytes:
        """What the seal is bound to."""
        return msgspec.json.encode([KIND, tenant, name, self.hosts, self.environments, self.form, self.header])


class Kept(Struct, frozen=True):
    """A document to be kept; `body` "" removes it. `new`: it must not be there yet."""

    kind: str
    key: str
    body: str
    author: str
    new: bool = False


class Documents(Protocol):
    """The tenant's ledger, as far as the vault needs it. Bodies are JSON."""

    def body(self, tenant: str, kind: str, key: str) -> str | None: ...
    def bodies(self, tenant: str, kind: str) -> dict[str, str]: ...
    async def put(self, tenant: str, document: Kept) -> None:
        """Raises Conflict for one that is there already and should not be."""


class Wanted(Struct, frozen=True):
    """A secret as an administrator gives it."""

    value: str
    hosts: tuple[str, ...]
    environments: tuple[str, ...] = ()
    form: Form = "bearer"
    header: str = ""


class Vault:
    """The only holder of the master key."""

    def __init__(self, master: MasterKey, documents: Documents, now_ms: Callable[[], int]) -> None:
        self._now_ms = now_ms
        self._master = master
        self._documents = documents

    async def put(self, tenant: str, name: str, wanted: Wanted, *, author: str) -> SecretRecord:
        """Seal and keep it; one of the same name is replaced. Raises RequestRefused, never with a word of the value."""
        refuse_bad(wanted)
        if len(self.names(tenant)) >= MOST_SECRETS and self._record(tenant, name) is None:
            raise RequestRefused(
                f"A tenant has at most {MOST_SECRETS} secrets.", hint="Remove one.", code="too_many_secrets"
            )
        hosts = tuple(dict.fromkeys(host.lower() for host in wanted.hosts))
        record = SecretRecord(hosts, wanted.environments, wanted.form, wanted.header, "", author, self._now_ms())
        key = await self._data_key(tenant, author)
        seal = sealed(key, wanted.value.encode(), record.bound(tenant, name))
        whole = msgspec.structs.replace(record, seal=b64encode(seal).decode())
        await self._documents.put(tenant, Kept(KIND, name, msgspec.json.encode(whole).decode(), author))
        return whole

    async def remove(self, tenant: str, name: str, *, author: str) -> None:
        """Raises NotFound."""
        if self._record(tenant, name) is None:
            raise NotFound("There is no such secret.")
        await self._documents.put(tenant, Kept(KIND, name, "", author))

    def names(self, tenant: str) -> dict[str, SecretRecord]:
        """All of them by name, sealed as they are."""
        found = self._documents.bodies(tenant, KIND)
        return {name: msgspec.json.decode(body, type=SecretRecord) for name, body in sorted(found.items())}

    def headers(self, tenant: str, name: str, *, environment: str, host: str) -> dict[str, str]:
        """What a request to `host` by a flow of `environment` carries. Raises EgressRefused if it may not."""
        record = self._record(tenant, name)
        what = f"The secret {name}"
        if record is None:
            raise EgressRefused(what, f"there is no secret “{name}”")
        if record.environments and environment not in record.environments:
            raise EgressRefused(what, f"the secret “{name}” is not for flows of “{environment}”")
        if host not in record.hosts:
            raise EgressRefused(what, f"the secret “{name}” is not for the host {host[:100]}")
        wrapped = self._documents.body(tenant, KEY_KIND, KIND)
        if wrapped is None:
            raise EngineBug(f"the secret {name} is kept without a key")
        value = opened(self._unwrapped(tenant, wrapped), b64decode(record.seal), record.bound(tenant, name)).decode()
        return _shown(record, value)

    async def seal(self, tenant: str, value: bytes, bound: bytes, *, author: str) -> str:
        """Sealed under the tenant's key, for whoever keeps secrets of another kind."""
        return b64encode(sealed(await self._data_key(tenant, author), value, bound)).decode()

    def open(self, tenant: str, wrapped: str | None, seals: Iterable[str], bound: bytes) -> list[bytes]:
        """What was sealed so; `wrapped`: the tenant's key as it is kept. Raises SecretsKeyWrong."""
        if wrapped is None:
            raise EngineBug("a secret is kept without a key")
        key = self._unwrapped(tenant, wrapped)
        return [opened(key, b64decode(seal), bound) for seal in seals]

    def _record(self, tenant: str, name: str) -> SecretRecord | None:
        body = self._documents.body(tenant, KIND, name)
        return msgspec.json.decode(body, type=SecretRecord) if body else None

    async def _data_key(self, tenant: str, author: str) -> bytes:
        """The tenant's key; made with its first secret."""
        wrapped = self._documents.body(tenant, KEY_KIND, KIND)
        if wrapped is None:
            fresh = sealed(self._master.key(), self._master.fresh(), _bound_key(tenant))
            body = msgspec.json.encode({"v": 1, "wrapped": b64encode(fresh).decode()}).decode()
            try:
                await self._documents.put(tenant, Kept(KEY_KIND, KIND, body, author, new=True))
            except Conflict:  # somebody else was quicker: theirs is the key
                body = self._documents.body(tenant, KEY_KIND, KIND) or body
            wrapped = body
        return self._unwrapped(tenant, wrapped)

    def _unwrapped(self, tenant: str, body: str) -> bytes:
        return opened(self._master.key(), b64decode(msgspec.json.decode(body)["wrapped"]), _bound_key(tenant))


def _bound_key(tenant: str) -> bytes:
    return msgspec.json.encode([KEY_KIND, tenant])


def _shown(record: SecretRecord, value: str) -> dict[str, str]:
    if record.form == "header":
        return {record.header: value}
    if record.form == "basic":
        return {"Authorization": f"Basic {b64encode(value.encode()).decode()}"}
    return {"Authorization": f"Bearer {value}"}


def refuse_bad(wanted: Wanted) -> None:
    """Raises RequestRefused for a secret that could never be sent."""
    value = wanted.value
    if not 0 < len(value) <= MOST_CHARACTERS or not value.isascii() or not value.isprintable():
        _refuse(f"A secret has 1 to {MOST_CHARACTERS} plain characters, without line breaks.", "Look at its end.")
    if not 0 < len(wanted.hosts) <= MOST_HOSTS:
        _refuse(f"A secret is for 1 to {MOST_HOSTS} hosts.", "Name the hosts that it may be sent to.")
    for host in wanted.hosts:
        try:
            place = place_of(f"https://{host}/")
        except EgressRefused:
            place = None
        if place is None or place.host != host.lower():
            _refuse("A host is a name like crm.example, without scheme, port or path.", "Name each host by itself.")
    if (wanted.form == "header") != bool(wanted.header):
        _refuse("A header's name goes with the form “header”, and only with it.", "Say header X-Api-Key, for example.")
    if wanted.header and not (wanted.header.isascii() and wanted.header.replace("-", "").isalnum()):
        _refuse("The name of a header has letters, digits and -.", "Such as X-Api-Key.")
    if wanted.form == "basic" and ":" not in value:
        _refuse("A secret of the form “basic” is user:password.", "Write both, with a colon between.")


def _refuse(message: str, hint: str) -> None:
    raise RequestRefused(message, hint=hint, code="bad_secret")
