"""Prompts: what a caller hears or reads, per language and channel, given in place or by name from the environment."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from flowengine.lang.template import Template, parse_template
from flowengine.messages import Json

Texts = Mapping[str, Mapping[str, Template]]  # language ("" for any) -> channel ("" for any) -> template


class Prompt:
    """Either `texts`, or the `name` of a prompt of the environment; a prompt without either is false."""

    # A plain class: msgspec hands it to the decoding hook instead of looking inside.
    __slots__ = ("name", "only", "texts")

    def __init__(self, texts: Texts | None = None, name: str = "") -> None:
        self.texts: Texts = texts or {}
        self.name = name
        by_channel = next(iter(self.texts.values())) if len(self.texts) == 1 else {}
        # The only text there is, whatever the language and channel: most prompts have no other.
        self.only: Template | None = next(iter(by_channel.values())) if len(by_channel) == 1 else None

    def __bool__(self) -> bool:
        return bool(self.texts or self.name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Prompt) and (self.texts, self.name) == (other.texts, other.name)

    def __hash__(self) -> int:
        return hash((self.name, tuple(self.texts)))

    def template(self, languages: Iterator[str] | tuple[str, ...], channel: str) -> Template | None:
        """The text for the first of `languages` that has one, else any; in the channel's form, else the general."""
        for language in (*languages, ""):
            by_channel = self.texts.get(language)
            if by_channel:
                return by_channel.get(channel) or by_channel.get("") or next(iter(by_channel.values()))
        first = next(iter(self.texts.values()), None)
        return (first.get(channel) or first.get("") or next(iter(first.values()))) if first else None

    def language(self, languages: tuple[str, ...]) -> str:
        """The language of the text that `template` chooses; "" for a text that is said in any."""
        for language in (*languages, ""):
            if self.texts.get(language):
                return language
        return next(iter(self.texts), "")

    def templates(self) -> Iterator[tuple[str, Template]]:
        """Every text with its path below the prompt: `.by_language.en.voice`."""
        for language, by_channel in self.texts.items():
            for channel, template in by_channel.items():
                yield (f".by_language.{language}" if language else "") + (f".{channel}" if channel else ""), template


NO_PROMPT = Prompt()


def parse_prompt(value: Json) -> Prompt:
    """A prompt from its JSON form. Raises ValueError (TemplateInvalid among them) with a sentence."""
    if isinstance(value, str):
        return Prompt({"": {"": parse_template(value)}})
    if isinstance(value, dict) and set(value) == {"prompt"} and isinstance(value["prompt"], str):
        return Prompt(name=value["prompt"])
    if isinstance(value, dict) and set(value) == {"by_language"} and isinstance(value["by_language"], dict):
        texts = {language: _by_channel(text) for language, text in value["by_language"].items()}
        if texts:
            return Prompt(texts)
    raise ValueError('a prompt is text, {"by_language": {"en": text}} or {"prompt": name}')


def _by_channel(value: Json) -> Mapping[str, Template]:
    if isinstance(value, str):
        return {"": parse_template(value)}
    texts = value if isinstance(value, dict) else {}
    if texts and texts.keys() <= {"voice", "chat", "message"} and all(isinstance(text, str) for text in texts.values()):
        return {channel: parse_template(text) for channel, text in texts.items()}
    raise ValueError('a text is a string or {"voice": text, "chat": text}')


@lru_cache(maxsize=1024)  # every dialogue asks, and few differ
def language_order(language: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """The dialogue's language, its base, then the contact center's in order (BCP 47; DESIGN.md section 5)."""
    order = [language, language.split("-", maxsplit=1)[0], *known]
    return tuple(dict.fromkeys(item for item in order if item))
