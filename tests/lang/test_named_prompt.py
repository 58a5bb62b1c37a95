"""Prompts of an environment: their sounds, and which of these no longer say what the words say."""

import pytest

from flowengine.lang.convert import struct_from
from flowengine.lang.environment import Environment
from flowengine.lang.named_prompt import hash_of, parse_named_prompt, stale_sounds, unused_sounds
from flowengine.messages import Json

TEXTS = {"en": "Welcome.", "nl": {"voice": "Welkom.", "chat": "Hoi."}, "fr": "Bonjour {{ caller.name }}."}


def prompt(sounds: Json, **more: Json) -> Json:
    return {"by_language": TEXTS, "sounds": sounds, **more}


def sound(text: str, file: str = "welcome.wav") -> Json:
    return {"file": file, "says": hash_of(text)}


def test_a_prompt_has_its_sounds_state_and_use() -> None:
    document = prompt({"en": sound("Welcome.")}, state="approved", use="At the start")
    found = struct_from(Environment, {"format": 1, "prompts": {"hello": document}}).prompts["hello"]
    assert (found.sound("en"), found.sound("nl"), found.state, found.use) == (
        "welcome.wav", "", "approved", "At the start",
    )  # fmt: skip  # one value a line says no more


@pytest.mark.parametrize("value", ["Hi", {"by_language": TEXTS}, {"prompt": "other"}], ids=["text", "texts", "name"])
def test_a_prompt_may_have_none_of_them(value: Json) -> None:
    found = parse_named_prompt(value)
    assert (dict(found.sounds), found.state, found.use) == ({}, "draft", "")


REFUSED: dict[str, Json] = {
    "unknown field": prompt({}, tone="warm"),
    "unknown state": prompt({}, state="good"),
    "long use": prompt({}, use="x" * 501),
    "a path": prompt({"en": sound("Welcome.", "../welcome.wav")}),
    "a folder": prompt({"en": sound("Welcome.", "a/b.wav")}),
    "no file": prompt({"en": {"says": hash_of("x")}}),
    "no hash": prompt({"en": {"file": "a.wav", "says": "welcome"}}),
    "a sound alone": prompt({"en": "a.wav"}),
    "sounds of no words": {"sounds": {"en": sound("x")}},
    "sounds of a name": {"prompt": "other", "sounds": {}},
    "bad words": {"by_language": {"en": 1}, "sounds": {}},
}


@pytest.mark.parametrize("value", REFUSED.values(), ids=REFUSED)
def test_refused(value: Json) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_named_prompt(value)


STALE: dict[str, tuple[Json, list[tuple[str, str]]]] = {
    "as recorded": ({"en": sound("Welcome.")}, []),
    "words of the call": ({"nl": sound("Welkom.")}, []),
    "words of a chat": ({"nl": sound("Hoi.")}, [("nl", hash_of("Welkom."))]),
    "changed": ({"en": sound("Welcome!")}, [("en", hash_of("Welcome."))]),
    "never said what": ({"en": {"file": "a.wav"}}, [("en", hash_of("Welcome."))]),
    "one of two": ({"en": sound("Welcome."), "nl": sound("Dag.")}, [("nl", hash_of("Welkom."))]),
    "no words": ({"de": sound("Willkommen.")}, []),
    "values": ({"fr": sound("Bonjour.")}, []),
}


@pytest.mark.parametrize(("sounds", "stale"), STALE.values(), ids=STALE)
def test_stale(sounds: Json, stale: list[tuple[str, str]]) -> None:
    assert list(stale_sounds(parse_named_prompt(prompt(sounds)))) == stale


def test_a_sound_without_fixed_words_of_its_own_is_never_played() -> None:
    sounds = {"en": sound("Welcome."), "de": sound("Willkommen."), "fr": sound("Bonjour.")}
    assert list(unused_sounds(parse_named_prompt(prompt(sounds)))) == ["de", "fr"]


def test_the_hash_of_words_never_changes() -> None:
    assert hash_of("Welcome.") == "05fe500722b1040e"
