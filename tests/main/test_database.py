"""A database's URL: refused when it would give its password away, and never printed with it."""

import pytest

from flowengine.main.database import VARIABLE, DatabaseRefused, chosen, masked

OPEN = "postgresql://studio@db.example:5432/studio"
SECRET = [
    pytest.param("postgresql://studio:canary@db.example/studio", id="before the host"),
    pytest.param("postgresql://studio:canary@a.example:1,b.example:2/studio?ssl=require", id="two hosts"),
    pytest.param("postgresql://db.example/studio?user=studio&password=canary&ssl=require", id="a parameter"),
    pytest.param("postgresql://studio:can:a@ry@db.example/studio?password=canary", id="strange letters"),
]


@pytest.mark.parametrize("url", SECRET)
def test_a_password_may_not_stand_on_the_command_line(url: str) -> None:
    with pytest.raises(DatabaseRefused, match=VARIABLE) as refused:
        chosen(url, {})
    assert "canary" not in str(refused.value)
    assert chosen("", {VARIABLE: url}) == url


@pytest.mark.parametrize("url", SECRET)
def test_no_password_is_printed(url: str) -> None:
    shown = masked(url)
    assert "can" not in shown
    assert "***" in shown
    assert "studio" in shown


def test_what_is_said_comes_before_what_stands_in_the_environment() -> None:
    assert chosen(OPEN, {VARIABLE: OPEN + "2"}) == OPEN
    assert chosen("", {}) == ""
    assert masked(OPEN) == OPEN


@pytest.mark.parametrize("url", ["mysql://studio:canary@db/studio", "studio.sqlite", "postgresql://studio:canary@db"])
def test_another_url_is_refused_in_one_sentence(url: str) -> None:
    with pytest.raises(DatabaseRefused, match="Write it like postgresql://") as refused:
        chosen("", {VARIABLE: url})
    assert "canary" not in str(refused.value)
