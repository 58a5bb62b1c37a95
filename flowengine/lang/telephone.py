"""Telephone numbers in the one form that carriers share: E.164, a plus sign and at most fifteen digits."""

import re

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_BETWEEN = str.maketrans("", "", " -.()/")  # how people group digits


def number_of(text: str) -> str:
    """The number in E.164 form, "" if it is none; what people write between the digits is left out."""
    bare = text.translate(_BETWEEN)
    return bare if _E164.fullmatch(bare) else ""
