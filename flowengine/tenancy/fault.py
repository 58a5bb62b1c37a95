"""Fault: a broken rule of the directory: where, what is wrong, and what to do about it."""

import re
from typing import NamedTuple
from zoneinfo import ZoneInfo

_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}\Z")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")
NAME_HINT = "Small letters, digits and _; a letter first; at most 64."


class Fault(NamedTuple):
    """`path` is the JSON path in the tenant file."""

    path: str
    text: str
    hint: str


def is_name(text: str) -> bool:
    """Whether flows, files and folders could call something so."""
    return _NAME.match(text) is not None


def is_language(text: str) -> bool:
    """Whether it is written like a language tag: `en`, `nl-BE`."""
    return _LANGUAGE.match(text) is not None


def is_zone(name: str) -> bool:
    """Whether it is an IANA time zone."""
    try:
        ZoneInfo(name)
    except (OSError, ValueError):  # unknown (ZoneInfoNotFoundError is a KeyError on some systems, OSError on others)
        return False
    except KeyError:
        return False
    return True
