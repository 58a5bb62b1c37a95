"""`dialogue-studio audit`: who did what, fetched and walked here, so that the server need not be believed."""

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec

from flowengine.ledger.chain import FIRST, first_break
from flowengine.ledger.port import AuditHead, AuditRecord
from flowengine.main.remote import Refused, Server, named_server, server_for

PAGE = 1_000


def audit(given: argparse.Namespace) -> int:
    """One line per link, the oldest first. With `--verify` only what the chain says of itself; `--head`: its end."""
    noted = _noted(given)
    server = server_for(named_server(given.server), given.token_file)
    if given.head:
        return _head(given, server)
    pages = list(_pages(server))
    links = [msgspec.convert(link, AuditRecord) for page in pages for link in page["links"]]
    if given.verify:
        if not pages[0]["whole"]:
            hint = "Ask an administrator of the tenant."
            raise Refused("You see the links of some contact centers: a chain with gaps cannot be walked.", hint)
        return _verify(given, pages, links, noted)
    for link in links:
        print(json.dumps(msgspec.to_builtins(link), ensure_ascii=False) if given.json else _line(link))
    if not links and not given.json:
        print("Nothing was audited yet.")
    return 0


def _noted(given: argparse.Namespace) -> AuditHead | None:
    """A head as `--head` prints it. Raises Refused."""
    if not given.noted:
        return None
    seq, _, digest = given.noted.partition(":")
    if not given.verify or not seq.isdigit() or len(digest) != len(FIRST):
        raise Refused("--noted is a head of this audit, and goes with --verify.", "Write it as `audit --head` does.")
    return AuditHead(int(seq), digest)


def _head(given: argparse.Namespace, server: Server) -> int:
    head = server.ask("GET", "/api/audit?limit=1")["head"]
    print(json.dumps(head) if given.json else f"{head['seq']}:{head['hash']}")
    return 0


def _pages(server: Server) -> Iterator[dict[str, Any]]:
    after = 0
    while True:
        page = server.ask("GET", f"/api/audit?after={after}&limit={PAGE}")
        yield page
        after = page["next"]
        if not after:
            return


def _verify(
    given: argparse.Namespace, pages: list[dict[str, Any]], links: list[AuditRecord], noted: AuditHead | None
) -> int:
    """Walked here, to the end that the server keeps, and over the one that was noted elsewhere."""
    tenant, kept = pages[0]["tenant"], msgspec.convert(pages[0]["head"], AuditHead)
    broken = first_break(tenant, links, head=kept) or first_break(tenant, links, head=noted)
    head = links[-1].hash if links else FIRST
    if given.json:
        told = msgspec.to_builtins(broken) if broken else None
        print(json.dumps({"links": len(links), "head": head, "break": told}))
    elif broken:
        print(f"{broken.why} Everything before it is as it was written.", file=sys.stderr)
    else:
        print(f"{len(links)} links, none is broken. The last one is {len(links)}:{head}.")
    return 1 if broken else 0


def _line(link: AuditRecord) -> str:
    moment = datetime.fromtimestamp(link.at_ms / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S")
    told = " ".join(f"{name}={json.dumps(value, ensure_ascii=False)}" for name, value in link.body.items())
    return f"{link.seq:>6}  {moment}  {link.actor}  {link.what}  {told}".rstrip()
