"""Parts of an environment or a tenant in words: contact centers, addresses, people, prompts, schedules, entry flows."""

from flowengine.lang.diff.align import Place
from flowengine.lang.diff.difference import Difference
from flowengine.lang.diff.words import NAMED, field_said, named, quoted, said
from flowengine.messages import Json

PARTS = {
    "addresses": "Address", "bindings": "Bound value", "blocked_callers": "Blocked caller",
    "contact_centers": "Contact center", "exceptions": "Exception of schedule", "prompts": "Prompt",
    "schedules": "Schedule", "switches": "Switch", "tables": "Table", "users": "User",
}  # fmt: skip  # the table reads as one
WHOLE = 160  # characters of a text that is itself what changed
_CHANNELS = {"voice": "calls", "chat": "chats", "message": "messages"}


def holds(place: Place) -> bool:
    """Where an empty mapping is as good as none, so that each entry of it is a change of its own."""
    if len(place) == 1:
        return place[0] in PARTS or place[0] in ("entry", "tenant")
    return bool(place) and (place[0] in PARTS or place[0] == "tenant") and place[-1] in NAMED


def sentence_of(found: Difference) -> str:
    """What became of a part of such a document; "" for what is none."""
    match found.place:
        case ("entry", str(channel)):
            return _entry(found, channel)
        case ("tenant", *below) if below:
            return _told(found, "Tenant", tuple(below))
        case (str(kind), str(name), *below) if kind in PARTS:
            return _told(found, f"{PARTS[kind]} {quoted(name)}", tuple(below))
    return ""


def _entry(found: Difference, channel: str) -> str:
    of = f" for {_CHANNELS[channel]}" if channel in _CHANNELS else ""
    new, old = (quoted(value) if isinstance(value, str) and value else "" for value in (found.after, found.before))
    if not new:
        return f"No flow is the entry{of} now; it was {old}."
    return f"The entry flow{of} is {new} now; " + (f"it was {old}." if old else "there was none.")


def _told(found: Difference, subject: str, below: Place) -> str:
    """`Schedule “office”: Monday: “08:00-18:00” became “09:00-17:00”.`"""
    field, is_item = _field(below)
    subject = f"{subject}: {field}" if field else subject
    old, new = (_value(value, below) for value in (found.before, found.after))
    if found.how == "moved":
        return f"{subject}: another order: {new}; it was {old}."
    if is_item:
        return {
            "added": f"{subject}: {new} was added.",
            "removed": f"{subject}: {old} was removed.",
            "changed": f"{subject}: {old} became {new}.",
        }[found.how]
    if found.how == "changed":
        return f"{subject} changed from {old} to {new}."
    if found.how == "added":
        return f"{subject} was added{f': {new}' if new != 'nothing' else ''}."
    return f"{subject} was removed{f'; it was {old}' if old != 'nothing' else ''}."


def _field(below: Place) -> tuple[str, bool]:
    """What the field is called, and whether the change is of an item in its list."""
    words: list[str] = []
    for at, part in enumerate(below):
        before = below[at - 1] if at else ""
        if isinstance(part, int):
            words[-1] = f"row {part + 1}" if before == "rows" else words[-1]
        elif before in NAMED:
            words[-1] = named(str(before), part)
        elif before == "weekly":
            words[-1] = f"{words[-1]} {field_said(part)}"
        else:
            words.append(field_said(part))
    return ", ".join(words), bool(below) and isinstance(below[-1], int) and below[-2:-1] != ("rows",)


def _value(value: Json, below: Place) -> str:
    if isinstance(value, str):
        return quoted(value, WHOLE)
    parts = [part for part in below if isinstance(part, str)]
    return said(value, parts[-1] if parts and not isinstance(below[-1], int) else "")
