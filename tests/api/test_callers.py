"""Callers: found, noted and forgotten by their number, which stands in no address and in no key."""

from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from flowengine.messages import CallerNoted, DocumentPut
from flowengine.switchboard.callers import key_of
from tests.api.world import ABROAD, HOME, World, call, sign_in


def test_a_caller_is_forgotten(world: World, client: TestClient[Litestar]) -> None:
    sign_in(client, "administrator")
    answer = call(client, "POST", "/api/callers/forget", {"number": "+44 7700 900123"})
    assert answer.status_code == 204
    (_, event) = world.runtime.events[-1]
    key = key_of(HOME, "+447700900123")
    assert event == DocumentPut(kind="caller", key=key, body="", base="*", author="administrator")


def test_what_is_known_is_written_down_and_found(world: World, client: TestClient[Litestar]) -> None:
    sign_in(client, "agent")
    assert call(client, "POST", "/api/callers/find", {"number": "+447700900123"}).status_code == 404
    body = {
        "number": "+44 7700 900123",
        "name": "Ann",
        "language": "nl-BE",
        "attributes": {"pet": "cat", "x": None},
    }
    known = {"number": "+447700900123", "name": "Ann", "attributes": {"pet": "cat", "x": None}}
    assert call(client, "POST", "/api/callers/note", {**body, "keep_days": 30}).json() == known
    assert call(client, "POST", "/api/callers/find", {"number": "+447700900123"}).json() == known
    (_, event) = world.runtime.events[-1]
    sign_in(client, "agent", ABROAD)
    assert call(client, "POST", "/api/callers/find", {"number": "+447700900123"}).status_code == 404
    noted = {"number": "+447700900123", "name": "Ann", "language": "nl-BE", "attributes": {"pet": "cat", "x": None}}
    assert event == CallerNoted(**noted, keep_days=30, author="agent")


WRONG = [
    {"attributes": {"Pet": "cat"}}, {"language": "Dutch"}, {"keep_days": 0}, {"keep_days": 3651}, {"name": "x" * 201},
    {"colour": "red"},
]  # fmt: skip  # one fault, one object


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: next(iter(wrong)))
def test_a_note_that_is_none_is_refused(world: World, client: TestClient[Litestar], wrong: dict[str, Any]) -> None:
    sign_in(client, "agent")
    answer = call(client, "POST", "/api/callers/note", {"number": "+447700900123", **wrong})
    assert (answer.status_code, world.runtime.events) == (400, [])


@pytest.mark.parametrize("number", ["", "anna", "0123", "+44"])
@pytest.mark.parametrize("act", ["forget", "find", "note"])
def test_only_a_number_is_one(client: TestClient[Litestar], act: str, number: str) -> None:
    sign_in(client, "administrator")
    answer = call(client, "POST", f"/api/callers/{act}", {"number": number})
    assert answer.status_code in (400, 422)
