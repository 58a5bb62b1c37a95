"""What meets when a folder and a server are brought together: base, mine and theirs, bound for a stage."""

import argparse
import sys
from collections.abc import Iterable, Mapping

from msgspec import Struct

from flowengine.environments.path import TENANT
from flowengine.main.binding import bindings_for, bound_files
from flowengine.main.remote import Refused, Server, named_server, server_for
from flowengine.main.studio_folder import StudioFolder
from flowengine.messages import Json
from flowengine.tenancy.directory import directory_from


class Theirs(Struct, frozen=True):
    """What the server has: documents and hashes by path, tenant.json apart, and the environments that it shows us."""

    tenant: Json
    files: dict[str, Json]
    hashes: dict[str, str]
    environments: list[str]


class Sides(Struct, frozen=True):
    """All that meets: the folder and what it holds, as it is and with the stage's values; what the server has."""

    folder: StudioFolder
    server: Server
    stage: str
    values: dict[str, str]
    own: dict[str, Json]
    mine: dict[str, Json]
    base: dict[str, Json]
    theirs: Theirs


def sides_of(given: argparse.Namespace, *, empty_is_fine: bool) -> Sides:
    folder = StudioFolder(given.folder)
    if empty_is_fine:
        folder.refuse_strange()
    own = folder.documents() if folder.is_tenant or not empty_is_fine else {}
    server = server_for(named_server(given.server, folder.last_server()), given.token_file)
    theirs = _theirs(server, given.environment)
    _refuse_foreign(folder, own, theirs)
    seen = folder.seen(server.url)
    stage = seen.stage if seen and not given.stage else given.stage or ""
    values = bindings_for(folder.root, stage)
    left_out = sorted({path.partition("/")[0] for path in own if path != TENANT} - set(theirs.environments))
    if left_out and not given.environment:
        words = f"Left out: {', '.join(left_out)}. The server has no such contact center, or the token is not for it."
        print(words, file=sys.stderr)
    mine = within(own, theirs.environments)
    base = within(seen.files if seen else {}, theirs.environments)
    return Sides(folder, server, stage, values, mine, bound_files(mine, values), base, theirs)


def _theirs(server: Server, wanted: list[str]) -> Theirs:
    answer = server.ask("GET", "/api/tree")
    environments = [name for name in answer["environments"] if not wanted or name in wanted]
    unknown = sorted({*wanted} - {*environments})
    if unknown:
        raise Refused(f"There is no environment {unknown[0]}.", f"Yours are: {', '.join(answer['environments'])}.")
    files = {path: file["document"] for path, file in answer["files"].items()}
    hashes = {path: file["hash"] for path, file in answer["files"].items()}
    return Theirs(files[TENANT], within(files, environments), hashes, environments)


def within(files: Mapping[str, Json], environments: Iterable[str]) -> dict[str, Json]:
    known = set(environments)
    return {path: document for path, document in files.items() if "/" in path and path.partition("/")[0] in known}


def _refuse_foreign(folder: StudioFolder, own: Mapping[str, Json], theirs: Theirs) -> None:
    if TENANT not in own:
        return
    here, there = (directory_from(tenant).tenant.id for tenant in (own[TENANT], theirs.tenant))
    if here != there:
        raise Refused(f"{folder.root} is the folder of {here}; the token is of {there}.", "Use that tenant's token.")
