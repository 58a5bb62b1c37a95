"""The step types that a tenant's running releases need: a server without one of them would drop callers on the way."""

from collections.abc import Container, Iterator

import msgspec

from flowengine.extensions.palette import ExtensionRefused
from flowengine.switchboard.switchboard import Switchboard


def refuse_missing(tenant: str, board: Switchboard, palette: Container[str]) -> None:
    """Raises ExtensionRefused with a sentence for each release, live or pinned, that needs a type not installed."""
    faults = [
        f"Release {number} of {environment} ({tenant}) has steps of type {', '.join(f'“{name}”' for name in missing)}, "
        "and no installed package brings them: install it again."
        for environment, number in sorted(_running(board))
        if (missing := [name for name in _types(board, environment, number) if name not in palette])
    ]
    if faults:
        raise ExtensionRefused("\n".join(faults))


def _running(board: Switchboard) -> set[tuple[str, int]]:
    """(environment, number) of every release that a dialogue may still enter or is pinned to."""
    found = {pin for pins in board.dialogues.pins() for pin in pins.items()}
    for row in board.library.of_kind("live"):
        live = msgspec.json.decode(row.body)
        found |= {(row.key, live["number"]), (row.key, (live.get("canary") or live)["number"])}
    return {(environment, number) for environment, number in found if number}


def _types(board: Switchboard, environment: str, number: int) -> Iterator[str]:
    row = board.library.get("release", f"{environment}/{number}")
    flows = msgspec.json.decode(msgspec.json.decode(row.body)["content"])["flows"] if row else {}
    types = (node.get("type", "") for flow in flows.values() for node in flow.get("nodes", {}).values())
    yield from dict.fromkeys(types)
