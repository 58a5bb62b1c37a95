"""Reads what a caller's page sent: events of an allowed set, bounded, and only ever for its own dialogue."""

import re
from typing import Any, TypeVar

import msgspec

from flowengine.errors import RequestRefused
from flowengine.messages import (
    ButtonPressed,
    CallerHungUp,
    DialogueEvent,
    Json,
    KeyPressed,
    SoundRecorded,
    TextReceived,
)

E = TypeVar("E", bound=DialogueEvent)
LONGEST_TEXT = 2000
LONGEST_SOUND_MS = 600_000
CAUSES = ("normal", "busy", "no_answer", "rejected", "failed", "lost")
_KEYS = frozenset("0123456789*#")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def read_event(allowed: tuple[type[E], ...], dialogue: str, said: Json) -> E:
    """The event of `{"type": "KeyPressed", "key": "1"}`. Raises RequestRefused with what is wrong."""
    kinds = {kind.__name__: kind for kind in allowed}
    kind = kinds.get(str(said.get("type"))) if isinstance(said, dict) else None
    if kind is None:
        raise RequestRefused(
            "This is nothing that a caller can do here.", hint=f"One of {', '.join(kinds)}.", code="unknown_event"
        )
    unknown = set(said) - {"type"} - (set(kind.__struct_fields__) - {"dialogue"})
    if unknown:
        raise RequestRefused(f"{kind.__name__} has no field “{min(unknown)[:40]}”.", code="unknown_field")
    fields: dict[str, Any] = {**said, "dialogue": dialogue}
    try:
        return _bounded(msgspec.convert(fields, kind))
    except msgspec.ValidationError as fault:
        raise RequestRefused(f"{kind.__name__} is not well formed: {fault}.", code="malformed_event") from None


def _bounded(event: E) -> E:
    if isinstance(event, KeyPressed) and event.key not in _KEYS:
        raise RequestRefused("A telephone has the keys 0 to 9, * and #.", code="unknown_key")
    if isinstance(event, TextReceived):
        if not event.text.strip() or len(event.text) > LONGEST_TEXT:
            raise RequestRefused(f"A message has between 1 and {LONGEST_TEXT} characters.", code="text_length")
        return msgspec.structs.replace(event, text=_UNSEEN.sub("", event.text))
    if isinstance(event, ButtonPressed) and not 0 < len(event.value) <= 64:
        raise RequestRefused("A button's value has between 1 and 64 characters.", code="text_length")
    if isinstance(event, CallerHungUp) and event.cause not in CAUSES:
        raise RequestRefused(
            "That is no cause of hanging up.", hint=f"One of {', '.join(CAUSES)}.", code="unknown_cause"
        )
    if isinstance(event, SoundRecorded) and not 0 <= event.duration_ms <= LONGEST_SOUND_MS:
        raise RequestRefused(f"A message lasts at most {LONGEST_SOUND_MS // 1000} seconds.", code="sound_length")
    return event
