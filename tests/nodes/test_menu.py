"""menu: asks, asks again, and leaves by the choice that was made."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowengine.lang.node_type import Ask, CallerReplied, CallerSilent, Resumed, Step
from flowengine.messages import Accept, Choice, Limits
from flowengine.nodes.menu import NODE, MenuMemory
from tests.nodes.notebook import Notebook, entered, resumed

CONFIG = {
    "prompt": "Press 1 or 2.",
    "choices": {
        "1": {"label": "Sales", "phrases": ["buy"]},
        "20": {"label": {"by_language": {"en": "Help", "nl": "Hulp"}}},
    },
    "tries": 2,
    "no_input_prompt": "Are you there?",
    "no_match_prompt": "Only 1 or 2.",
}
CHOICES = (Choice("1", "Sales", ("buy",)), Choice("20", "Help"))


def ask(text: str, tries_left: int) -> Ask:
    return Ask(MenuMemory(tries_left), text, Accept("choice", CHOICES, max=2), Limits(5.0, 3.0), True)


RESUMED: dict[str, tuple[Any, Resumed, Step]] = {
    "choice": (MenuMemory(1), CallerReplied("keys", "1", "choice"), "1"),
    "choice at the last try": (MenuMemory(0), CallerReplied("button", "20", "button"), "20"),
    "silence, again": (MenuMemory(1), CallerSilent(), ask("Are you there?", 0)),
    "wrong, again": (MenuMemory(1), CallerReplied("keys", "9", "choice"), ask("Only 1 or 2.", 0)),
    "silence, at last": (MenuMemory(0), CallerSilent(), "no_input"),
    "wrong, at last": (MenuMemory(0), CallerReplied("text", "what", "text"), "no_match"),
    "an outcome is not a choice": (MenuMemory(0), CallerReplied("text", "no_input", "text"), "no_match"),
}


def test_enter() -> None:
    assert entered(NODE, CONFIG) == ask("Press 1 or 2.", 1)


@pytest.mark.parametrize(("memory", "event", "step"), RESUMED.values(), ids=RESUMED)
def test_resume(memory: MenuMemory, event: Resumed, step: Step) -> None:
    assert resumed(NODE, CONFIG, memory, event) == step


def test_words_and_times_are_those_of_language_and_channel() -> None:
    config = {**CONFIG, "timeout_s": {"voice": 4, "chat": 60}, "interruptible": False}
    step = entered(NODE, config, Notebook(language="nl", channel="chat"))
    assert isinstance(step, Ask)
    assert step.accept.choices[1].label == "Hulp"
    assert (step.limits.first_s, step.interruptible) == (60.0, False)


def test_without_words_for_it_the_prompt_is_said_again() -> None:
    config = {"prompt": "Press 1.", "choices": {"1": {"label": "x"}}}
    step = resumed(NODE, config, MenuMemory(1), CallerSilent())
    assert isinstance(step, Ask)
    assert step.text == "Press 1."


@given(st.integers(1, 5), st.lists(st.sampled_from([CallerSilent(), CallerReplied("keys", "9", "choice")]), min_size=5))
def test_it_ends_after_its_tries_whatever_comes(tries: int, events: list[Resumed]) -> None:
    step, asked = entered(NODE, {**CONFIG, "tries": tries}), 0
    for event in events:
        if not isinstance(step, Ask):
            break
        asked += 1
        step = resumed(NODE, {**CONFIG, "tries": tries}, step.memory, event)
    assert asked == tries
    assert step in ("no_input", "no_match")
