"""`dialogue-studio diff`: what changed between two files or folders, in words."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from flowengine.errors import Finding, FlowInvalid
from flowengine.lang.diff.align import is_flow
from flowengine.lang.diff.diff import Change, diff
from flowengine.lang.strict_json import loads
from flowengine.lang.upgrade.kinds import FLOW, raised
from flowengine.messages import Json

LAYOUT = "layout.json"


def compare(given: argparse.Namespace) -> int:
    """Exit 0: no difference; 1: differences; 2: something could not be read (what could be is compared)."""
    if given.server is not None:
        return _with_server(given)
    if given.after is None:
        print("diff compares two files or folders, or a folder with a --server.", file=sys.stderr)
        return 2
    unread: list[Finding] = []
    count = 0
    for name, before, after in _pairs(given.before, given.after, unread):
        for change in changes_of(before, after, unread):
            count += 1
            print(_line(name, change) if given.json else f"{name}: {change.sentence}" if name else change.sentence)
    for finding in unread:
        print(f"{finding.file}: {finding.message} {finding.hint}", file=sys.stderr)
    if not given.json and not unread:
        print(f"{count} change{'' if count == 1 else 's'}")
    return 2 if unread else int(count > 0)


def _with_server(given: argparse.Namespace) -> int:
    from flowengine.main import syncing  # noqa: PLC0415  the words without a server start without it

    given.folder = given.before
    return syncing.compare(given)


def changes_of(before: Path | None, after: Path | None, unread: list[Finding]) -> list[Change]:
    """The changes of one file; one that is missing or empty on a side was added or removed as a whole."""
    try:
        old, new = (document_at(file) if file else None for file in (before, after))
    except FlowInvalid as fault:
        unread += fault.findings
        return []
    if (old is None) == (new is None):
        return [] if old is None else diff(old, new)
    how, value = ("added", new) if new is not None else ("removed", old)
    kind = "flow" if is_flow(value) else "file"
    title = f" “{value['title']}”" if isinstance(value, dict) and kind == "flow" and "title" in value else ""
    return [Change(f"{kind}_{how}", "$", f"The {kind}{title} was {how}.", old, new)]


def document_at(file: Path) -> Json:
    """The file's document; None if the file is empty, as git writes what is not there. Raises FlowInvalid."""
    try:
        data = file.read_bytes()
    except OSError as fault:
        reason = f"The file cannot be read: {fault.strerror}."
        raise FlowInvalid([Finding("file_unreadable", "error", "$", reason, "Look at the path.", str(file))]) from fault
    document = loads(data, file=str(file)) if data else None
    return FLOW.upgraded(document, str(file)) if is_flow(document) else raised(document, str(file))


def _pairs(before: Path, after: Path, unread: list[Finding]) -> Iterator[tuple[str, Path | None, Path | None]]:
    """Every file of the two sides with its name ("" if the user named the files), layouts of folders left out."""
    if before.is_dir() and after.is_dir():
        for name in sorted({*_documents(before), *_documents(after)}):
            old, new = (folder / name if (folder / name).exists() else None for folder in (before, after))
            yield name, old, new
    elif before.is_dir() or after.is_dir():
        folder, file = (before, after) if before.is_dir() else (after, before)
        sentence = f"{folder} is a folder and {file} is not."
        unread.append(Finding("not_alike", "error", "$", sentence, "Name two files or two folders.", str(file)))
    else:
        yield "", before, after


def _documents(folder: Path) -> Iterator[str]:
    for file in folder.rglob("*.json"):
        name = file.relative_to(folder)
        if file.name != LAYOUT and not any(part.startswith(".") for part in name.parts):
            yield name.as_posix()


def _line(name: str, change: Change) -> str:
    fields = {field: getattr(change, field) for field in change.__struct_fields__}
    return json.dumps({"file": name, **fields} if name else fields, ensure_ascii=False)
