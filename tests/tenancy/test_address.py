"""Addresses: who takes what arrives, and blocked callers."""

import pytest

from flowengine.tenancy import blocked
from flowengine.tenancy.address import kind_of, linked
from flowengine.tenancy.directory import directory_from
from tests.tenancy.full import FULL

DIRECTORY = directory_from(FULL)
TAKEN: dict[str, tuple[str, str]] = {
    "itself, though a range holds it": ("+442079460100", "+442079460100"),
    "the range": ("+442079460149", "+442079460100-+442079460199"),
    "the first of a range": ("+442079460150", "+442079460150-+442079460159"),
    "the last of the narrower range": ("+442079460159", "+442079460150-+442079460159"),
    "after the narrower range": ("+442079460160", "+442079460100-+442079460199"),
    "after the range": ("+442079460200", "*"),
    "a longer number": ("+4420794601500", "*"),
    "no number": ("anonymous", "*"),
    "e-mail": ("help@x.example", "help@x.example"),
    "e-mail in capitals": ("Help@X.example", "help@x.example"),
    "any e-mail": ("who@x.example", "*@*"),
    "chat": ("chat:site", "chat:site"),
    "sip": ("sip:desk@x.example", "sip:desk@x.example"),
}


@pytest.mark.parametrize(("text", "key"), TAKEN.values(), ids=TAKEN)
def test_the_narrowest_takes_it(text: str, key: str) -> None:
    assert linked(DIRECTORY, text) is DIRECTORY.addresses[key]


@pytest.mark.parametrize("text", ["chat:other", "sip:other@x.example"])
def test_without_a_catch_all_of_the_kind_nobody_takes_it(text: str) -> None:
    assert linked(DIRECTORY, text) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [("+44", "number"), ("", "number"), ("chat:a@b", "chat"), ("sips:a@b", "sip"), ("a@b", "email")],
)
def test_the_kind_is_seen_by_the_writing(text: str, kind: str) -> None:
    assert kind_of(text) == kind


def test_the_widest_range_of_digits_does_not_hold_another_country() -> None:
    document = {**FULL, "addresses": {"+442079460100-+442079460199": {"kind": "number"}}}
    assert linked(directory_from(document), "+312079460150") is None


END = 1_798_761_600_000


@pytest.mark.parametrize(
    ("number", "at_ms", "reason"),
    [
        ("+447700900666", END * 2, "=threats"),
        ("+447700900667", END - 1, "Calls all night,\nevery night"),
        ("+447700900667", END, ""),
        ("+447700900668", 0, ""),
        ("", 0, ""),
    ],
)
def test_who_is_blocked_and_until_when(number: str, at_ms: int, reason: str) -> None:
    assert blocked.reason(DIRECTORY, number, at_ms) == reason
