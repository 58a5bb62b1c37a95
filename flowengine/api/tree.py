"""/api/tree: a tenant's drafts as the files of its folder, read as a whole and written all or nothing."""

from typing import Any

from litestar import get, put
from litestar.params import FromQuery, JSONBody
from msgspec import Struct

from flowengine.api.exporting import write_down
from flowengine.api.given import ThePrincipal, TheServices
from flowengine.api.services import Author
from flowengine.environments.files import Change, File, Written
from flowengine.errors import Forbidden
from flowengine.identity.principal import Principal
from flowengine.identity.routes import AUTHORS, READERS, WATCHERS


class Files(Struct, frozen=True):
    """`environments`: those that this answer speaks of; of others the asker learns nothing."""

    files: dict[str, File]
    environments: list[str]


class Changes(Struct, frozen=True, forbid_unknown_fields=True):
    """Path to document and base. `dry_run`: say what would happen, write nothing."""

    files: dict[str, Change]
    dry_run: bool = False


class Outcome(Struct, frozen=True):
    """`applied`: the server has all of it now. A single conflict keeps everything from being written."""

    files: dict[str, Written]
    applied: bool


@get("/api/tree", summary="The drafts as files", tags=["tree"])
async def read_tree(principal: ThePrincipal, services: TheServices, environment: FromQuery[str] = "") -> Files:
    """Every draft, layout, case and environment document, and tenant.json, by the path that each has in the folder
    form; `environment` asks for one of them. Names of people are shown to those who lead them, and the audit tells who
    took them."""
    known: list[str] = [row["name"] for row in services.editor.environments(principal.tenant)]
    asked = [environment] if environment else known
    readable = [name for name in asked if principal.holds(READERS, name)]
    if environment and not readable:
        raise Forbidden(f"You may not read {environment}.", hint="An administrator of the tenant gives roles.")
    people = principal.everywhere(WATCHERS)
    if people:
        await write_down(services, principal, "folder", environment)
    return Files(services.editor.read_files(principal.tenant, readable, people=people), readable)


@put("/api/tree", summary="Write drafts as files", tags=["tree"])
async def write_tree(data: JSONBody[Changes], principal: ThePrincipal, services: TheServices) -> Outcome:
    """Each path is written, unchanged or a conflict: its base is not what the server has. Everything is written, or
    nothing. Documents that cannot be used are refused with their findings."""
    _refuse_foreign(principal, data.files)
    author = Author(principal.tenant, principal.user)
    found: dict[str, Written] = await services.editor.write_files(author, data.files, dry_run=data.dry_run)
    clean = all(written.status != "conflict" for written in found.values())
    return Outcome(found, clean and not data.dry_run)


def _refuse_foreign(principal: Principal, paths: dict[str, Any]) -> None:
    environments = {path.partition("/")[0] for path in paths if "/" in path}
    foreign = sorted(name for name in environments if not principal.holds(AUTHORS, name))
    if foreign:
        raise Forbidden(f"You may not write in {', '.join(foreign)}.", hint="Leave it out, or ask for the role editor.")


HANDLERS = (read_tree, write_tree)
