"""Fixes of what the schema refuses, and of values that do not go together."""

from collections.abc import Iterator
from typing import Any

from flowengine.errors import Edit, Fix
from flowengine.lang.check.level import best_level
from flowengine.lang.check.naming import fields_by_format
from flowengine.lang.check.plain import object_of, type_of
from flowengine.lang.fix.ground import Ground, Path, near, put, renamed, take_away, value_at
from flowengine.lang.fix.wiring import start
from flowengine.lang.schema import SKELETON, node_schema

DEEPEST = 12
MOST_CENTERS = 4


def unknown_field(ground: Ground) -> Iterator[Fix]:
    """A field that is not known: the one that was meant, or none."""
    *above, name = ground.path
    present = value_at(ground.document, tuple(above))
    known = _schema_at(ground, tuple(above)).get("properties", {})
    for meant in near(name, (one for one in known if one not in object_of(present))):
        yield from renamed(ground, ground.path, meant)
    yield take_away(f"Remove “{name}”", ground.path)


def missing(ground: Ground) -> Iterator[Fix]:
    """A field that is needed: as the step's example has it, else empty; a flow's start as if it were not known."""
    if ground.path == ("start",):
        yield from start(ground)
        return
    *above, name = ground.path
    whole = value_at(ground.document, tuple(above))
    node_type = type_of(whole, ground.palette)
    example = node_type.example.get(str(name)) if node_type else None
    blank = _blank(_schema_at(ground, ground.path))
    value = blank if example is None else example
    if value is not None:
        yield put(f"Add “{name}”{' as in the example' if example is not None else ''}", ground.path, value)


def _blank(schema: dict[str, Any]) -> Any:
    """The plainest value of a type; None if there is none that is plain."""
    return {"object": {}, "array": [], "boolean": False}.get(str(schema.get("type")))


def bound(ground: Ground) -> Iterator[Fix]:
    """A number outside of its bounds: the bound."""
    schema, value = _schema_at(ground, ground.path), ground.value
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        choices = [choice for choice in schema.get("enum", ()) if isinstance(choice, str)]
        for choice in near(value, choices) if isinstance(value, str) else ():
            yield put(f"Use “{choice}”", ground.path, choice)
        return
    for word, is_beyond in (("minimum", value.__lt__), ("maximum", value.__gt__)):
        limit = schema.get(word)
        if limit is not None and is_beyond(limit) is True:
            yield put(f"Use {limit:g}", ground.path, limit)


def node_type(ground: Ground) -> Iterator[Fix]:
    """A type of step that there is not."""
    for name in near(ground.value, ground.palette, 2):
        yield put(f"Use “{ground.palette[name].title}”", ground.path, name)


def shares(ground: Ground) -> Iterator[Fix]:
    """Shares that are not a whole: the last one takes what is left, if it can; else all of them in proportion."""
    given = object_of(ground.value)
    if not given or not all(isinstance(share, (int, float)) for share in given.values()):
        return
    *others, last = given
    rest = round(100 - sum(given[name] for name in others), 2)
    if 0 < rest <= 100:
        yield put(f"Give “{last}” {rest:g} %", (*ground.path, last), rest)
    equal = round(100 / len(given), 2)
    even = dict.fromkeys(given, equal) | {last: round(100 - equal * len(others), 2)}
    yield put("Make them equal", ground.path, even)


def limits(ground: Ground) -> Iterator[Fix]:
    """A least that is above its most: the two as one."""
    *above, least = ground.path
    known = object_of(ground.nodes, str(ground.path[1])).get("type")
    pairs = ground.palette[known].ordered if isinstance(known, str) and known in ground.palette else ()
    for low, high in pairs:
        most = high.rpartition(".")[2]
        value = value_at(ground.document, (*above, most))
        if low.rpartition(".")[2] == least and value is not None:
            yield put(f"Make {least} {value:g}", ground.path, value)


def level(ground: Ground) -> Iterator[Fix]:
    """A level that nobody holds: the highest that somebody does."""
    held = [best_level(ground.names, center, str(ground.path[-1])) for center in ground.names.contact_centers]
    named = [best for best in held if best is not None and f"highest is {best}." in ground.finding.message]
    for best in sorted(set(named), reverse=True)[:1]:
        yield put(f"Ask for {best}", ground.path, best)


def silence(ground: Ground) -> Iterator[Fix]:
    """A long silence on the phone: a sound."""
    node = object_of(ground.nodes, str(ground.path[1]))
    found = type_of(node, ground.palette)
    field = fields_by_format(found.config).get("meanwhile") if found else None
    if field:
        yield put("Play music meanwhile", (*ground.path[:2], field), "")


def item(ground: Ground) -> Iterator[Fix]:
    """An item of a list that should not be there."""
    whole: Path = ground.path[:-1]
    yield Fix(f"Leave out “{ground.value}”", (Edit(whole),))


def center(ground: Ground) -> Iterator[Fix]:
    """A queue that is named nowhere: those that there are, if they are few."""
    known = [name for name in ground.names.contact_centers if name not in ground.names.disabled]
    for name in known if len(known) <= MOST_CENTERS else ():
        yield put(f"Wait in “{name}”", ground.path, name)


def _schema_at(ground: Ground, path: Path) -> dict[str, Any]:
    """The schema of a place in the document; empty if it is not known."""
    node = type_of(value_at(ground.document, path[:2]), ground.palette) if path[:1] == ("nodes",) else None
    root: dict[str, Any] = node_schema(node) if node is not None else SKELETON
    schema = root
    for part in path[2:] if node is not None else path:
        schema = _below(_plain(schema, root), part)
    return _plain(schema, root)


def _below(schema: dict[str, Any], part: str | int) -> dict[str, Any]:
    if isinstance(part, int):
        below = schema.get("items")
    else:
        below = schema.get("properties", {}).get(part, schema.get("additionalProperties"))
    return below if isinstance(below, dict) else {}


def _plain(schema: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    """A schema without its references, and of "this or nothing" this."""
    for _ in range(DEEPEST):
        if "$ref" in schema:
            name = str(schema["$ref"]).rpartition("/")[2]
            schema = {**root.get("$defs", {}).get(name, {}), **{k: v for k, v in schema.items() if k != "$ref"}}
        elif "anyOf" in schema:
            ways = [way for way in schema["anyOf"] if way.get("type") != "null"]
            schema = {**ways[0], **{k: v for k, v in schema.items() if k != "anyOf"}} if ways else {}
        else:
            break
    return schema
