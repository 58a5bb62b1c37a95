"""What changed between two contents of an environment, file by file, in words."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from flowengine.lang.diff.diff import Change, diff
from flowengine.messages import Json

Content = Mapping[str, Any]  # "environment": its document, "flows": name -> document


def changed_files(environment: str, before: Content, after: Content) -> list[dict[str, Json]]:
    """One row per file that differs: {"file", "changes": [{kind, path, sentence, before, after}]}."""
    return [
        {"file": file, "changes": msgspec.to_builtins(changes)}
        for file, old, new in _pairs(environment, before, after)
        if (changes := _changes(file, old, new))
    ]


def _pairs(environment: str, before: Content, after: Content) -> Iterator[tuple[str, Any, Any]]:
    yield f"{environment}/environment.json", before["environment"], after["environment"]
    for flow in sorted({*before["flows"], *after["flows"]}):
        yield f"{environment}/{flow}/flow.json", before["flows"].get(flow), after["flows"].get(flow)


def _changes(file: str, old: Json, new: Json) -> list[Change]:
    if old is not None and new is not None:
        return diff(old, new)
    how, value = ("added", new) if old is None else ("removed", old)
    title = value.get("title", file) if isinstance(value, dict) else file
    return [Change(f"flow_{how}", "$", f"The flow “{title}” was {how}.", old, new)]
