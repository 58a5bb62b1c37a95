"""Layout: where cards, notes and frames lie on the paper; what is not known here is kept, what is known is bounded."""

from collections.abc import Iterator
from typing import Any

from flowengine.errors import Finding
from flowengine.messages import Json

FURTHEST = 1_000_000
MOST = {"nodes": 5_000, "notes": 500, "frames": 200}
WORDS = {"notes": ("text", 2_000), "frames": ("title", 120)}
_HINT = "Save the flow from the editor, or take the file's last version."


def layout_findings(document: Json) -> list[Finding]:
    """Why this cannot be kept as a layout; nothing for a good one. Steps that the flow has not are no fault."""
    if not isinstance(document, dict):
        return [_finding("$", "A layout is an object.")]
    cards: Any = document.get("nodes", {})
    found = _wrong_whole("nodes", cards, dict) or list(_cards(cards))
    for key in WORDS:
        things: Any = document.get(key, [])
        found += _wrong_whole(key, things, list) or list(_things(key, things))
    return found


def _wrong_whole(key: str, things: Any, kind: type[dict[str, Any]] | type[list[Any]]) -> list[Finding]:
    if not isinstance(things, kind):
        return [_finding(f"$.{key}", f"“{key}” is not what a layout has there.")]
    return [_finding(f"$.{key}", f"A layout has at most {MOST[key]:,} {key}.")] if len(things) > MOST[key] else []


def _cards(places: dict[str, Any]) -> Iterator[Finding]:
    for name, place in places.items():
        if not _is_place(place):
            yield _finding(f"$.nodes['{name}']", "A card lies at numbers x and y within a million.")


def _things(key: str, things: list[Any]) -> Iterator[Finding]:
    field, most = WORDS[key]
    seen: set[str] = set()
    for number, thing in enumerate(things):
        at = f"$.{key}[{number}]"
        if not isinstance(thing, dict) or not _is_place(thing) or not _is_text(thing.get("id"), 64):
            yield _finding(at, "A note or a frame has an id, and lies at numbers x and y within a million.")
            continue
        if thing["id"] in seen:
            yield _finding(f"{at}.id", f"There is another “{thing['id']}”.")
        seen.add(thing["id"])
        if not _is_text(thing.get(field), most, least=0):
            yield _finding(f"{at}.{field}", f"“{field}” is a text of at most {most:,} characters.")
        if key == "frames" and not all(_is_number(thing.get(side)) and thing[side] > 0 for side in ("width", "height")):
            yield _finding(at, "A frame has a width and a height above zero.")


def _is_place(thing: Any) -> bool:
    return isinstance(thing, dict) and all(_is_number(thing.get(axis)) for axis in ("x", "y"))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= FURTHEST


def _is_text(value: Any, most: int, *, least: int = 1) -> bool:
    return isinstance(value, str) and least <= len(value) <= most


def _finding(path: str, words: str) -> Finding:
    return Finding("bad_value", "error", path, words, _HINT)
