"""Answers made up for those that are masked: of the right form, and nobody's."""

from typing import Any

import re2

# Eight digits that are a date, an empty row, all digits; cut to length. Nobody's number, and valid in common forms.
_DIGITS = ("19800521", "00000000", "12345678901234567890123456789012", "1" * 32, "0" * 32)
_WORDS = ("sample", "AB12 3CD", "a@example.com", "19800521", "1980-05-21", "1234")


def made_up_answer(config: Any, why_complete: str, *, accepted: bool) -> str | None:
    """An answer that a node with this config takes (or, if not `accepted`, does not take); None if none is known.

    Read are `input`, `min_digits`, `max_digits` and `pattern`, where the config has them.
    """
    pattern = getattr(config, "pattern", "")
    candidates: list[str] = list(_WORDS)
    if getattr(config, "input", "digits") == "digits":
        least, most = getattr(config, "min_digits", 1), getattr(config, "max_digits", 16)
        by_keys = why_complete in ("terminator", "timeout")  # a key more would have ended it
        shortest = least if accepted else 1
        lengths = [most] if why_complete == "max_digits" else range(shortest, most if by_keys else most + 1)
        candidates = [digits[:length] for length in lengths for digits in _DIGITS if len(digits) >= length]
        fits = {text for text in candidates if len(text) >= least}
    else:
        fits = set(candidates)
    taken = {text for text in fits if not pattern or re2.fullmatch(pattern, text) is not None}
    return next((text for text in candidates if (text in taken) == accepted), None)
