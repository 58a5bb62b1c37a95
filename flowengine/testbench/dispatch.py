"""Dispatch: unions in a schema told apart by if and then, so that a fault is reported where it is."""

from typing import Any


def dispatched(schema: Any) -> Any:
    """The schema with every union that has one kind of object told apart by being one; the others stay unions."""
    if isinstance(schema, list):
        return [dispatched(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {key: dispatched(value) for key, value in schema.items()}
    options = inner.get("anyOf")
    objects = [item for item in options or () if "$ref" in item or item.get("type") == "object"]
    if options is None or len(objects) != 1:
        return inner
    others = [item for item in options if item is not objects[0]]
    otherwise = others[0] if len(others) == 1 else {"anyOf": others}
    plain = {key: value for key, value in inner.items() if key != "anyOf"}
    return {**plain, "if": {"type": "object"}, "then": objects[0], "else": otherwise}
