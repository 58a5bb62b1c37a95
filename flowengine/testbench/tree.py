"""Where the tenant of a case file comes from: the nearest tenant.json upwards, else one that is assumed."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from flowengine.errors import Finding, FlowInvalid
from flowengine.interpreter.program import Release
from flowengine.lang.strict_json import loads
from flowengine.lang.upgrade.kinds import raised
from flowengine.messages import Json

ASSUMED_TENANT = "emea-case"
ASSUMED_CENTER = "main"
_ELSEWHERE = re.compile(r"([a-z][a-z0-9_]*/){1,2}[A-Za-z0-9][A-Za-z0-9_.-]*")
_ATTRIBUTE = re.compile(r"\battributes\.([a-z][a-z0-9_]*)")


def tenant_folder(path: Path) -> Path | None:
    """The nearest folder upwards that holds a tenant.json."""
    return next((folder for folder in path.resolve().parents if (folder / "tenant.json").is_file()), None)


def read_releases(folder: Path) -> tuple[Json, dict[str, Release]]:
    """A tenant's document and its environments, cases left out: one that is torn must not stop the others.

    Raises FlowInvalid with every file that cannot be read.
    """
    findings: list[Finding] = []

    def document(file: Path) -> Any:
        try:
            name = file.relative_to(folder).as_posix()
            return raised(loads(file.read_bytes(), file=name), name)
        except FlowInvalid as fault:
            findings.extend(fault.findings)
        except OSError as fault:
            name = file.relative_to(folder).as_posix()
            findings.append(Finding("file_unreadable", "error", "$", f"{fault.strerror}.", file=name))
        return {}

    tenant = document(folder / "tenant.json")
    releases = {
        found.parent.name: Release(
            document(found), {flow.parent.name: document(flow) for flow in sorted(found.parent.glob("*/flow.json"))}
        )
        for found in sorted(folder.glob("*/environment.json"))
    }
    if findings:
        raise FlowInvalid(findings)
    return tenant, releases


def elsewhere(names: Iterable[str], tenant: Path, home: str) -> dict[str, Path]:
    """The files of a given that is another flow's: `flow/name` of the environment `home`, `environment/flow/name` of
    the tenant. Names that lead nowhere are left out."""
    found: dict[str, Path] = {}
    for name in names:
        if _ELSEWHERE.fullmatch(name):
            *place, flow, given = name.split("/")
            above = tenant / (place[0] if place else home)
            roots = (above, tenant)  # a flow without a tenant has its neighbours beside it, in no environment
            files = (root / flow / "cases" / "given" / f"{given}.json" for root in roots[: 1 if place else 2])
            file = next((file for file in files if file.is_file()), None)
            if file is not None:
                found[name] = file
    return found


def assumed_releases(flow_folder: Path) -> tuple[Json, dict[str, Release]]:
    """Without a tenant.json: the flow under test and its neighbours in one contact center. Raises FlowInvalid."""
    flows = {
        folder.name: _document(folder / "flow.json")
        for folder in sorted(flow_folder.parent.iterdir())
        if (folder / "flow.json").is_file()
    }
    beside = flow_folder.parent / "environment.json"
    environment = _document(beside) if beside.is_file() else {"format": 1}
    entry = environment.get("entry") or {"default": flow_folder.name}
    release = Release({**environment, "entry": entry}, flows)
    return assumed_tenant(flows), {ASSUMED_CENTER: release}


def assumed_tenant(flows: Mapping[str, Json]) -> Json:
    """A tenant with one contact center; the attributes and skills that its flows speak of are declared."""
    text = msgspec.json.encode(flows).decode()
    attributes = {name: {"type": "any", "default": ""} for name in sorted(set(_ATTRIBUTE.findall(text)))}
    nodes = [node for flow in flows.values() for node in _nodes(flow)]
    skills = sorted({skill for node in nodes if isinstance(node.get("skills"), dict) for skill in node["skills"]})
    center = {"title": "Main", "skills": {skill: {} for skill in skills}}
    tenant = {
        "id": ASSUMED_TENANT,
        "name": "Assumed",
        "region": "EMEA",
        "time_zone": "Europe/London",
        "languages": ["en"],
        "attributes": attributes,
    }
    return {"format": 1, "tenant": tenant, "contact_centers": {ASSUMED_CENTER: center}}


def _nodes(flow: Json) -> list[dict[str, Any]]:
    nodes = flow.get("nodes") if isinstance(flow, dict) else None
    return [node for node in nodes.values() if isinstance(node, dict)] if isinstance(nodes, dict) else []


def _document(file: Path) -> Any:
    return raised(loads(file.read_bytes(), file=file.as_posix()), file.as_posix())


def given_by_name(environments: Mapping[str, Any], home: str) -> dict[str, Any]:
    """What every flow's cases have in cases/given, by the names that another flow's cases have for it."""
    found: dict[str, Any] = {}
    for name, environment in environments.items():
        for flow, parts in environment["flows"].items():
            for given, document in parts.get("given", {}).items():
                found[f"{name}/{flow}/{given}"] = document
                if name == home:
                    found[f"{flow}/{given}"] = document
    return found
