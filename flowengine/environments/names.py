"""Checks drafts against what their environment may name: the directory, and the other flows as they are now."""

from collections.abc import Mapping
from datetime import UTC, datetime

from msgspec.structs import replace

from flowengine.environments.tree import environment_document, environment_names, flows_of, tenant_file
from flowengine.errors import Finding
from flowengine.lang.check.check import check_document
from flowengine.lang.check.names import Names, names_of
from flowengine.lang.document import FlowLoader
from flowengine.lang.fix.fixes import with_fixes
from flowengine.messages import Json
from flowengine.switchboard.switchboard import Switchboard


def names_for(loader: FlowLoader, board: Switchboard, environment: str, flows: Mapping[str, Json]) -> Names:
    """What may be named from `environment`, its own flows being `flows`."""
    folders = {
        name: {"environment": environment_document(board.library, name), "flows": flows_of(board.library, name)}
        for name in environment_names(board)
    }
    if environment in folders:
        folders[environment]["flows"] = dict(flows)
    return replace(names_of(environment, tenant_file(board), folders, loader.palette), day=today())


def check_flow(loader: FlowLoader, board: Switchboard, environment: str, flow: Json, name: str = "") -> list[Finding]:
    """Every finding of one document, with what can be done about it; without an environment that exists, only the
    document itself is checked. By its name the checks know who leads to it."""
    if environment not in environment_names(board):
        return with_fixes(loader.findings(flow), flow, Names(environment), loader.palette)
    names = replace(names_for(loader, board, environment, flows_of(board.library, environment)), flow=name)
    return with_fixes(check_document(loader, flow, names), flow, names, loader.palette)


def today() -> str:
    """The day of a check, for what runs out."""
    return datetime.now(UTC).date().isoformat()
