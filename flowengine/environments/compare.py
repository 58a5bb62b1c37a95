"""What changed between two releases of an environment, or a release and its drafts, in words."""

from collections.abc import Iterator
from typing import Any

import msgspec

from flowengine.environments.content import EMPTY, Content, dated, draft_content, release_content
from flowengine.errors import RequestRefused
from flowengine.lang.diff.diff import Change, diff
from flowengine.messages import Json
from flowengine.switchboard.library import Library


def content_named(library: Library, environment: str, name: str, at_ms: int) -> Content:
    """`name`: a release's number, `live`, or `draft` as it would be published at `at_ms`. Raises NotFound,
    RequestRefused."""
    if name == "draft":
        return dated(draft_content(library, environment), at_ms)
    if name == "live":
        name = str(library.live(environment))
    if not name.isascii() or not name.isdigit():
        raise RequestRefused(f"“{name}” is no release.", hint="Write its number, live or draft.", code="bad_value")
    return EMPTY if name == "0" else release_content(library, environment, int(name))


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
