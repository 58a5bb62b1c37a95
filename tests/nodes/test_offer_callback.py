"""offer_callback: only a clear yes is a promise, and only for a number that can be called."""

import pytest

from flowengine.lang.node_type import Ask, CallerReplied, CallerSilent, Resumed
from flowengine.lang.yes_no import WORDS, yes_or_no
from flowengine.messages import Accept, Json, Limits
from flowengine.nodes.offer_callback import NODE, OfferCallbackMemory
from tests.nodes.notebook import Notebook, entered, resumed

CONFIG = {"prompt": "Press 1.", "attempts": 2, "gap_s": 60}
CALLER = {"caller": {"number": "+447700900123"}}


def test_the_callers_number_unless_another_is_given() -> None:
    asked = entered(NODE, CONFIG, Notebook(scope=CALLER))
    accept = Accept("choice", yes_or_no("en"))
    assert asked == Ask(OfferCallbackMemory("+447700900123"), "Press 1.", accept, Limits(5.0, 5.0))
    other = entered(NODE, {**CONFIG, "number": "{{ vars.n }}"}, Notebook(scope={"vars": {"n": "+31 20 123 4567"}}))
    assert isinstance(other, Ask)
    assert other.memory == OfferCallbackMemory("+31201234567")


@pytest.mark.parametrize("number", ["", "anonymous", "0123"])
def test_no_number_that_could_be_called(number: str) -> None:
    assert entered(NODE, CONFIG, Notebook(scope={"caller": {"number": number}})) == "invalid_number"


RESUMED: dict[str, tuple[Resumed, str, Json]] = {
    "yes": (CallerReplied("keys", "1", "choice"), "accepted", [("+447700900123", 2, 60.0)]),
    "no": (CallerReplied("keys", "2", "choice"), "declined", []),
    "another key": (CallerReplied("keys", "7", "choice"), "declined", []),
    "silence": (CallerSilent(), "declined", []),
}


@pytest.mark.parametrize(("event", "outcome", "promised"), RESUMED.values(), ids=RESUMED)
def test_resume(event: Resumed, outcome: str, promised: Json) -> None:
    ctx = Notebook()
    assert resumed(NODE, CONFIG, OfferCallbackMemory("+447700900123"), event, ctx) == outcome
    assert ctx.promised == promised


@pytest.mark.parametrize("language", WORDS)
def test_yes_is_key_1_in_every_language(language: str) -> None:
    yes, no = yes_or_no(f"{language}-XX")
    assert (yes.key, no.key) == ("1", "2")
    assert yes.label == WORDS[language][0][0]
    assert set(yes.phrases) & set(no.phrases) == set()
