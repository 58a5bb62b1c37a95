"""Checks drafts against what their environment may name: the directory, and the other flows as they are now."""

from collections.abc import Mapping
from datetime import UTC, datetime

from msgspec.structs import replace

from flowengine.environments.tree import environment_document, environment_names, flows_of, tenant_file
from flowengine.lang.check.names import Names, names_of
from flowengine.lang.document import FlowLoader
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


def today() -> str:
    """The day of a check, for what runs out."""
    return datetime.now(UTC).date().isoformat()
