"""Callers: forgotten on demand, by their number, which stands in no address and in no record."""

import pytest

from flowengine.messages import DocumentPut
from flowengine.switchboard.callers import key_of
from tests.api.world import HOME, World, call, sign_in


def test_a_caller_is_forgotten() -> None:
    world = World()
    with world.client() as client:
        sign_in(client, "administrator")
        answer = call(client, "POST", "/api/callers/forget", {"number": "+44 7700 900123"})
        assert answer.status_code == 204
        (_, event) = world.runtime.events[-1]
    key = key_of(HOME, "+447700900123")
    assert event == DocumentPut(kind="caller", key=key, body="", base="*", author="administrator")


@pytest.mark.parametrize("number", ["", "anna", "0123", "+44"])
def test_only_a_number_is_one(number: str) -> None:
    world = World()
    with world.client() as client:
        sign_in(client, "administrator")
        answer = call(client, "POST", "/api/callers/forget", {"number": number})
        assert answer.status_code in (400, 422)
