"""`dialogue-studio check`: every finding of flow files or whole tenant folders, without a server."""

import argparse
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from flowengine.environments.names import today
from flowengine.errors import Finding, FlowInvalid
from flowengine.extensions.palette import installed_palette
from flowengine.lang.check.check import check_document
from flowengine.lang.check.environment import check_environment
from flowengine.lang.check.names import names_of
from flowengine.lang.check.world import world_of
from flowengine.lang.document import FlowLoader
from flowengine.lang.strict_json import loads
from flowengine.ledger.folder import read_tenant
from flowengine.main.binding import bindings_for, bound, unused
from flowengine.tenancy.address import Link
from flowengine.tenancy.directory import FRONT_DOOR, Directory, directory_from


def check(given: argparse.Namespace) -> int:
    """One finding per line; exit 1 if one of them is an error."""
    findings = [finding for path in given.paths for finding in findings_at(path, given.stage)]
    for finding in findings:
        print(_line(finding) if given.json else _words(finding))
    errors = sum(finding.severity == "error" for finding in findings)
    if not given.json:
        print(f"{errors} errors, {len(findings) - errors} warnings")
    return 1 if errors else 0


def findings_at(path: Path, stage: str = "") -> Iterator[Finding]:
    """Every finding of a flow file, of the flows in a tenant's folder, or of the tenants below a folder; bound names
    have the values of the stage, if one is named."""
    if not path.exists():
        yield Finding("no_such_file", "error", "$", "There is no such file or folder.", "Look at the path.", str(path))
        return
    tenant = _tenant_above(path)
    if tenant is not None:
        inside = path.resolve()
        for finding in _tenant_findings(tenant, stage):
            if inside == tenant or (tenant / finding.file).resolve().is_relative_to(
                inside if inside.is_dir() else inside.parent
            ):
                yield msgspec.structs.replace(finding, file=str(tenant / finding.file))
    elif path.is_dir():
        tenants = sorted(found.parent for found in path.rglob("tenant.json"))
        for found in tenants:
            yield from findings_at(found, stage)
        if not tenants:
            yield from (finding for file in sorted(path.rglob("flow.json")) for finding in _lone_findings(file))
    else:
        yield from _lone_findings(path)


def _tenant_above(path: Path) -> Path | None:
    start = path.resolve()
    return next((folder for folder in (start, *start.parents) if (folder / "tenant.json").is_file()), None)


def _tenant_findings(folder: Path, stage: str) -> Iterator[Finding]:
    try:
        tree = read_tenant(folder)
        directory = directory_from(tree.tenant)
        values = bindings_for(folder, stage)
    except FlowInvalid as fault:
        yield from fault.findings
        return
    loader = FlowLoader(installed_palette())
    folders: dict[str, Any] = {
        name: {
            "environment": bound(found.environment, values),
            "flows": {flow: parts.flow for flow, parts in found.flows.items()},
        }
        for name, found in tree.environments.items()
    }
    yield from _links_to_nowhere(directory, {name: set(found.flows) for name, found in tree.environments.items()})
    yield from unused([folder["environment"] for folder in folders.values()], stage, values)
    world = world_of(tree.tenant, folders, loader.palette)
    for name, found in tree.environments.items():
        names = msgspec.structs.replace(names_of(name, tree.tenant, folders, loader.palette, world), day=today())
        for finding in check_environment(folders[name]["environment"], names, folders[name]["flows"]):
            yield msgspec.structs.replace(finding, file=f"{name}/environment.json")
        for flow, parts in found.flows.items():
            for finding in check_document(loader, parts.flow, msgspec.structs.replace(names, flow=flow)):
                yield msgspec.structs.replace(finding, file=f"{name}/{flow}/flow.json")


def _links_to_nowhere(directory: Directory, flows: Mapping[str, set[str]]) -> Iterator[Finding]:
    """Addresses whose flow is not there: a caller would hear the apology."""
    for key, address in directory.addresses.items():
        link = address.link or Link()
        place, flow = (FRONT_DOOR, link.front_door) if link.front_door else (link.contact_center, link.flow)
        if flow and flow not in flows.get(place, ()):
            known = ", ".join(sorted(flows.get(place, ()))) or "none"
            message, hint = f"There is no flow “{flow}” in {place}.", f"Link it to one of these: {known}."
            yield Finding("unknown_name", "error", f"$.addresses['{key}'].link", message, hint, "tenant.json")


def _lone_findings(file: Path) -> Iterator[Finding]:
    """A flow file outside any tenant: one contact center `main` is assumed."""
    try:
        document = loads(file.read_bytes(), file=str(file))
    except (FlowInvalid, OSError) as fault:
        faults = fault.findings if isinstance(fault, FlowInvalid) else []
        yield from faults or [Finding("unreadable", "error", "$", f"{fault}.", "", str(file))]
        return
    tenant = {"contact_centers": {"main": {"title": "Main"}}}
    loader = FlowLoader(installed_palette())
    names = names_of("main", tenant, {"main": {"environment": {"format": 1}, "flows": {}}}, loader.palette)
    for finding in check_document(loader, document, names):
        yield msgspec.structs.replace(finding, file=str(file))


def _line(finding: Finding) -> str:
    shown = {
        "code": finding.code,
        "severity": finding.severity,
        "path": finding.path,
        "message": finding.message,
        "hint": finding.hint,
        "file": finding.file,
    }
    if finding.counter_example:
        shown["counter_example"] = " > ".join(finding.counter_example)
    return json.dumps(shown, ensure_ascii=False)


def _words(finding: Finding) -> str:
    return f"{finding.file}: {finding.path}: {finding.severity}: {finding.message} {finding.hint} [{finding.code}]"
