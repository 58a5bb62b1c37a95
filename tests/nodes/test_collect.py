"""collect: an answer that fits goes into its variable; one that does not is asked for again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowengine.lang.node_type import Ask, CallerReplied, CallerSilent, Fault, Resumed, Step
from flowengine.lang.yes_no import yes_or_no
from flowengine.messages import Accept, Json, Limits
from flowengine.nodes.collect import NODE, CollectMemory
from tests.nodes.notebook import Notebook, entered, resumed

CONFIG = {
    "prompt": "Your number?",
    "into": "vars.n",
    "min_digits": 2,
    "max_digits": 4,
    "tries": 2,
    "invalid_prompt": "No.",
}


def replied(value: str) -> CallerReplied:
    return CallerReplied("keys", value, "terminator")


def ask(text: str, tries_left: int) -> Ask:
    return Ask(CollectMemory(tries_left), text, Accept("digits", min=2, max=4), Limits(5.0, 3.0))


RESUMED: dict[str, tuple[Json, int, Resumed, Step, list[tuple[str, str]]]] = {
    "fits": ({}, 1, replied("123"), "collected", [("vars.n", "123")]),
    "fits at the last try": ({}, 0, replied("12"), "collected", [("vars.n", "12")]),
    "too short": ({}, 1, replied("1"), ask("No.", 0), []),
    "nothing but the terminator": ({}, 1, replied(""), ask("No.", 0), []),
    "too long": ({}, 0, replied("12345"), "invalid", []),
    "no digits": ({}, 0, replied("ab"), "invalid", []),
    "digits of another script": ({}, 0, replied("١٢٣"), "invalid", []),
    "superscript": ({}, 0, replied("²²"), "invalid", []),
    "pattern fits": ({"pattern": "[1-3]+"}, 1, replied("123"), "collected", [("vars.n", "123")]),
    "pattern fits a part only": ({"pattern": "[1-3]+"}, 0, replied("124"), "invalid", []),
    "silence, again": ({}, 1, CallerSilent(), ask("Your number?", 0), []),
    "silence, at last": ({}, 0, CallerSilent(), "no_input", []),
    "text": ({"input": "text"}, 0, CallerReplied("text", "Ann", "text"), "collected", [("vars.n", "Ann")]),
}


@pytest.mark.parametrize(("more", "tries_left", "event", "step", "assigned"), RESUMED.values(), ids=RESUMED)
def test_resume(more: Json, tries_left: int, event: Resumed, step: Step, assigned: list[tuple[str, str]]) -> None:
    ctx = Notebook()
    assert resumed(NODE, CONFIG | more, CollectMemory(tries_left), event, ctx) == step
    assert ctx.assigned == assigned


CONFIRM = {**CONFIG, "confirm": "{{ vars.n }}?"}
ASKED = Ask(CollectMemory(1, confirms=True), "12?", Accept("choice", yes_or_no("en")), Limits(5.0, 3.0))
CONFIRMED: dict[str, tuple[int, Resumed, Step]] = {
    "yes": (1, CallerReplied("keys", "1", "choice"), "collected"),
    "no": (2, CallerReplied("keys", "2", "choice"), ask("Your number?", 1)),
    "no, at last": (0, CallerReplied("keys", "2", "choice"), "invalid"),
    "neither": (2, CallerReplied("keys", "5", "choice"), ASKED),
    "silence": (2, CallerSilent(), ASKED),
    "silence, at last": (0, CallerSilent(), "no_input"),
}


@pytest.mark.parametrize(("tries_left", "event", "step"), CONFIRMED.values(), ids=CONFIRMED)
def test_an_answer_is_confirmed(tries_left: int, event: Resumed, step: Step) -> None:
    ctx = Notebook(scope={"vars": {"n": "12"}})
    assert resumed(NODE, CONFIRM, CollectMemory(tries_left, confirms=True), event, ctx) == step


def test_the_answer_is_kept_before_it_is_confirmed() -> None:
    ctx = Notebook(scope={"vars": {"n": "12"}})
    assert resumed(NODE, CONFIRM, CollectMemory(1), replied("12"), ctx) == ASKED
    assert ctx.assigned == [("vars.n", "12")]


def test_speech_needs_somebody_who_listens() -> None:
    spoken = {**CONFIG, "input": "speech"}
    step = entered(NODE, spoken)
    assert isinstance(step, Ask)
    assert step.accept.kind == "text"
    assert isinstance(entered(NODE, spoken, Notebook(can=("keys",))), Fault)


def test_enter() -> None:
    assert entered(NODE, CONFIG) == ask("Your number?", 1)


def test_what_is_asked_for_reaches_the_channel() -> None:
    config = {
        **CONFIG, "input": "text", "terminator": "", "sensitive": True,
        "first_digit_timeout_s": 9, "inter_digit_timeout_s": 1.5,
    }  # fmt: skip  # one case reads as one
    step = entered(NODE, config)
    accept = Accept("text", min=2, max=4, terminator="")
    assert step == Ask(CollectMemory(1), "Your number?", accept, Limits(9.0, 1.5), True, sensitive=True)


@given(st.text(alphabet="0123456789*#a", max_size=6))
def test_what_is_kept_fits(value: str) -> None:
    ctx = Notebook()
    step = resumed(NODE, CONFIG, CollectMemory(0), replied(value), ctx)
    assert (step == "collected") == (ctx.assigned == [("vars.n", value)])
    assert (step == "collected") == (value.isdigit() and 2 <= len(value) <= 4)
