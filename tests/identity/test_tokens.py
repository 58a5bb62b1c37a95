"""API tokens: the text opens what it was made for until it is over, and is nowhere in what is kept."""

import asyncio
from typing import Any

import msgspec
import pytest

from flowengine.errors import NotFound, NotSignedIn, RequestRefused
from flowengine.identity.principal import principal_of
from flowengine.identity.tokens import DAY_MS, MOST_TOKENS, Tokens
from tests.api.memory_outside import MemoryTokens
from tests.api.world import Clock, seeds

BY = principal_of("emea-home", "dora", "Dora", {"": ["administrator"]})


class Gate:
    def __init__(self) -> None:
        self.store, self.clock = MemoryTokens(), Clock()
        self.tokens = Tokens(self.store, self.clock, seeds())

    def make(self, **given: Any) -> tuple[str, str]:
        wanted: dict[str, Any] = {"name": "ci", "role": "editor", "environments": ("billing",), "days": 2} | given
        token, text = asyncio.run(self.tokens.make(BY, **wanted))
        return token.id, text

    def code(self, text: str) -> str:
        with pytest.raises(NotSignedIn) as refused:
            self.tokens.find(text)
        assert str(refused.value).endswith(".")
        assert refused.value.hint
        return refused.value.code


def test_a_token_is_who_it_was_made_for() -> None:
    gate = Gate()
    token_id, text = gate.make()
    assert text.startswith(f"ds_{token_id}_")
    found = gate.tokens.find(text)
    assert (found.tenant, found.name, found.roles) == ("emea-home", "ci", {"billing": frozenset({"editor"})})
    assert found.holds(frozenset({"editor"}), "billing")
    assert not found.holds(frozenset({"editor"}), "pharmacy")
    assert not found.holds(frozenset({"agent", "viewer"}))
    everywhere = gate.tokens.find(gate.make(environments=())[1])
    assert everywhere.roles == {"": frozenset({"editor"})}


def test_what_is_kept_opens_nothing() -> None:
    gate = Gate()
    _, text = gate.make()
    ((body, author),) = gate.store.kept.values()
    assert author == "dora"
    assert text.split("_", 2)[2] not in body
    kept = msgspec.json.decode(body)
    assert gate.code(f"ds_{kept['id']}_{kept['hash'].partition(':')[2]}") == "token_unknown"


def test_a_token_ends() -> None:
    gate = Gate()
    _, text = gate.make(days=2)
    gate.clock.ms += 2 * DAY_MS - 1
    gate.tokens.find(text)
    gate.clock.ms += 1
    assert gate.code(text) == "token_expired"


def test_a_revoked_token_opens_nothing_and_another_tenant_cannot_revoke_it() -> None:
    gate = Gate()
    token_id, text = gate.make()
    abroad = principal_of("emea-abroad", "eve", "Eve", {"": ["administrator"]})
    with pytest.raises(NotFound):
        asyncio.run(gate.tokens.revoke(abroad, token_id))
    asyncio.run(gate.tokens.revoke(BY, token_id))
    assert gate.code(text) == "token_revoked"
    before = dict(gate.store.kept)
    asyncio.run(gate.tokens.revoke(BY, token_id))
    assert gate.store.kept == before


SECRET = "A" * 27
BAD = ["", "ds_", "x", f"ds_{'0' * 31}_{SECRET}", f"ds_{'0' * 32}_{'é' * 27}", f"ds_{'0' * 32}_{'A' * 65}", "ds_" * 90]


@pytest.mark.parametrize("text", BAD)
def test_what_is_no_token_is_told_apart(text: str) -> None:
    assert Gate().code(text) == "token_malformed"


def test_only_whoever_holds_the_secret_learns_that_it_is_over() -> None:
    gate = Gate()
    token_id, _ = gate.make()
    gate.clock.ms += 3 * DAY_MS
    assert gate.code(f"ds_{token_id}_{SECRET}") == "token_unknown"
    assert gate.code(f"ds_{'0' * 32}_{SECRET}") == "token_unknown"


REFUSED: dict[str, dict[str, Any]] = {
    "no name": {"name": "C I"}, "an agent": {"role": "agent"}, "no role": {"role": "boss"}, "no days": {"days": 0},
    "for ever": {"days": 1000},
}  # fmt: skip  # read as a table


@pytest.mark.parametrize("given", REFUSED.values(), ids=REFUSED)
def test_a_token_is_refused(given: dict[str, Any]) -> None:
    gate = Gate()
    with pytest.raises(RequestRefused) as refused:
        gate.make(**given)
    assert refused.value.hint
    assert not gate.store.kept


def test_a_tenant_has_not_endlessly_many() -> None:
    gate = Gate()
    _, text = gate.make()
    body = next(iter(gate.store.kept.values()))
    gate.store.kept |= {("emea-home", str(n)): body for n in range(MOST_TOKENS)}
    with pytest.raises(RequestRefused) as refused:
        gate.make()
    assert refused.value.code == "too_many_tokens"
    gate.tokens.find(text)
