"""Prompts: which words are chosen for a language and channel."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowengine.lang.prompt import NO_PROMPT, Prompt, language_order, parse_prompt
from flowengine.messages import Json

BY_LANGUAGE = {"by_language": {"en": "Hi", "nl": {"voice": "Dag", "chat": "Hoi"}}}
CHOSEN: dict[str, tuple[Json, tuple[str, ...], str, str]] = {
    "plain text serves all": ("Hi", ("nl",), "chat", "Hi"),
    "language": (BY_LANGUAGE, ("en", "nl"), "voice", "Hi"),
    "channel": (BY_LANGUAGE, ("nl",), "chat", "Hoi"),
    "channel without words of its own": (BY_LANGUAGE, ("nl",), "message", "Dag"),
    "next language in order": (BY_LANGUAGE, ("de", "nl"), "voice", "Dag"),
    "none in order": (BY_LANGUAGE, ("de",), "voice", "Hi"),
    "general before the first": ({"by_language": {"en": {"chat": "c"}}}, ("en",), "voice", "c"),
}


@pytest.mark.parametrize(("value", "languages", "channel", "words"), CHOSEN.values(), ids=CHOSEN)
def test_chosen(value: Json, languages: tuple[str, ...], channel: str, words: str) -> None:
    template = parse_prompt(value).template(languages, channel)
    assert template is not None
    assert template.source == words


@pytest.mark.parametrize(
    "value",
    [
        None,
        1,
        [],
        {},
        {"by_language": {}},
        {"by_language": 1},
        {"prompt": 1},
        {"prompt": "a", "by_language": {"en": ""}},
        {"by_language": {"en": 1}},
        {"by_language": {"en": {}}},
        {"by_language": {"en": {"fax": "x"}}},
        {"by_language": {"en": {"voice": 1}}},
        {"by_language": {"en": {"voice": "x", "chat": 1}}},
        "{{ x",
    ],
)
def test_refused(value: Json) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_prompt(value)


def test_a_named_prompt_has_no_words_of_its_own() -> None:
    prompt = parse_prompt({"prompt": "welcome"})
    assert (prompt.name, prompt.template(("en",), "voice")) == ("welcome", None)
    assert prompt
    assert not NO_PROMPT


def test_templates_have_their_paths() -> None:
    paths = [path for path, _ in parse_prompt(BY_LANGUAGE).templates()]
    assert paths == [".by_language.en", ".by_language.nl.voice", ".by_language.nl.chat"]
    assert [path for path, _ in parse_prompt("Hi").templates()] == [""]


ORDERS = {
    "base after the tag": (("nl-BE", ("en",)), ("nl-BE", "nl", "en")),
    "each once": (("en", ("en", "nl")), ("en", "nl")),
    "no language": (("", ("en",)), ("en",)),
}


@pytest.mark.parametrize(("given_", "order"), ORDERS.values(), ids=ORDERS)
def test_language_order(given_: tuple[str, tuple[str, ...]], order: tuple[str, ...]) -> None:
    assert language_order(*given_) == order


CHANNELS = st.sampled_from(["voice", "chat", "message"])


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(st.sampled_from(["en", "nl"]), st.dictionaries(CHANNELS, st.just("x"), min_size=1), min_size=1),
    st.lists(st.sampled_from(["en", "nl", "fr"])),
    CHANNELS,
)  # fmt: skip  # one strategy a line
def test_somebody_always_hears_something(texts: Json, order: list[str], channel: str) -> None:
    assert parse_prompt({"by_language": texts}).template(tuple(order), channel) is not None


def test_equal_by_value() -> None:
    assert parse_prompt("Hi") == parse_prompt("Hi")
    assert parse_prompt("Hi") != parse_prompt("Ho")
    assert Prompt(name="a") != Prompt(name="b")
