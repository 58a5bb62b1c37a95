"""A tenant as one plain value: what the folder on the disk holds, read from the stored drafts instead."""

from typing import Any

import msgspec

from flowengine.errors import NotFound
from flowengine.lang.upgrade.kinds import ENVIRONMENT, FLOW
from flowengine.messages import Json
from flowengine.switchboard.library import Library
from flowengine.switchboard.switchboard import Switchboard
from flowengine.tenancy.directory import FRONT_DOOR, documents_of

_FORMATS = {"draft": FLOW, "environment": ENVIRONMENT}
_PLURALS = {"contact_center": "contact_centers", "address": "addresses", "user": "users", "switch": "switches"}


def environment_names(board: Switchboard) -> list[str]:
    """The front door, then one environment per contact center."""
    return [FRONT_DOOR, *board.around.directory.contact_centers]


def known_environment(board: Switchboard, name: str) -> str:
    """The name again. Raises NotFound if the tenant has no such environment."""
    if name not in environment_names(board):
        raise NotFound(f"There is no environment “{name}”.")
    return name


def keys_below(library: Library, kind: str, prefix: str) -> list[str]:
    """The keys of this kind that begin with `prefix`/, without it."""
    head = prefix + "/"
    return [row.key.removeprefix(head) for row in library.of_kind(kind) if row.key.startswith(head)]


def read_json(library: Library, kind: str, key: str, default: Json) -> Json:
    """A stored document's value in the present format, or the default. Raises FlowInvalid for a newer format."""
    row = library.get(kind, key)
    if row is None:
        return default
    document = msgspec.json.decode(row.body)
    return _FORMATS[kind].upgraded(document, key) if kind in _FORMATS else document


def environment_document(library: Library, name: str) -> Json:
    """environment.json of an environment; one that has none yet has an empty one."""
    return read_json(library, "environment", name, {"format": 1})


def flows_of(library: Library, environment: str) -> dict[str, Json]:
    """Every draft of an environment, by name."""
    names = keys_below(library, "draft", environment)
    return {name: read_json(library, "draft", f"{environment}/{name}", {}) for name in names}


def tenant_file(board: Switchboard) -> dict[str, Json]:
    """tenant.json of this tenant as it is now, without the exceptions of its schedules: they are about days of its
    calls, and no case should meet them."""
    file: dict[str, Any] = {"format": 1}
    for kind, key, value in documents_of(board.around.directory):
        if kind == "tenant":
            file["tenant"] = value
        elif kind in _PLURALS:
            file.setdefault(_PLURALS[kind], {})[key] = value
    return file


def tree_of(board: Switchboard) -> dict[str, Any]:
    """Everything: {"tenant", "environments": {name: {"environment", "flows": {name: {"flow", "layout", "cases",
    "given"}}}}}; the shape that the folder has and that the test bench takes."""
    library = board.library
    environments: dict[str, Any] = {}
    for name in environment_names(board):
        flows = {
            flow: {
                "flow": document,
                "layout": read_json(library, "layout", f"{name}/{flow}", None),
                **cases_of(library, name, flow),
            }
            for flow, document in flows_of(library, name).items()
        }
        environments[name] = {"environment": environment_document(library, name), "flows": flows}
    return {"tenant": tenant_file(board), "environments": environments}


def cases_of(library: Library, environment: str, flow: str) -> dict[str, dict[str, Json]]:
    """{"cases": file name -> document, "given": name -> document} of one flow."""
    found: dict[str, dict[str, Json]] = {"cases": {}, "given": {}}
    for name in keys_below(library, "cases", f"{environment}/{flow}"):
        document = read_json(library, "cases", f"{environment}/{flow}/{name}", {})
        if name.startswith("given/"):
            found["given"][name.removeprefix("given/").removesuffix(".json")] = document
        else:
            found["cases"][name] = document
    return found
