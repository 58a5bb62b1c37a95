"""Whom content names: numbers as people write them, addresses in any case, and nobody whose name is longer."""

import pytest

from flowengine.ledger.naming import holds
from flowengine.ledger.record import StoredContent, StoredEvent, pack
from flowengine.main.national import written_forms
from flowengine.messages import Json, KeyPressed

NUMBER = "+447700900123"
NAMED: list[Json] = [
    NUMBER, {"number": NUMBER}, "ring 07700 900123!", "07700900123", "tel:+44 7700 900123", "00447700900123",
    "01\n07700900123\n", ["x", {"a": [f"at {NUMBER}."]}], {NUMBER: 1}, "x" * 300 + NUMBER, "0" * 200 + " " + NUMBER,
]  # fmt: skip  # a list reads better than one item a line
OTHERS: list[Json] = ["+4477009001234", "1447700900123", "077009001239", "7700900123", 447700900123, None, "", "٠٧"]


@pytest.mark.parametrize("body", NAMED, ids=lambda body: str(body)[-30:])
def test_a_number_as_people_write_it(body: Json) -> None:
    assert holds(pack(StoredContent(1, body)), written_forms(NUMBER))


@pytest.mark.parametrize("body", OTHERS, ids=repr)
def test_another_number_is_somebody_elses(body: Json) -> None:
    assert not holds(pack(StoredContent(1, body)), written_forms(NUMBER))


@pytest.mark.parametrize(
    "text", ["Ann@Example.com", "to <ann@example.com>.", "ann@example.com, bob@example.com", "“ann@example.com”"]
)
def test_an_address_in_any_case(text: str) -> None:
    assert holds(pack(StoredContent(1, text)), [b"ann@example.com"])


@pytest.mark.parametrize(
    "text", ["joann@example.com", "x.ann@example.com", "ann@example.com.au", "ann@example.community"]
)
def test_a_longer_address_is_somebody_elses(text: str) -> None:
    assert not holds(pack(StoredContent(1, text)), [b"ann@example.com"])


def test_of_no_country_and_of_an_event() -> None:
    assert written_forms("+999123456789") == [b"00999123456789", b"999123456789"]
    event = pack(StoredEvent(1, KeyPressed(dialogue="+999123456789", key="1")))
    assert holds(event, written_forms("+999123456789"))
