"""Numbers: the quick yes says nothing that phonenumbers would not."""

import phonenumbers
from hypothesis import given
from hypothesis import strategies as st

from flowengine.tenancy.number import CERTAIN, _is_certain, is_e164

DIGITS = st.text("0123456789", min_size=6, max_size=12)


@given(st.sampled_from(sorted(CERTAIN)), DIGITS)
def test_what_is_certain_is_possible(code: str, digits: str) -> None:
    text = code + digits
    if _is_certain(text):
        number = phonenumbers.parse(text, None)
        assert phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) == text
        assert phonenumbers.is_possible_number(number)


@given(st.sampled_from(sorted(CERTAIN)), st.sampled_from("23456789"), st.text("0123456789", min_size=11, max_size=11))
def test_a_right_length_is_certain(code: str, first: str, rest: str) -> None:
    text = code + first + rest[: CERTAIN[code][0] - 1]
    assert _is_certain(text)
    assert is_e164(text)


def test_no_other_is() -> None:
    assert [is_e164(text) for text in ("+4420", "+44", "+3120794601000000", "442079460100", "+44 2079460100")] == [
        False
    ] * 5
    assert is_e164("+390612345678")
