"""Named prompts: the prompts of an environment, with their recorded sounds, their state and where they are meant."""

from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from flowengine.lang.prompt import Prompt, Texts, parse_prompt
from flowengine.messages import Json

State = Literal["draft", "recorded", "approved"]
_SOUND_FORM = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}(\.[A-Za-z0-9_-]{1,32}){0,3}$"


class Sound(Struct, frozen=True, forbid_unknown_fields=True):
    """`file`: the name by which the channel plays it. `says`: hash_of the words that were recorded."""

    file: Annotated[str, Meta(pattern=_SOUND_FORM)]
    says: Annotated[str, Meta(pattern="^([0-9a-f]{16})?$")] = ""


class About(Struct, frozen=True, forbid_unknown_fields=True):
    """What is known about a prompt beside its words; `sounds`: language -> the recording of them."""

    sounds: dict[str, Sound] = {}
    state: State = "draft"
    use: Annotated[str, Meta(max_length=500)] = ""
    live: Annotated[bool, Meta(description="Said as it is stored when a call comes to it, not as published")] = False


class NamedPrompt(Prompt):
    """A prompt with what is known about it; `sounds`: language -> the recording of its words."""

    __slots__ = ("live", "sounds", "state", "use")

    def __init__(self, texts: Texts, name: str, about: About) -> None:
        super().__init__(texts, name)
        self.sounds: Mapping[str, Sound] = about.sounds
        self.state: State = about.state
        self.use = about.use
        self.live = about.live

    def sound(self, language: str) -> str:
        """The name of the recording in this language, or ""."""
        found = self.sounds.get(language)
        return found.file if found else ""


def parse_named_prompt(value: Json) -> NamedPrompt:
    """A prompt of environment.json. Raises ValueError (TemplateInvalid among them) with a sentence."""
    about: dict[str, Json] = {}
    if isinstance(value, dict) and "by_language" in value:
        about = {key: part for key, part in value.items() if key != "by_language"}
        value = {"by_language": value["by_language"]}
    prompt = parse_prompt(value)
    try:
        return NamedPrompt(prompt.texts, prompt.name, msgspec.convert(about, About))
    except msgspec.ValidationError as fault:
        raise ValueError(str(fault)) from None


def hash_of(text: str) -> str:
    """What `says` holds of a recording that says these words."""
    return blake2b(text.encode(), digest_size=8).hexdigest()


def stale_sounds(prompt: NamedPrompt) -> Iterator[tuple[str, str]]:
    """The languages in which the words were changed since they were recorded, with the hash of today's."""
    for language, text in _recorded(prompt):
        if text and prompt.sounds[language].says != hash_of(text):
            yield language, hash_of(text)


def unused_sounds(prompt: NamedPrompt) -> Iterator[str]:
    """The languages whose recording is never played: without words of their own, or with values among them."""
    return (language for language, text in _recorded(prompt) if not text)


def _recorded(prompt: NamedPrompt) -> Iterator[tuple[str, str]]:
    """Each language with a sound, with the words that it stands for; "" if it cannot."""
    for language in prompt.sounds:
        template = prompt.template((language,), "voice") if language in prompt.texts else None
        yield language, template.source if template is not None and template.is_plain else ""
