"""What a release holds, as plain JSON: {"environment", "flows", "uses"}; of the drafts, of a release, of all around."""

from typing import Any, TypeAlias

import msgspec

from flowengine.environments.tree import (
    cases_of,
    environment_document,
    environment_names,
    flows_of,
    known_environment,
    tenant_file,
)
from flowengine.lang.canonical import canonical
from flowengine.lang.holiday import NoSuchHolidays, expanded, published_years
from flowengine.switchboard.library import Library
from flowengine.switchboard.switchboard import Switchboard
from flowengine.tenancy.directory import FRONT_DOOR

Content: TypeAlias = dict[str, Any]
EMPTY: Content = {"environment": {"format": 1}, "flows": {}, "uses": {}}


def release_text(content: Content) -> str:
    """The canonical text of a release; its hash names its content."""
    uses = {"uses": content["uses"]} if content.get("uses") else {}
    return canonical({"format": 1, "environment": content["environment"], "flows": content["flows"], **uses})


def draft_content(library: Library, environment: str) -> Content:
    """The drafts of an environment as they would be published now: they use the shared release that is live."""
    shared = library.live(FRONT_DOOR) if environment != FRONT_DOOR else 0
    return {
        "environment": environment_document(library, environment),
        "flows": flows_of(library, environment),
        "uses": {FRONT_DOOR: shared} if shared else {},
    }


def dated(content: Content, at_ms: int) -> Content:
    """The content with the dates of its holidays, as a publish at this moment (UTC) writes it. A rule that nobody can
    follow stays: the checks tell where."""
    try:
        return {**content, "environment": expanded(content["environment"], published_years(at_ms))}
    except NoSuchHolidays:
        return content


def release_content(library: Library, environment: str, number: int) -> Content:
    """The content of a release. Raises NotFound."""
    found = msgspec.json.decode(library.content(environment, number))
    return {"environment": found["environment"], "flows": found["flows"], "uses": found.get("uses", {})}


def live_content(library: Library, environment: str) -> Content:
    """What callers meet in an environment; nothing if no release is live."""
    number = library.live(environment)
    return release_content(library, environment, number) if number else EMPTY


def schedule_names(board: Switchboard, environment: str) -> frozenset[str]:
    """The schedules of an environment, in its draft and in what is live. Raises NotFound."""
    name = known_environment(board, environment)
    documents = (environment_document(board.library, name), live_content(board.library, name)["environment"])
    return frozenset(schedule for document in documents for schedule in document.get("schedules") or {})


def around(board: Switchboard, environment: str, content: Content, shared: Content | None = None) -> dict[str, Content]:
    """Every environment by name, as a release with this content would meet it: itself, the shared release that it uses
    (or `shared`, which is not published yet), and the live ones of the others."""
    library = board.library
    found = {name: live_content(library, name) for name in environment_names(board)}
    used = content.get("uses", {}).get(FRONT_DOOR, 0)
    if shared is not None:
        found[FRONT_DOOR] = shared
    elif used:
        found[FRONT_DOOR] = release_content(library, FRONT_DOOR, used)
    return {**found, environment: content}


def tree_around(board: Switchboard, environment: str, folders: dict[str, Content]) -> dict[str, Any]:
    """The same as the test bench takes it (tree.tree_of), with the cases that are stored for `environment`, and of the
    others the `given` that these may name."""
    environments: dict[str, Any] = {}
    for name, folder in folders.items():
        stored = {flow: cases_of(board.library, name, flow) for flow in folder["flows"]}
        kept = stored if name == environment else {flow: {"given": parts["given"]} for flow, parts in stored.items()}
        flows = {flow: {"flow": document, **kept[flow]} for flow, document in folder["flows"].items()}
        environments[name] = {"environment": folder["environment"], "flows": flows}
    return {"tenant": tenant_file(board), "environments": environments}
