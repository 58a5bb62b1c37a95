"""`dialogue-studio directory`: a tenant's contact centers, addresses and people, out of a server and in."""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from flowengine.main.remote import Refused, Server, named_server, server_for

ORDER = ("added", "changed", "removed", "unchanged", "refused")


def export(given: argparse.Namespace) -> int:
    """The same bytes as often as nothing changes."""
    _write(given.out, _server(given).text("/api/directory"))
    return 0


def take(given: argparse.Namespace) -> int:
    """One line per thing that is not as it was; exit 1 if one is refused, and then nothing is changed."""
    try:
        document = json.loads(_read(given.file))
    except ValueError as error:
        raise Refused(f"{given.file} is not JSON: {error}.", "Give the tenant file.") from None
    server = _server(given)
    things = server.ask("PUT", "/api/directory?dry_run=true", document)["things"]
    lines = [{**row, "name": f"{row['kind'].replace('_', ' ')} {row['key']}"} for row in things]
    if _told(given, lines):
        return 1
    if not given.dry_run:
        server.ask("PUT", "/api/directory", document)
    return _summed(given, lines)


def table(given: argparse.Namespace) -> int:
    """One line per row that changes something; exit 1 if one is refused, and then nothing is changed."""
    server = _server(given)
    path = f"/api/directory/csv/{given.table}"
    if given.file is None:
        _write(given.out, server.text(path))
        return 0
    method, body = "PUT" if given.replace else "POST", {"csv": _read(given.file)}
    rows = server.ask(method, f"{path}?dry_run=true", body)["rows"]
    lines = [{**row, "name": _place(row), "detail": row["text"]} for row in rows]
    if _told(given, lines):
        return 1
    if not given.dry_run:
        server.ask(method, path, body)
    return _summed(given, lines)


def copy(given: argparse.Namespace) -> int:
    """Settings, skills and dispositions come along; addresses, members and flows stay where they are."""
    try:
        changes = json.loads(given.changes)
    except ValueError:
        raise Refused("--changes is not JSON.", 'Write it like {"weight": 5}.') from None
    if given.title:
        changes = {**changes, "title": given.title}
    body = {"name": given.name, "changes": changes}
    made = _server(given).ask("POST", f"/api/contact-centers/{given.original}/copies", body)
    if given.json:
        print(json.dumps({"name": given.name, **made}, ensure_ascii=False))
    else:
        print(f"{given.name} is like {given.original}. Its addresses, members and flows are still to come.")
    return 0


def _told(given: argparse.Namespace, lines: list[dict[str, Any]]) -> bool:
    """Print what each line says; whether one is refused. Nothing happens then, so only the refusals are told."""
    refused = any(line["outcome"] == "refused" for line in lines)
    for line in lines:
        if given.json:
            fields = {key: value for key, value in line.items() if key != "name" and value != ""}
            print(json.dumps(fields, ensure_ascii=False))
        elif line["outcome"] == "refused":
            print(f"{line['name']}: {line['detail']} {line['hint']} [{line['code']}]", file=sys.stderr)
        elif line["outcome"] != "unchanged" and not refused:
            print(f"{line['name']}: {'would be ' if given.dry_run else ''}{line['outcome']}")
    if refused and not given.json:
        print("Nothing was changed.", file=sys.stderr)
    return refused


def _summed(given: argparse.Namespace, lines: list[dict[str, Any]]) -> int:
    if not given.json:
        counts = Counter(line["outcome"] for line in lines)
        said = ", ".join(f"{counts[outcome]} {outcome}" for outcome in ORDER if counts[outcome]) or "nothing there"
        print(f"{'It would be' if given.dry_run else 'Done'}: {said}.")
    return 0


def _place(row: dict[str, Any]) -> str:
    line = f"line {row['line']}" if row["line"] else "in no line"
    return f"{line}, {row['key']}" + (f", {row['column']}" if row["column"] else "") if row["key"] else line


def _server(given: argparse.Namespace) -> Server:
    return server_for(named_server(given.server), given.token_file)


def _read(file: Path) -> str:
    try:
        data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise Refused(f"{file} cannot be read: {error.strerror}.", "Look at the path.") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(f"{file} is not text in UTF-8.", "Save it as “CSV UTF-8”, or as UTF-8.") from None


def _write(out: Path | None, text: str) -> None:
    """The very bytes, whatever the machine takes for the end of a line."""
    if out is None:
        sys.stdout.write(text)
        return
    try:
        out.write_bytes(text.encode())
    except OSError as error:
        raise Refused(f"{out} could not be written: {error.strerror}.", "Name another file.") from None
