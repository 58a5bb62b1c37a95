"""The operator's key and sessions: where the key comes from, what is refused, and when a session is over."""

from pathlib import Path

import pytest

from flowengine.identity.demo import UnsafeSetting
from flowengine.identity.operator import ABSOLUTE_MS, IDLE_MS, KEY_VARIABLE, Operators, operator_key
from tests.identity.test_sessions import Clock, seeds

CELL = b"c" * 32


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_the_key_is_made_once_and_its_owner_alone_reads_it(tmp_path: Path) -> None:
    key = operator_key(tmp_path, {}, seeds())
    assert operator_key(tmp_path, {}, seeds()) == key
    file = tmp_path / "operator.key"
    assert file.stat().st_mode & 0o077 == 0
    assert operator_key(tmp_path, {KEY_VARIABLE: "x" * 20}, seeds()) == "x" * 20
    file.chmod(0o644)
    with pytest.raises(UnsafeSetting, match="chmod 600"):
        operator_key(tmp_path, {}, seeds())


def test_a_key_that_can_be_guessed_starts_nothing(tmp_path: Path) -> None:
    with pytest.raises(UnsafeSetting, match=KEY_VARIABLE):
        operator_key(tmp_path, {KEY_VARIABLE: "secret"}, seeds())
    (tmp_path / "operator.key").write_text("")
    (tmp_path / "operator.key").chmod(0o600)
    with pytest.raises(UnsafeSetting, match=r"operator\.key"):
        operator_key(tmp_path, {}, seeds())


def test_a_session_is_good_at_every_node_of_the_cell_and_nowhere_else(clock: Clock) -> None:
    here, there = Operators("a" * 20, CELL, clock, seeds()), Operators("b" * 20, CELL, clock, seeds())
    cookie = here.begin()
    assert there.is_signed_in(cookie)
    assert not Operators("a" * 20, b"d" * 32, clock, seeds()).is_signed_in(cookie)
    assert here.is_key("a" * 20)
    assert not here.is_key("b" * 20)
    assert not here.is_signed_in(cookie[:-1] + ("0" if cookie[-1] != "0" else "1"))
    begun, rest = cookie.split(".", 1)
    assert not here.is_signed_in(f"{int(begun) + 1}.{rest}")
    for guess in ("", "a" * 20, "..." + "0" * 64, cookie + "\n"):
        assert not here.is_signed_in(guess)


def test_a_session_ends_by_idling_after_eight_hours_and_by_word(clock: Clock) -> None:
    operators = Operators("a" * 20, CELL, clock, seeds())
    cookie: str | None = operators.begin()
    assert cookie is not None
    stale = cookie
    for _ in range(ABSOLUTE_MS // (IDLE_MS - 1)):
        clock.ms += IDLE_MS - 1
        assert cookie is not None
        cookie = operators.renew(cookie)
    assert cookie is not None
    assert not operators.is_signed_in(stale), "idle"
    clock.ms += IDLE_MS - 1
    assert operators.renew(cookie) is None, "eight hours"
    fresh = operators.begin()
    operators.end(fresh)
    assert not operators.is_signed_in(fresh)
    assert operators.renew(fresh) is None
