"""Changes in words: a kind for programs and a sentence for people, from the place and the two values."""

from json import dumps

from flowengine.lang.diff.align import Place
from flowengine.lang.diff.difference import Difference
from flowengine.lang.diff.part import sentence_of
from flowengine.lang.json_path import json_path
from flowengine.messages import Json

SHOWN = 160  # characters of a value that a sentence shows
_CHANNELS = frozenset({"voice", "chat", "message"})
Told = tuple[str, str]


def told(found: Difference) -> Told:
    """A change of a document that is no flow: (kind, sentence)."""
    if len(found.place) == 2 and found.place[0] == "cases" and found.how in {"added", "removed"}:
        return f"case_{found.how}", f"Case “{found.place[1]}” was {found.how}."
    if len(found.place) > 2 and found.place[0] == "cases":
        return _field(found, f"Case “{found.place[1]}”: ", found.place[2:])
    kind, sentence = _field(found, "", found.place)
    return kind, sentence_of(found) or sentence


def told_of_flow(found: Difference) -> Told:
    """A change of a flow: (kind, sentence)."""
    return _of_whole(found) or _of_lead(found) or _of_part(found)


def _of_whole(found: Difference) -> Told | None:
    """A step or variable that came or went, or a step of another type."""
    match found.place:
        case ("nodes", str(node)) if found.how in {"added", "removed"}:
            return f"step_{found.how}", f"Step “{node}” ({_type(found)}) was {found.how}."
        case ("variables", str(name)) if found.how in {"added", "removed"}:
            return f"variable_{found.how}", f"Variable “{name}” ({_type(found)}) was {found.how}."
        case ("nodes", str(node), "type") if found.how == "changed":
            new, old = shown(found.after), shown(found.before)
            return "step_type_changed", f"Step “{node}” is of type {new} now; it was {old}."
    return None


def _of_lead(found: Difference) -> Told | None:
    """What leads to another step."""
    match found.place:
        case ("wires", str(node), str(outcome)):
            return _wire(found, f"Outcome “{outcome}” of “{node}”")
        case ("on", str(event)):
            return _wire(found, f"“On {event}”")
        case ("keys", str(key)):
            return _wire(found, f"Key {key} of every menu")
        case ("start",) if found.how == "changed":
            new, old = shown(found.after), shown(found.before)
            return "start_changed", f"The flow starts at {new} now; it started at {old}."
    return None


def _of_part(found: Difference) -> Told:
    match found.place:
        case ("title",) if found.how == "changed":
            return "title_changed", f"The title changed from {shown(found.before)} to {shown(found.after)}."
        case ("nodes", str(node), *below):
            return _field(found, f"Step “{node}”: ", tuple(below))
        case ("variables", str(name), *below):
            return _field(found, f"Variable “{name}”: ", tuple(below))
    return _field(found, "", found.place)


def field_words(place: Place) -> str:
    """A place below a node as people say it: `choices['1'].label in nl, for chat`."""
    said = ""
    parts = list(place)
    if len(parts) > 1 and parts[-1] in _CHANNELS:
        said = f", for {parts.pop()}"
    if len(parts) > 2 and parts[-2] == "by_language":
        said = f" in {parts.pop()}" + said
        parts.pop()
    return (json_path(parts).removeprefix("$").removeprefix(".") or "the document") + said


def shown(value: Json) -> str:
    """A value as a sentence quotes it, cut after 160 characters."""
    text = value if isinstance(value, str) else dumps(value, ensure_ascii=False)
    text = text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
    return f"“{text}”" if isinstance(value, str) else text


def is_prompt(place: Place) -> bool:
    """Whether a place holds words that a caller hears or reads, told by its name: documents carry no types."""
    return any(part in {"prompt", "label"} or str(part).endswith("_prompt") for part in place) or (
        place[:1] == ("prompts",)
    )


def _field(found: Difference, subject: str, place: Place) -> Told:
    field = field_words(place)
    old, new = shown(found.before), shown(found.after)
    kind = "prompt" if is_prompt(place) else "field"
    if found.how == "moved":
        return "order_changed", f"{subject}the order of {field} changed from {old} to {new}."
    if found.how == "changed":
        return f"{kind}_changed", f"{subject}{field} changed from {old} to {new}."
    if found.how == "added":
        return f"{kind}_added", f"{subject}{field} was added: {new}."
    return f"{kind}_removed", f"{subject}{field} was removed; it was {old}."


def _wire(found: Difference, source: str) -> Told:
    if found.how == "added":
        return "wired", f"{source} leads to {shown(found.after)} now; it led nowhere."
    if found.how == "removed":
        return "unwired", f"{source} leads nowhere now; it led to {shown(found.before)}."
    return "rewired", f"{source} leads to {shown(found.after)} now; it led to {shown(found.before)}."


def _type(found: Difference) -> str:
    value = found.after if found.how == "added" else found.before
    return str(value.get("type", "no type")) if isinstance(value, dict) else "no object"
