"""`dialogue-studio audit`: who did what, fetched and walked here, so that the server need not be believed."""

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec

from flowengine.ledger.chain import FIRST, Break, first_break
from flowengine.ledger.port import AuditRecord
from flowengine.main.remote import Server, named_server, server_for

PAGE = 1_000


def audit(given: argparse.Namespace) -> int:
    """One line per link, the oldest first. With `--verify` only what the chain says of itself."""
    server = server_for(named_server(given.server), given.token_file)
    tenant, links = _all(server)
    if given.verify:
        return _verify(given, links, first_break(tenant, links))
    for link in links:
        print(json.dumps(msgspec.to_builtins(link), ensure_ascii=False) if given.json else _line(link))
    if not links and not given.json:
        print("Nothing was audited yet.")
    return 0


def _all(server: Server) -> tuple[str, list[AuditRecord]]:
    """The tenant, and every link."""
    pages = list(_pages(server))
    return pages[0]["tenant"], [msgspec.convert(link, AuditRecord) for page in pages for link in page["links"]]


def _pages(server: Server) -> Iterator[dict[str, Any]]:
    after = 0
    while True:
        page = server.ask("GET", f"/api/audit?after={after}&limit={PAGE}")
        yield page
        after = page["next"]
        if not after:
            return


def _verify(given: argparse.Namespace, links: list[AuditRecord], broken: Break | None) -> int:
    head = links[-1].hash if links else FIRST
    if given.json:
        told = msgspec.to_builtins(broken) if broken else None
        print(json.dumps({"links": len(links), "head": head, "break": told}))
    elif broken:
        print(f"{broken.why} Everything before it is as it was written.", file=sys.stderr)
    else:
        print(f"{len(links)} links, none is broken. The last one is {head}.")
    return 1 if broken else 0


def _line(link: AuditRecord) -> str:
    moment = datetime.fromtimestamp(link.at_ms / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S")
    told = " ".join(f"{name}={json.dumps(value, ensure_ascii=False)}" for name, value in link.body.items())
    return f"{link.seq:>6}  {moment}  {link.actor}  {link.what}  {told}".rstrip()
