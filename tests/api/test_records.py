"""Retention and a person's records at the seam: who may ask, what is passed on, and what is refused."""

from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from flowengine.messages import DataExported
from flowengine.tenancy.retention import Retention
from tests.api.memory_records import NOBODY, ON
from tests.api.world import HOME, World, call, sign_in

NUMBER = {"number": "+447700900124"}


def test_what_would_go_is_counted_unless_said_otherwise(world: World, client: TestClient[Litestar]) -> None:
    sign_in(client, "administrator")
    assert call(client, "GET", "/api/retention").json()["settings"] == {"trace": 400}
    assert call(client, "POST", "/api/retention", {}).status_code == 202
    assert call(client, "POST", "/api/retention", {"dry_run": False}).status_code == 202
    assert world.retention.begun[-2:] == [(HOME, "administrator", True), (HOME, "administrator", False)]


def test_what_would_go_under_settings_that_are_not_saved_yet(world: World, client: TestClient[Litestar]) -> None:
    sign_in(client, "administrator")
    before = len(world.retention.begun)
    assert call(client, "POST", "/api/retention", {"settings": {"dialogues": 31}}).status_code == 202
    assert world.retention.thought_of[-1] == Retention(dialogues=31)
    for wrong in ({"dialogues": 5}, {"letters": 40}, {"content": {"said": 0}}):
        assert call(client, "POST", "/api/retention", {"settings": wrong}).status_code == 400
    refused = call(client, "POST", "/api/retention", {"settings": {}, "dry_run": False})
    assert (refused.status_code, refused.json()["code"]) == (400, "bad_value")
    assert len(world.retention.begun) == before + 1


def test_a_person_is_found_exported_and_erased(world: World, client: TestClient[Litestar]) -> None:
    sign_in(client, "administrator")
    for body, by in ((NUMBER, "number"), ({"email": "ann@example.com"}, "email"), ({"user": "anna"}, "user")):
        named = next(iter(body.values()))
        assert call(client, "POST", "/api/people/find", body).json() == {"tenant": HOME, "by": by, "named": named}
        assert call(client, "POST", "/api/people/erase", body).json() == {"content": 3}
        assert world.people.erased[-1] == (HOME, by, named, "administrator")
        answer = call(client, "POST", "/api/people/export", body)
        assert (answer.headers["Content-Type"], answer.content) == ("application/zip", f"{HOME} {by} {named}".encode())
        assert world.runtime.events[-1] == (HOME, DataExported(what="person", author="administrator"))


def test_what_cannot_be_done_says_why(world: World, client: TestClient[Litestar]) -> None:
    sign_in(client, "administrator")
    before = len(world.people.erased)
    assert call(client, "POST", "/api/people/export", {"number": NOBODY}).status_code == 404
    refused = call(client, "POST", "/api/people/erase", {"number": ON})
    assert (refused.status_code, refused.json()["code"]) == (409, "person_is_on")
    assert (len(world.people.erased), world.runtime.events) == (before, [])


WRONG = [{}, {"number": ""}, {"number": "+1", "email": "a@b"}, {"name": "Ann"}, {"number": 5}, {"email": "x" * 321}]


@pytest.mark.parametrize("wrong", WRONG, ids=repr)
def test_exactly_one_person_is_meant(world: World, client: TestClient[Litestar], wrong: dict[str, Any]) -> None:
    sign_in(client, "administrator")
    before = len(world.people.erased)
    for act in ("find", "export", "erase"):
        assert call(client, "POST", f"/api/people/{act}", wrong).status_code == 400
    assert (len(world.people.erased), world.runtime.events) == (before, [])
