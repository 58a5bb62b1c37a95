"""`dialogue-studio new`: a small complete tenant, or one more flow in a tenant, that checks and tests green at once."""

import argparse
import json
import re
from pathlib import Path
from typing import Any

from flowengine.environments.path import TENANT, stand_at
from flowengine.main import first_tenant
from flowengine.main.reconcile import text_at
from flowengine.main.remote import Refused
from flowengine.main.studio_folder import StudioFolder
from flowengine.messages import Json
from flowengine.tenancy.directory import directory_from
from flowengine.tenancy.tenant import REGIONS

_ID = re.compile(r"(emea|nora)-[a-z0-9][a-z0-9-]{0,60}")


def new(given: argparse.Namespace) -> int:
    """Write the files; an existing one is never touched."""
    files = _flow(given) if given.flow else _tenant(given)
    folder = StudioFolder(given.folder)
    for path in [] if given.dry_run else sorted(files, key=lambda path: path == TENANT):  # last: then it is a tenant
        folder.write(path, files)
    for path in sorted(files):
        told = {"file": path, "status": "would be written" if given.dry_run else "written"}
        print(json.dumps(told) if given.json else f"{given.folder / path}")
    if not given.json and not given.dry_run:
        print(f"Try `dialogue-studio test {given.folder}` and `dialogue-studio dev {given.folder}`.")
    return 0


def _tenant(given: argparse.Namespace) -> dict[str, Json]:
    folder: Path = given.folder
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        raise Refused(f"{folder} is there already.", "Name a new folder; `--flow env/name` adds a flow to a tenant.")
    tenant = given.tenant or _guess(folder)
    if not _ID.fullmatch(tenant):
        hint = "It begins with its region: emea-hartley or nora-acme, small letters, digits and -."
        raise Refused(f"“{tenant}” is not a tenant's id.", hint)
    files = first_tenant.files(tenant, next(region for region in REGIONS if tenant.startswith(region.lower())))
    directory_from(files[TENANT])
    return files


def _guess(folder: Path) -> str:
    name = re.sub(r"[^a-z0-9]+", "-", folder.resolve().name.lower()).strip("-") or "tenant"
    return name if _ID.fullmatch(name) else f"emea-{name}"


def _flow(given: argparse.Namespace) -> dict[str, Json]:
    folder = StudioFolder(given.folder)
    there = folder.documents()
    environment, _, name = given.flow.partition("/")
    stand = stand_at(f"{environment}/{name}/flow.json")
    if stand is None:
        raise Refused(
            f"“{given.flow}” names no flow.", "Write it like front_door/opening: small letters, digits and _."
        )
    if stand.path in there:
        raise Refused(f"There is a flow {given.flow} already.", "Take another name.")
    tenant: dict[str, Any] = there[TENANT]
    known = ["front_door", *tenant.get("contact_centers", {})]
    if environment not in known:
        raise Refused(f"There is no environment {environment}.", f"Known are: {', '.join(known)}.")
    files = first_tenant.flow_files(environment, name)
    home = f"{environment}/environment.json"
    if home not in there:
        files[home] = {"format": 1, "entry": {"default": name}}
    return {path: json.loads(json.dumps(files[path])) for path in files if text_at(there, path) != text_at(files, path)}
