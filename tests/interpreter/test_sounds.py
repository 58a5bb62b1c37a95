"""Sounds: where a prompt of the environment has a recording, a call is told its name beside the words."""

import pytest

from flowengine.messages import Ask, Json, Say
from tests.interpreter.town import END, Line, Town, flow

WELCOME = {
    "by_language": {"en": "Welcome.", "nl": {"voice": "Welkom.", "chat": "Hoi."}, "de": "Hallo."},
    "sounds": {"en": {"file": "welcome.en.wav"}, "nl": {"file": "welcome.nl.wav"}},
    "state": "recorded",
}
NAMED = {"prompt": "welcome"}
STEPS: dict[str, Json] = {
    "say": {"type": "say", "prompt": NAMED},
    "menu": {"type": "menu", "prompt": NAMED, "choices": {"1": {"label": "One"}}},
    "collect": {"type": "collect", "prompt": NAMED, "into": "vars.x"},
    "play": {"type": "play", "audio": "jingle", "fallback": NAMED},
    "end": {"type": "end", "prompt": NAMED},
}
OTHERS: dict[str, tuple[Json, Json, tuple[str, str]]] = {
    "the caller's language": ({"language": "nl"}, WELCOME, ("Welkom.", "welcome.nl.wav")),
    "the language's region": ({"language": "nl-BE"}, WELCOME, ("Welkom.", "welcome.nl.wav")),
    "the next language": ({"language": "fr"}, WELCOME, ("Welcome.", "welcome.en.wav")),
    "words without a sound": ({"language": "de"}, WELCOME, ("Hallo.", "")),
    "a chat": ({"language": "nl", "channel": "chat", "capabilities": ("text",)}, WELCOME, ("Hoi.", "")),
    "a chat that plays": ({"channel": "chat", "capabilities": ("text", "audio")}, WELCOME, ("Welcome.", "")),
    "a call without audio": ({"capabilities": ("keys",)}, WELCOME, ("Welcome.", "")),
    "values": (
        {},
        {"by_language": {"en": "It is {{ 1 + 1 }}."}, "sounds": {"en": {"file": "two.wav"}}},
        ("It is 2.", ""),
    ),
    "a text for all": ({}, "Welcome.", ("Welcome.", "")),
}


def line_for(node: Json, prompt: Json, **fields: Json) -> Line:
    nodes = {"a": node} if node["type"] == "end" else {"a": node, "bye": END}
    ways = {"say": ["done"], "play": ["done"], "menu": ["1", "no_input", "no_match"], "end": []}
    wires = dict.fromkeys(ways.get(node["type"], ["collected", "no_input", "invalid"]), "bye")
    variables = {"x": {"type": "text"}}
    main = flow(nodes, {"a": wires} if wires else {}, variables=variables)
    line = Line(
        Town({"front_door": {"flows": {"main": main}, "environment": {"prompts": {"welcome": prompt}}}}), **fields
    )
    line.begin()
    return line


def heard(line: Line) -> tuple[str, str]:
    assert line.last is not None
    (command,) = [one for one in line.last.commands if isinstance(one, Say | Ask)]
    return line.words[0], command.sound


@pytest.mark.parametrize(
    ("node", "sound"),
    [(node, "jingle" if node["type"] == "play" else "welcome.en.wav") for node in STEPS.values()],
    ids=STEPS,
)
def test_a_step_that_speaks_plays_the_recording(node: Json, sound: str) -> None:
    assert heard(line_for(node, WELCOME)) == ("Welcome.", sound)


@pytest.mark.parametrize(("fields", "prompt", "expected"), OTHERS.values(), ids=OTHERS)
def test_which_recording(fields: Json, prompt: Json, expected: tuple[str, str]) -> None:
    assert heard(line_for(STEPS["say"], prompt, **fields)) == expected


def test_values_are_said_in_the_language_of_their_words() -> None:
    words = {"by_language": {"en": "It costs {{ 2|as_money('EUR') }}."}}
    for node in (STEPS["say"], {"type": "say", "prompt": words}):
        assert heard(line_for(node, words, language="nl")) == ("It costs 2 euros.", "")
        assert heard(line_for(node, words, language="en-GB")) == ("It costs 2 euros.", "")
    american = {"by_language": {"en": "On {{ '2026-03-02'|as_date }}."}}
    assert heard(line_for(STEPS["say"], american, language="en-GB"))[0] == "On the 2nd of March 2026."
