"""announce: the place in the queue, or the expected wait in whole minutes and never too short."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowengine.messages import Json
from flowengine.nodes.announce import NODE, SENTENCES
from tests.nodes.notebook import Notebook, entered


def place(position: int, estimate: float | None = None) -> Json:
    late = None if estimate is None else 2 * estimate
    return {("place", ""): {"position": position, "estimated_wait_s": estimate, "estimated_p90_s": late}}


TABLE: dict[str, tuple[Json, Notebook, list[str]]] = {
    "position": ({}, Notebook(facts=place(3)), ["You are number 3 in the queue."]),
    "in Dutch": ({}, Notebook(language="nl-NL", facts=place(3)), ["U bent nummer 3 in de wachtrij."]),
    "another language hears English": ({}, Notebook(language="pl", facts=place(1)), ["You are number 1 in the queue."]),
    "not in a queue": ({}, Notebook(), []),
    "no position": ({}, Notebook(facts=place(0)), []),
    "estimate": ({"what": "estimate"}, Notebook(facts=place(1, 121)), ["The wait is about 3 minutes."]),
    "at most": ({"what": "at_most"}, Notebook(facts=place(1, 121)), ["You will hardly wait longer than 5 minutes."]),
    "at most a minute": (
        {"what": "at_most"},
        Notebook(language="de", facts=place(1, 20)),
        ["Sie warten kaum länger als 1 Minute."],
    ),
    "at most, unknown": ({"what": "at_most"}, Notebook(facts=place(1)), []),
    "soon": ({"what": "estimate"}, Notebook(facts=place(1, 0)), ["The wait is about 1 minute."]),
    "estimate unknown": ({"what": "estimate"}, Notebook(facts=place(1)), []),
}


@pytest.mark.parametrize(("document", "ctx", "said"), TABLE.values(), ids=TABLE)
def test_announce(document: Json, ctx: Notebook, said: list[str]) -> None:
    assert entered(NODE, document, ctx) == "done"
    assert [text for text, _ in ctx.said] == said


@pytest.mark.parametrize("what", ["position", "estimate", "at_most"])
def test_what_is_no_news_is_not_told(what: str) -> None:
    ctx = Notebook(facts=place(2, 300))
    ctx.is_news = False
    assert entered(NODE, {"what": what}, ctx) == "done"
    assert ctx.said == []


@given(st.floats(0, 86_400))
def test_an_estimate_is_never_promised_too_short(seconds: float) -> None:
    ctx = Notebook(facts=place(1, seconds))
    entered(NODE, {"what": "estimate"}, ctx)
    minutes = next(int(word) for word in ctx.said[0][0].split() if word.isdigit())
    assert seconds <= minutes * 60 < seconds + 61 or minutes == 1


@pytest.mark.parametrize("language", SENTENCES)
def test_every_language_says_both(language: str) -> None:
    for what in ("position", "estimate", "at_most"):
        ctx = Notebook(language=language, facts=place(2, 300))
        entered(NODE, {"what": what}, ctx)
        assert any(number in ctx.said[0][0] for number in ("2", "5", "10"))
