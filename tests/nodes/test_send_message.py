"""send_message: to a number, to the caller's own, or into the chat."""

import pytest

from flowengine.lang.node_type import Await, Resumed, WokeUp
from flowengine.lang.work import TextWork
from flowengine.messages import Json, TextDelivered
from flowengine.nodes.send_message import NODE
from tests.nodes.notebook import Notebook, entered, resumed

HELLO = {"body": "Hello {{ caller.name }}."}
TO: dict[str, tuple[Json, Json, str]] = {
    "the caller's own": ({}, {"number": "+447700900123", "name": "Ann"}, "+447700900123"),
    "another": ({"to": "+44 7700 900-456"}, {"number": "", "name": "Ann"}, "+447700900456"),
    "one from a variable": ({"to": "{{ vars.mobile }}"}, {"name": "Ann"}, "+31612345678"),
}


@pytest.mark.parametrize(("document", "caller", "number"), TO.values(), ids=TO)
def test_to_a_number(document: Json, caller: Json, number: str) -> None:
    ctx = Notebook(scope={"caller": caller, "vars": {"mobile": "+31 6 12345678"}})
    step = entered(NODE, {**HELLO, **document}, ctx)
    assert step == Await(None, TextWork(number, "Hello Ann."), 20.0)


@pytest.mark.parametrize("to", ["", "0612345678", "anna@example.org", "+1", "{{ caller.name }}"])
def test_what_is_no_number_is_undeliverable(to: str) -> None:
    assert entered(NODE, {**HELLO, "to": to}, Notebook(scope={"caller": {"name": "Ann"}})) == "undeliverable"


def test_nothing_to_say_is_not_sent() -> None:
    assert entered(NODE, {"body": "", "to": "+447700900123"}) == "undeliverable"


def test_into_the_chat() -> None:
    ctx = Notebook(channel="chat", scope={"caller": {"name": "Ann"}})
    assert entered(NODE, HELLO, ctx) == "sent"
    assert ctx.said == [("Hello Ann.", True)]


@pytest.mark.parametrize(
    ("event", "outcome"),
    [
        (TextDelivered(dialogue="d", wait=1, delivered=True), "sent"),
        (TextDelivered(dialogue="d", wait=1, delivered=False), "undeliverable"),
        (WokeUp(), "undeliverable"),
    ],
)
def test_what_the_carrier_says(event: Resumed, outcome: str) -> None:
    assert resumed(NODE, HELLO, None, event) == outcome
