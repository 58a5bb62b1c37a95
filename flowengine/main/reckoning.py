"""`dialogue-studio reports`: a server's figures in a terminal, and counters made again from the trace of a ledger."""

import argparse
import asyncio
import json
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flowengine.ledger.port import StoreMissing
from flowengine.ledger.sqlite import SqliteLedger
from flowengine.main.member import LEDGER_FILE
from flowengine.main.remote import named_server, server_for
from flowengine.reports.count import Key
from flowengine.reports.recount import Difference, differences, recounted, rows_of, since, told_since
from flowengine.reports.table import csv_of, flat, text_of

FIGURES = ("service_level", "average_speed_of_answer_s", "abandonment", "handle_time_s", "occupancy")
SHOWN = {
    "contact_center": ("contact_center", "enqueued", "answered", "abandoned", *FIGURES),
    "channel": ("contact_center", "channel", "enqueued", "answered", "abandoned", *FIGURES[:4]),
    "skill": ("contact_center", "skill", "enqueued", "answered", "abandoned", *FIGURES[:4]),
    "agent": ("agent", "offered", "accepted", "declined", "no_answer", "handled", "handle_time_s", "occupancy"),
    "address": (
        "contact_center", "address", "dialogues_arrived", "dialogues_self_served", "dialogues_left_in_flow",
        "dialogues_abandoned", "dialogues_served",
    ),
}  # fmt: skip  # a table reads better filled
MOST_TOLD = 20  # differences, in words


def intervals(given: argparse.Namespace) -> int:
    """A short table; `--json` and `--csv` have every counter, and each figure beside its formula."""
    query = {
        "contact_center": given.contact_center, "by": given.by, "from": given.first, "to": given.until,
        "interval": given.interval, "time_zone": given.time_zone, "formula": given.formula,
        "within_s": given.within, "attribution": given.attribution,
        "tests": "true" if given.tests else "",
    }  # fmt: skip  # the query as one thought
    server = server_for(named_server(given.server), given.token_file)
    asked = urlencode({name: value for name, value in query.items() if value})
    answer = server.ask("GET", f"/api/reports/intervals?{asked}")
    _print(given, answer["lines"], ("start", *SHOWN[given.by]))
    return 0


def today(given: argparse.Namespace) -> int:
    """Since each contact center's own midnight."""
    lines = server_for(named_server(given.server), given.token_file).ask("GET", "/api/reports/today")
    _print(given, lines, SHOWN["contact_center"])
    return 0


def _print(given: argparse.Namespace, lines: list[dict[str, Any]], columns: tuple[str, ...]) -> None:
    if given.json:
        for line in lines:
            print(json.dumps(line, ensure_ascii=False))
    elif not lines:
        print("Nothing was counted then.")
    elif given.csv:
        print(csv_of(lines, lines[0]), end="")
    else:
        print(text_of(columns, [flat(line) for line in lines]))
        level = lines[0].get("figures", {}).get("service_level")
        if level:
            print(f"service_level: {level['formula']}, within {level['within_s']} s, where nothing else was set.")


def recompute(given: argparse.Namespace) -> int:
    """Every tenant of the ledger in `--data`. Exit 1: `--check` found a difference."""
    if not (given.data / LEDGER_FILE).is_file():
        raise StoreMissing(f"There is no ledger in {given.data}.")
    found = asyncio.run(_recomputed(given.data, keep=not given.check))
    for tenant, (counters, wrong) in found.items():
        _tell(given, tenant, counters, wrong)
    return 1 if given.check and any(wrong for _, wrong in found.values()) else 0


async def _recomputed(data: Path, *, keep: bool) -> dict[str, tuple[int, list[Difference]]]:
    """Tenant -> how many counters the trace makes, and those that are kept otherwise."""
    ledger = SqliteLedger.open(data / LEDGER_FILE)
    try:
        found = {}
        for tenant, shard in sorted((await ledger.tenants()).items()):
            begin = await told_since(ledger, tenant)
            counted = since(await recounted(ledger, tenant), begin)
            stored = {Key(*row[2:10]): (row.n, row.ms) for row in await ledger.every_counter(tenant)}
            wrong = differences(since(stored, begin), counted)
            if keep and wrong:
                lease = await ledger.claim(shard, "recompute", time.time_ns() // 1_000_000)
                before = {key: sums for key, sums in stored.items() if key.start_ms < begin}
                await ledger.replace_counters(lease, tenant, rows_of(shard, tenant, {**before, **counted}))
            found[tenant] = (len(counted), wrong)
        return found
    finally:
        await ledger.close()


def _tell(given: argparse.Namespace, tenant: str, counters: int, wrong: list[Difference]) -> None:
    if given.json:
        print(json.dumps({"tenant": tenant, "counters": counters, "different": len(wrong)}))
        return
    were = "differ" if given.check else "were written anew"
    print(f"{tenant}: {counters} counters, {len(wrong)} {were}.")
    for each in wrong[:MOST_TOLD]:
        place = " ".join(str(part) for part in each.key if part)
        print(f"  {place}: {each.stored[0]} ({each.stored[1]} ms), the trace has {each.recounted[0]} "
              f"({each.recounted[1]} ms)")  # fmt: skip  # one sentence
