"""Hooks: what was signed for one is let in, as long as it is fresh and under a secret that is good; nothing else is."""

import asyncio
from typing import Any

import pytest

from flowengine.errors import FlowEngineError, NotFound, RequestRefused
from flowengine.identity.hooks import MOST_HOOKS, WINDOW_S, Hook, Hooks, Shown, secret_of, signature_of
from tests.api.memory_hooks import MemoryHookStore
from tests.api.memory_outside import MemoryDocuments, vault_on
from tests.api.world import Clock, seeds

HOME, ABROAD = "emea-home", "emea-abroad"
BODY = b'{"conversation":"c1","after":0}'


class Gate:
    def __init__(self) -> None:
        self.clock, self.documents = Clock(), MemoryDocuments()
        self.hooks = Hooks(MemoryHookStore(vault_on(self.documents, self.clock), self.documents), self.clock, seeds())

    def make(self, tenant: str = HOME) -> tuple[Hook, str]:
        return asyncio.run(self.hooks.make(tenant, "dora", "partner", "relay", repeats=True))

    def shown(self, hook: Hook, secret: str, *, tenant: str = HOME, age_s: int = 0, body: bytes = BODY) -> Shown:
        unsigned = Shown(f"https://studio.example/hooks/relay/{tenant}/{hook.id}", "", body)
        seconds = str(self.clock.ms // 1000 - age_s)
        signature = f"t={seconds},v1={signature_of(secret_of(secret), seconds, unsigned)}"
        return Shown(unsigned.url, signature, body)

    def code(self, hook: Hook, shown: Shown, *, tenant: str = HOME, channel: str = "relay") -> str:
        """ "" if it is let in."""
        try:
            asyncio.run(self.hooks.verified(tenant, channel, hook.id, shown))
        except RequestRefused as refused:
            return refused.code
        return ""


def test_what_is_signed_for_this_hook_is_let_in_and_nothing_else() -> None:
    gate = Gate()
    hook, secret = gate.make()
    other, others = gate.make()
    good = gate.shown(hook, secret)
    assert gate.code(hook, good) == ""
    assert gate.code(hook, gate.shown(hook, others)) == "signed_otherwise"
    assert gate.code(other, good) == "signed_otherwise"
    assert gate.code(hook, Shown(good.url, good.signature, BODY + b" ")) == "signed_otherwise", "one more byte"
    assert gate.code(hook, Shown(good.url.replace("https", "http"), good.signature, BODY)) == "signed_otherwise"
    assert gate.code(hook, good, channel="webchat") == "not_found", "a hook is of one channel"


def test_another_tenants_hook_is_not_found_and_its_records_are_bound_to_it() -> None:
    gate = Gate()
    hook, secret = gate.make()
    gate.make(ABROAD)
    assert gate.code(hook, gate.shown(hook, secret, tenant=ABROAD), tenant=ABROAD) == "not_found"
    gate.documents.kept[ABROAD, "hook", hook.id] = gate.documents.kept[HOME, "hook", hook.id]
    with pytest.raises(FlowEngineError, match="cannot be opened"):
        gate.code(hook, gate.shown(hook, secret, tenant=ABROAD), tenant=ABROAD)


@pytest.mark.parametrize(
    ("age_s", "code"),
    [(WINDOW_S, ""), (WINDOW_S + 1, "signed_when"), (-WINDOW_S, ""), (-WINDOW_S - 1, "signed_when")],
)
def test_a_signature_is_good_for_a_few_minutes_before_and_after_its_moment(age_s: int, code: str) -> None:
    gate = Gate()
    hook, secret = gate.make()
    assert gate.code(hook, gate.shown(hook, secret, age_s=age_s)) == code


def forged(good: str) -> dict[str, tuple[str, str]]:
    t, v1 = good.split(",")
    return {
        "none": ("", "not_signed"),
        "its time alone": (t, "not_signed"),
        "no time": (v1, "not_signed"),
        "an empty digest": (f"{t},v1=", "not_signed"),
        "half a digest": (f"{t},{v1[:35]}", "not_signed"),
        "a digest twice": (f"{t},{v1},{v1}", "not_signed"),
        "two times": (f"{t},{t},{v1}", "not_signed"),
        "an algorithm of its own": (f"{t},{v1},alg=none", "not_signed"),
        "another way": (f"{t},v0={v1[3:]}", "not_signed"),
        "in capitals": (good.upper(), "not_signed"),
        "a space before": (f" {good}", "not_signed"),
        "a line after": (f"{good}\n", "not_signed"),
        "digits of another script": (f"t=١٢٣,{v1}", "not_signed"),
        "a time below zero": (f"t=-1,{v1}", "not_signed"),
        "a time with a point": (f"{t}.0,{v1}", "not_signed"),
        "a time like a bomb": (f"t={'9' * 5000},{v1}", "not_signed"),
        "the first second": (f"t=1,{v1}", "signed_when"),
        "far ahead": (f"t=99999999999,{v1}", "signed_when"),
        "another second": (f"t={int(t[2:]) + 1},{v1}", "signed_otherwise"),
    }


@pytest.mark.parametrize("name", forged("t=1700000000,v1=" + "0" * 64))
def test_forged_signatures_are_refused(name: str) -> None:
    gate = Gate()
    hook, secret = gate.make()
    good = gate.shown(hook, secret)
    signature, code = forged(good.signature)[name]
    assert gate.code(hook, Shown(good.url, signature, BODY)) == code


def test_two_secrets_are_good_until_the_older_one_is_taken_away() -> None:
    gate = Gate()
    hook, first = gate.make()
    second = asyncio.run(gate.hooks.renew(HOME, hook.id, "dora"))[1]
    assert [gate.code(hook, gate.shown(hook, each)) for each in (first, second)] == ["", ""]
    third = asyncio.run(gate.hooks.renew(HOME, hook.id, "dora"))[1]
    found = [gate.code(hook, gate.shown(hook, each)) for each in (first, second, third)]
    assert found == ["signed_otherwise", "", ""]
    assert len(asyncio.run(gate.hooks.settle(HOME, hook.id, "dora")).seals) == 1
    assert [gate.code(hook, gate.shown(hook, each)) for each in (second, third)] == ["signed_otherwise", ""]
    asyncio.run(gate.hooks.remove(HOME, hook.id, "dora"))
    assert gate.code(hook, gate.shown(hook, third)) == "not_found"


def test_no_secret_stands_in_what_is_kept() -> None:
    gate = Gate()
    _, secret = gate.make()
    kept = "".join(gate.documents.kept.values())
    assert secret not in kept
    assert secret_of(secret).hex() not in kept
    assert len(secret_of(secret)) == 32


@pytest.mark.parametrize("name", ["", "Partner", "a b", "../x", "a" * 65])
def test_a_hook_has_a_plain_name(name: str) -> None:
    gate = Gate()
    with pytest.raises(RequestRefused) as refused:
        asyncio.run(gate.hooks.make(HOME, "dora", name, "relay", repeats=True))
    assert refused.value.code == "bad_name"
    assert gate.hooks.all(HOME) == []


@pytest.mark.parametrize("hook_id", ["", "0" * 31, "0" * 33, "G" * 32, "../" * 11])
def test_what_is_no_id_is_not_found(hook_id: str) -> None:
    gate = Gate()
    made, secret = gate.make()
    shown = gate.shown(made, secret)
    with pytest.raises(NotFound):
        asyncio.run(gate.hooks.verified(HOME, "relay", hook_id, shown))
    changes: list[Any] = [gate.hooks.renew(HOME, hook_id, "dora"), gate.hooks.settle(HOME, hook_id, "dora")]
    for change in [*changes, gate.hooks.remove(HOME, hook_id, "dora")]:
        with pytest.raises(NotFound):
            asyncio.run(change)


def test_there_are_only_so_many() -> None:
    gate = Gate()
    for _ in range(MOST_HOOKS):
        gate.make()
    with pytest.raises(RequestRefused, match="at most"):
        gate.make()
    assert len({hook.id for hook in gate.hooks.all(HOME)}) == MOST_HOOKS
