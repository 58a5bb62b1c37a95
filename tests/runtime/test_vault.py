"""Secrets: sealed as they come in, opened for their hosts alone, and broken by any change of their record."""

import asyncio
import stat
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any

import msgspec
import pytest

from flowengine.errors import NotFound, RequestRefused
from flowengine.runtime.egress import EgressRefused
from flowengine.runtime.seal import MasterKey, SecretsKeyWrong, opened, sealed
from flowengine.runtime.vault import Vault, Wanted
from tests.api.memory_outside import KEY, MemoryDocuments, vault_on

TENANT = "emea-test"
CANARY = "canary-4711-value"
CRM = Wanted(CANARY, ("crm.example", "API.crm.example"), ("billing",))


def kept(wanted: Wanted = CRM) -> tuple[Vault, MemoryDocuments]:
    documents = MemoryDocuments()
    vault = vault_on(documents, lambda: 7)
    asyncio.run(vault.put(TENANT, "crm", wanted, author="ann"))
    return vault, documents


def headers(vault: Vault, tenant: str = TENANT, name: str = "crm", **at: str) -> dict[str, str]:
    return vault.headers(tenant, name, **{"environment": "billing", "host": "crm.example", **at})


FORMS = {
    "bearer": (CRM, {"Authorization": f"Bearer {CANARY}"}),
    "basic": (Wanted("ann:p:w", ("crm.example",), form="basic"), {"Authorization": "Basic YW5uOnA6dw=="}),
    "header": (Wanted("k", ("crm.example",), form="header", header="X-Api-Key"), {"X-Api-Key": "k"}),
}


@pytest.mark.parametrize(("wanted", "sent"), FORMS.values(), ids=FORMS)
def test_it_is_sent_in_its_form(wanted: Wanted, sent: dict[str, str]) -> None:
    assert headers(kept(wanted)[0]) == sent


ELSEWHERE: dict[str, dict[str, str]] = {
    "another host": {"host": "evil.example"},
    "a host below": {"host": "crm.example.evil.example"},
    "another environment": {"environment": "front_door"},
    "another tenant": {"tenant": "emea-other"},
    "another name": {"name": "mail"},
}


@pytest.mark.parametrize("at", ELSEWHERE.values(), ids=ELSEWHERE)
def test_it_goes_nowhere_else(at: dict[str, str]) -> None:
    vault, _ = kept()
    with pytest.raises(EgressRefused) as refused:
        headers(vault, **at)
    assert CANARY not in str(refused.value)
    assert headers(vault, host="api.crm.example")


def test_what_is_kept_does_not_hold_it() -> None:
    vault, documents = kept()
    text = str(documents.kept) + repr(vault.names(TENANT)) + str([*vault.names(TENANT).values()])
    for form in (CANARY, b64encode(CANARY.encode()).decode(), CANARY.encode().hex()):
        assert form not in text


CHANGES: dict[str, dict[str, Any]] = {
    "its hosts": {"hosts": ["crm.example", "evil.example"]},
    "its environments": {"environments": []},
    "its form": {"form": "header", "header": "X-A"},
    "its seal": {"seal": b64encode(bytes(60)).decode()},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_changed_record_opens_nothing(change: dict[str, Any]) -> None:
    vault, documents = kept()
    place = (TENANT, "secret", "crm")
    documents.kept[place] = msgspec.json.encode({**msgspec.json.decode(documents.kept[place]), **change}).decode()
    with pytest.raises(SecretsKeyWrong):
        headers(vault)


def test_a_record_of_another_name_or_tenant_opens_nothing() -> None:
    vault, documents = kept()
    record = documents.kept[TENANT, "secret", "crm"]
    documents.kept[TENANT, "secret", "mail"] = record
    for kind in ("secret", "data_key"):
        key = "secret" if kind == "data_key" else "crm"
        documents.kept["emea-other", kind, key] = documents.kept[TENANT, kind, key]
    for at in ({"name": "mail"}, {"tenant": "emea-other"}):
        with pytest.raises(SecretsKeyWrong):
            headers(vault, **at)


def test_another_master_key_opens_nothing() -> None:
    _, documents = kept()
    other = Vault(MasterKey(Path("nowhere"), b64encode(bytes(32)).decode()), documents, lambda: 7)
    with pytest.raises(SecretsKeyWrong):
        headers(other)


def test_tenants_have_keys_of_their_own_and_seals_never_repeat() -> None:
    vault, documents = kept()
    asyncio.run(vault.put("emea-other", "crm", CRM, author="ann"))
    first = documents.kept[TENANT, "secret", "crm"]
    asyncio.run(vault.put(TENANT, "crm", CRM, author="ann"))
    assert documents.kept[TENANT, "secret", "crm"] != first
    key = b64decode(KEY)
    keys = [
        opened(key, b64decode(msgspec.json.decode(body)["wrapped"]), msgspec.json.encode(["data_key", tenant]))
        for (tenant, kind, _), body in documents.kept.items()
        if kind == "data_key"
    ]
    assert len(set(keys)) == 2


def test_two_first_secrets_at_once_share_one_key() -> None:
    documents = MemoryDocuments()
    vault = vault_on(documents, lambda: 7)

    async def both() -> None:
        await asyncio.gather(*(vault.put(TENANT, name, CRM, author="ann") for name in ("crm", "mail")))

    asyncio.run(both())
    assert headers(vault) == headers(vault, name="mail")


def test_it_is_removed() -> None:
    vault, _ = kept()
    asyncio.run(vault.remove(TENANT, "crm", author="ann"))
    assert vault.names(TENANT) == {}
    with pytest.raises(NotFound):
        asyncio.run(vault.remove(TENANT, "crm", author="ann"))


BAD: dict[str, Wanted] = {
    "no value": Wanted("", ("crm.example",)),
    "a line": Wanted("a\r\nX: b", ("crm.example",)),
    "letters": Wanted("é", ("crm.example",)),
    "no host": Wanted("a", ()),
    "any host": Wanted("a", ("*",)),
    "a host with a port": Wanted("a", ("crm.example:8443",)),
    "an address": Wanted("a", ("https://crm.example",)),
    "a host with a user": Wanted("a", ("u@crm.example",)),
    "no user": Wanted("a", ("crm.example",), form="basic"),
    "no header": Wanted("a", ("crm.example",), form="header"),
    "a header too many": Wanted("a", ("crm.example",), header="X-A"),
    "a header that is two": Wanted("a", ("crm.example",), form="header", header="X-A: b\r\nX-B"),
}


@pytest.mark.parametrize("wanted", BAD.values(), ids=BAD)
def test_what_could_never_be_sent(wanted: Wanted) -> None:
    with pytest.raises(RequestRefused) as refused:
        kept(wanted)
    assert refused.value.hint


def test_the_key_file_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "secrets.key"
    key = MasterKey(file).key()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert MasterKey(file).key() == key
    assert opened(key, sealed(key, b"v", b"b"), b"b") == b"v"
    for wrong in ("short", "", "é"):
        file.write_text(wrong)
        with pytest.raises(SecretsKeyWrong):
            MasterKey(file).key()
    with pytest.raises(SecretsKeyWrong):
        MasterKey(file, "no key").key()
