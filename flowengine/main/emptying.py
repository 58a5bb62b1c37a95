"""`dialogue-studio nodes` and `drain`: the operator's view of a cell in a terminal, and a node that is emptied."""

import argparse
import json
import os
import sys
import time
from typing import Any
from urllib.parse import quote

from flowengine.identity.operator import KEY_FILE, KEY_VARIABLE
from flowengine.main.remote import Refused, Server, named_server

LOOK_EVERY_S = 0.3
HEAD = ("NODE", "STATE", "SHARDS", "EVENTS/S", "WAITING", "DIALOGUES", "SEEN", "VERSION")


def nodes(given: argparse.Namespace) -> int:
    """One line per node."""
    server = operator_of(given)
    cell = asked(server, "GET", "/api/operations")
    rows = [(row, _figures(server, row)) for row in cell["nodes"]]
    if given.json:
        print(*(json.dumps({**row, **(seen or {})}, ensure_ascii=False) for row, seen in rows), sep="\n")
        return 0
    lines = [HEAD, *(_line(row, seen) for row, seen in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    for line in lines:
        print("  ".join(word.ljust(width) for word, width in zip(line, widths, strict=True)).rstrip())
    store = cell["store"]
    free = sum(shard["state"] == "free" for shard in cell["shards"])
    print(f"Region {cell['region']}, {store['kind']}, {len(cell['shards'])} shards with tenants, {free} of them free.")
    return 0


def drain(given: argparse.Namespace) -> int:
    """Say how many shards are left until there are none; 1 if it takes longer than `--wait`."""
    server = operator_of(given)
    row = _row(server, given.node)
    place = f"/api/operations/nodes/{quote(given.node, safe='')}"
    if given.resume:
        asked(server, "POST", f"{place}/resume")
        return _told(given, f"{given.node} takes part again.", row["shards"])
    others = [each for each in asked(server, "GET", "/api/operations")["nodes"] if each["node"] != given.node]
    if not given.alone and not any(each["state"] == "up" for each in others):
        hint = "Start another on the same database, or say --alone: then nobody is served."
        raise Refused(f"No other node is up to take over from {given.node}.", hint)
    if given.shard is not None:
        asked(server, "POST", f"{place}/shards/{given.shard}/release")
        return _told(given, f"{given.node} hands shard {given.shard} over.", row["shards"])
    asked(server, "POST", f"{place}/drain")
    return _until_empty(server, given)


def _until_empty(server: Server, given: argparse.Namespace) -> int:
    end, last = time.monotonic() + given.wait, -1
    while (left := int(_row(server, given.node)["shards"])) > 0:
        if left != last:
            _told(given, f"{given.node}: {left} shard{'s' * (left > 1)} left.", left)
        last = left
        if time.monotonic() > end:
            print(f"{given.node} still owns {left}; it goes on. Look with `dialogue-studio nodes`.", file=sys.stderr)
            return 1
        time.sleep(LOOK_EVERY_S)
    return _told(given, f"{given.node} is empty: it may be stopped, or take part again by --resume.", 0)


def _told(given: argparse.Namespace, sentence: str, shards: int) -> int:
    print(json.dumps({"node": given.node, "shards": shards}) if given.json else sentence, flush=True)
    return 0


def _row(server: Server, node: str) -> dict[str, Any]:
    """Raises Refused for a node that is not there."""
    rows = asked(server, "GET", "/api/operations")["nodes"]
    found: dict[str, Any] | None = next((row for row in rows if row["node"] == node), None)
    if found is None:
        there = ", ".join(row["node"] for row in rows)
        raise Refused(f"There is no node {node}.", f"There are: {there}.")
    return found


def _figures(server: Server, row: dict[str, Any]) -> dict[str, Any] | None:
    """What the node says of itself; None if it does not answer."""
    if row["state"] == "silent":
        return None
    try:
        found: dict[str, Any] = asked(server, "GET", f"/api/operations/nodes/{quote(row['node'], safe='')}")
    except Refused as refusal:
        if refusal.code == "not_signed_in":
            raise
        return None
    return found


def _line(row: dict[str, Any], seen: dict[str, Any] | None) -> tuple[str, ...]:
    told = ("events_per_s", "waiting", "dialogues")
    figures = (f"{seen[name]:g}" if seen else "-" for name in told)
    state = "empty" if row["state"] == "draining" and not row["shards"] else row["state"]
    return (row["node"], state, str(row["shards"]), *figures, f"{row['silent_ms'] / 1000:.0f} s", row["version"])


def operator_of(given: argparse.Namespace) -> Server:
    """Raises Refused without a key."""
    try:
        key = given.key_file.read_text("utf-8").strip() if given.key_file else os.environ.get(KEY_VARIABLE, "").strip()
    except (OSError, UnicodeDecodeError) as error:
        words = getattr(error, "strerror", None) or "it is not text"
        raise Refused(f"The key file {given.key_file} cannot be read: {words}.", "Look at the path.") from None
    if not key:
        hint = f"Give --key-file DATA/{KEY_FILE}, the file in a server's data folder, or set {KEY_VARIABLE}."
        raise Refused("There is no operator's key.", hint)
    return Server(named_server(given.server), key)


def asked(server: Server, method: str, path: str, body: Any = None) -> Any:
    """Raises Refused."""
    try:
        return server.ask(method, path, body)
    except Refused as refusal:
        if refusal.code != "not_signed_in":
            raise
        hint = f"It stands in the file {KEY_FILE} of the server's data folder."
        raise Refused(f"This is not the operator's key of {server.url}.", hint, code=refusal.code) from None
