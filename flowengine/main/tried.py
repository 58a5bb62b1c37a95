"""What a replay needs of a tenant: flows that are tried, those that dialogues ran on, and the directory of today."""

from collections.abc import Mapping
from typing import Any

import msgspec

from flowengine.environments.content import draft_content
from flowengine.environments.tree import environment_names, known_environment, tenant_file
from flowengine.errors import RequestRefused
from flowengine.messages import Json
from flowengine.switchboard.switchboard import Switchboard
from flowengine.testbench.replay.order import ReplayOrder

TRIED = "tried "  # before the name of an environment: no content hash looks so


DRAFT, FOLDER, NUMBERED = "the draft", "a folder", "release "  # what a report says was tried


def against_of(order: ReplayOrder) -> str:
    """What is tried, as its report says it."""
    return f"{NUMBERED}{order.number}" if order.number else FOLDER if order.folders else DRAFT


def order_of(report: Mapping[str, Json]) -> ReplayOrder:
    """What a report tells of, to be tried once more. Raises RequestRefused for a folder, which is not kept."""
    against = str(report["against"])
    if against.startswith(NUMBERED):
        return ReplayOrder(number=int(against.removeprefix(NUMBERED)))
    if against != DRAFT:
        hint = "Replay the draft or a release to see the two traces."
        raise RequestRefused("The folder that was tried is not kept.", hint=hint, code="folder_not_kept")
    return ReplayOrder()


def contents_of(board: Switchboard, environment: str, order: ReplayOrder) -> dict[str, Any]:
    """`tenant`, `contents`, `live` and `against` as testbench/replay/worker.py takes them. Raises NotFound."""
    library = board.library
    contents: dict[str, Any] = {}
    live = {name: library.live(name) for name in environment_names(board)}
    entered = releases_of(board, live, contents)
    known_environment(board, environment)
    if order.number:
        against = releases_of(board, {environment: order.number}, contents)
    else:
        folders = order.folders or {environment: draft_content(library, environment)}
        for name in folders:
            known_environment(board, name)
        against = {name: f"{TRIED}{name}" if folder["flows"] else "" for name, folder in folders.items()}
        contents |= {f"{TRIED}{name}": _release(folder) for name, folder in folders.items() if folder["flows"]}
    return {**_met(board), "contents": contents, "live": entered, "against": against}


def kept_contents(board: Switchboard, numbers: Mapping[str, int]) -> tuple[dict[str, Any], dict[str, str]]:
    """The same for one dialogue that is kept as a case, with the hashes of the releases that it ran on."""
    contents: dict[str, Any] = {}
    live = releases_of(board, {name: board.library.live(name) for name in environment_names(board)}, contents)
    ran_on = releases_of(board, numbers, contents)
    return {**_met(board), "contents": contents, "live": live, "against": {}, "keep": True}, ran_on


def _met(board: Switchboard) -> dict[str, Any]:
    """The directory, and the stored documents that have something live."""
    today = {}
    for name in environment_names(board):
        row = board.library.get("environment", name)
        if row is not None and '"live"' in row.body:
            today[name] = (row.version, msgspec.json.decode(row.body))
    return {"tenant": tenant_file(board), "today": today}


def _release(folder: Mapping[str, Json]) -> dict[str, Json]:
    return {"format": 1, "environment": folder["environment"], "flows": folder["flows"]}


def releases_of(board: Switchboard, numbers: Mapping[str, int], contents: dict[str, Any]) -> dict[str, str]:
    """Environment -> hash of these releases, "" for the built-in one; their contents are added to `contents`. Raises
    NotFound."""
    found = {}
    for name, number in numbers.items():
        digest = found[name] = board.library.hash_of(name, number) if number else ""
        if digest and digest not in contents:
            one_line = msgspec.json.format(board.library.content(name, number).encode(), indent=-1)
            contents[digest] = msgspec.Raw(one_line)
    return found
