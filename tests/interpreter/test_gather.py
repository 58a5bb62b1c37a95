"""gather: keys and words become one answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowengine.interpreter.gather import press, time_out, understand
from flowengine.interpreter.state import Asking
from flowengine.lang.node_type import CallerReplied, CallerSilent
from flowengine.messages import Accept, Choice, Limits

LIMITS = Limits(5, 3)
MENU = Accept("choice", (Choice("1", "Sales", ("buy", "new order")), Choice("12", "Yes!"), Choice("*", "Back")), max=2)
DIGITS = Accept("digits", min=2, max=4)


def asking(accept: Accept) -> Asking:
    return Asking(accept, LIMITS, 1, True, False)


PRESSES: dict[str, tuple[Accept, str, CallerReplied | None, str]] = {
    "choice that may go on": (MENU, "1", None, "1"),
    "choice of two keys": (MENU, "12", CallerReplied("keys", "12", "choice"), "12"),
    "choice of one key": (MENU, "*", CallerReplied("keys", "*", "choice"), "*"),
    "no choice": (MENU, "9", CallerReplied("keys", "9", "choice"), "9"),
    "no choice after a start": (MENU, "13", CallerReplied("keys", "13", "choice"), "13"),
    "digits, some": (DIGITS, "123", None, "123"),
    "digits, all": (DIGITS, "1234", CallerReplied("keys", "1234", "max_digits"), "1234"),
    "terminator": (DIGITS, "12#", CallerReplied("keys", "12", "terminator"), "12"),
    "terminator alone": (DIGITS, "#", CallerReplied("keys", "", "terminator"), ""),
    "no terminator": (Accept("digits", max=3, terminator=""), "1#", None, "1#"),
}


@pytest.mark.parametrize(("accept", "keys", "reply", "digits"), PRESSES.values(), ids=PRESSES)
def test_press(accept: Accept, keys: str, reply: CallerReplied | None, digits: str) -> None:
    now, found = asking(accept), None
    for key in keys:
        assert found is None
        now, found = press(now, key)
    assert (found, now.digits) == (reply, digits)


def test_time_out() -> None:
    started, _ = press(asking(DIGITS), "7")
    assert time_out(started) == CallerReplied("keys", "7", "timeout")
    assert time_out(asking(DIGITS)) == CallerSilent()


WORDS: dict[str, tuple[Accept, str, str]] = {
    "key": (MENU, "1", "1"),
    "label": (MENU, " sales ", "1"),
    "label with a stop": (MENU, "Sales.", "1"),
    "label that has a sign itself": (MENU, "yes!", "12"),
    "phrase, spaces folded": (MENU, "New   ORDER", "1"),
    "something else": (MENU, "help", "help"),
    "digits in words": (DIGITS, "12-34 thanks", "1234"),
    "digits of another script": (DIGITS, "١٢", "١٢"),
    "no digits": (DIGITS, "none", "none"),
    "text": (Accept("text"), "Anna de Vries", "Anna de Vries"),
}


@pytest.mark.parametrize(("accept", "text", "value"), WORDS.values(), ids=WORDS)
def test_understand(accept: Accept, text: str, value: str) -> None:
    assert understand(asking(accept), text).value == value
    assert understand(asking(accept), text, spoken=True).kind == "speech"


@given(st.text(alphabet="0123456789*#", max_size=12), st.integers(1, 8))
def test_digits_never_exceed_what_was_asked_for(keys: str, most: int) -> None:
    now, reply = asking(Accept("digits", max=most)), None
    for key in keys:
        if reply is None:
            now, reply = press(now, key)
    assert len(now.digits) <= most
    assert reply is None or len(reply.value) <= most
