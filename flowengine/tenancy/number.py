"""Numbers in E.164, and ranges of them."""

from functools import lru_cache

from msgspec import Struct

MOST_IN_RANGE = 1_000_000
CERTAIN = {"+1": (10,), "+31": (9,), "+32": (8, 9), "+33": (9,), "+44": (10,), "+49": (10, 11)}


class Range(Struct, frozen=True, order=True):
    """`first` to `last` as whole numbers, both included, all of `digits` digits."""

    digits: int
    first: int
    last: int

    def holds(self, number: str) -> bool:
        """Whether the number (E.164) lies in it."""
        return len(number) - 1 == self.digits and self.first <= int(number[1:]) <= self.last

    def crosses(self, other: "Range") -> bool:
        """Whether they share numbers and neither lies within the other, so that no narrower one can be told."""
        if self.digits != other.digits or self.last < other.first or other.last < self.first:
            return False
        within = self.first >= other.first and self.last <= other.last
        around = self.first <= other.first and self.last >= other.last
        return not within and not around


@lru_cache(maxsize=65_536)  # the rules of all addresses are asked at every change of a directory
def is_e164(text: str) -> bool:
    """Whether it is a number in E.164. Reserved demo ranges count as possible numbers."""
    if not text.startswith("+") or not text[1:].isascii() or not text[1:].isdigit():
        return False
    if _is_certain(text):
        return True
    import phonenumbers  # noqa: PLC0415  # large, and few tenants have a number that needs it

    try:
        number = phonenumbers.parse(text, None)
    except phonenumbers.NumberParseException:
        return False
    plain = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) == text
    return plain and phonenumbers.is_possible_number(number)


def _is_certain(text: str) -> bool:
    """A quick yes: so many digits after these countries' codes, the first of them 2 to 9, are a possible number."""
    for code, lengths in CERTAIN.items():
        if text.startswith(code):
            return len(text) - len(code) in lengths and text[len(code)] in "23456789"
    return False


@lru_cache(maxsize=65_536)  # asked at every call to a number that has no document of its own
def range_of(text: str) -> Range | None:
    """`+442079460100-+442079460199` as a range; None if it is not written so, or its ends do not fit together."""
    first, dash, last = text.partition("-")
    if not dash or not is_e164(first) or not is_e164(last) or len(first) != len(last):
        return None
    found = Range(len(first) - 1, int(first[1:]), int(last[1:]))
    return found if 0 < found.last - found.first < MOST_IN_RANGE else None
