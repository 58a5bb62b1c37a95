"""`dialogue-studio person`, `retention` and `export`: a person's records, what goes by itself, and a whole tenant's."""

import argparse
import asyncio
import json
import os
import sys
import time
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from flowengine.errors import NotFound
from flowengine.ledger.folder import write_atomically
from flowengine.ledger.tables import Source
from flowengine.main.database import chosen
from flowengine.main.installation import Installation, source_of
from flowengine.main.remote import Refused, Server, named_server, server_for
from flowengine.main.tenant_file import Lines, lines_of

POLL_S = 0.2


def person(given: argparse.Namespace) -> int:
    """Found, exported or erased, on a server, by an administrator's token."""
    server = server_for(named_server(given.server), given.token_file)
    who = {name: value for name in ("number", "email", "user") if (value := getattr(given, name))}
    if given.act == "export":
        _write(given.out, server.file("POST", "/api/people/export", who))
        print(f"{given.out}: everything that is kept of this person.")
        return 0
    if given.act == "erase" and not given.yes:
        raise Refused("Nothing was erased.", "Look with `person find` first, then say --yes.")
    answer = server.ask("POST", f"/api/people/{given.act}", who)
    if given.json:
        print(json.dumps(answer, ensure_ascii=False))
        return 0
    for name, value in answer.items():
        if name not in ("kept", "live") and value:
            print(f"{name.replace('_', ' ')}: {_said(value)}")
    for dialogue in answer.get("live", ()):
        print(f"in this dialogue now: {dialogue}")
    for each in answer["kept"]:
        print(f"({each['detail']})")
    return 0


def _said(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{n} {name}" for name, n in value.items())
    return "yes" if value is True else str(value)


def retention(given: argparse.Namespace) -> int:
    """What would go, or with --run what went."""
    server = server_for(named_server(given.server), given.token_file)
    name = "run" if given.run else "dry_run"
    server.ask("POST", "/api/retention", {"dry_run": not given.run})
    told = _ended(server, name)
    if given.json:
        print(json.dumps(told, ensure_ascii=False))
    else:
        for kind, n in sorted(told["counts"].items()):
            print(f"{kind.replace('_', ' ')}: {n} {'gone' if given.run else 'would go'}")
        if not told["counts"]:
            print("Nothing is old enough.")
    return 0 if told["state"] == "done" else 1


def _ended(server: Server, name: str) -> dict[str, Any]:
    while True:
        told: dict[str, Any] = server.ask("GET", "/api/retention")[name]
        if told["state"] != "running":
            if told["why"]:
                print(told["why"], file=sys.stderr)
            return told
        time.sleep(POLL_S)


def export(given: argparse.Namespace) -> int:
    """Read from the store itself, of one moment, while the server goes on."""
    place: Installation = chosen(given.database, os.environ) or given.data
    if given.out.exists():
        raise Refused(f"{given.out} is there already.", "Name another file.")
    part = given.out.with_name(f".{given.out.name}.part")
    try:
        rows = asyncio.run(_exported(place, given.tenant, part))
        part.replace(given.out)
    except OSError as error:
        raise Refused(f"{given.out} could not be written: {error.strerror}.", "Name another place.") from None
    finally:
        part.unlink(missing_ok=True)
    print(f"{given.out}: {rows} records of {given.tenant}.")
    return 0


async def _exported(place: Installation, tenant: str, out: Path) -> int:
    async with source_of(place, alone=False) as source:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as zipped:
            rows = 0
            for table in await source.tables():
                lines = lines_of(table, tenant)
                if lines is not None:
                    with zipped.open(f"{table.name}.jsonl", "w", force_zip64=True) as file:
                        async for line in _lines(source, lines):
                            file.write(line)
                            rows += 1
            async for owner, name, body in source.files():
                if owner == tenant:
                    zipped.writestr(f"sounds/{name}", body)
            if not rows:
                raise NotFound(f"There is no tenant {tenant} there.")
    return rows


async def _lines(source: Source, lines: Lines) -> AsyncIterator[bytes]:
    async for rows in source.rows(lines.table):
        for row in rows:
            if (line := lines.line(row)) is not None:
                yield line


def _write(out: Path, body: bytes) -> None:
    if out.exists():
        raise Refused(f"{out} is there already.", "Name another file.")
    write_atomically(out, body)
