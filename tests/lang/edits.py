"""What edits do to a document, for tests; the editor's own, `put`, is in studio_ui/src/document/action.ts."""

from typing import Any

from msgspec import UNSET

from flowengine.errors import Fix


def mended(document: Any, fix: Fix) -> Any:
    """The document in which the fix is done; the one that is given stays as it is."""
    for edit in fix.edits:
        document = _put(document, edit.path, edit.value)
    return document


def _put(holder: Any, path: tuple[str | int, ...], value: Any) -> Any:
    if not path:
        return value
    key, *rest = path
    if isinstance(key, int):
        items = list(holder) if isinstance(holder, list) else []
        inner = _put(items[key] if key < len(items) else None, tuple(rest), value)
        items[key : key + 1] = [] if inner is UNSET else [inner]
        return items
    whole = dict(holder) if isinstance(holder, dict) else {}
    inner = _put(whole.get(key), tuple(rest), value)
    if inner is UNSET:
        whole.pop(key, None)
    else:
        whole[key] = inner
    return whole
