"""`bindings.<stage>.json`: what the names that an environment binds mean in one stage, such as production."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from flowengine.errors import Finding, FlowInvalid
from flowengine.lang.convert import struct_from
from flowengine.lang.strict_json import loads
from flowengine.ledger.folder import read_text
from flowengine.main.remote import Refused
from flowengine.messages import Json

STAGE = re.compile(r"[a-z][a-z0-9_-]{0,31}")
_ENVIRONMENT = "/environment.json"


class Bindings(Struct, frozen=True, forbid_unknown_fields=True):
    """The file: {"format": 1, "bindings": {"crm": "https://crm.example"}}."""

    format: Annotated[int, Meta(ge=1, le=1)]
    bindings: dict[str, Annotated[str, Meta(min_length=1)]] = {}


def bindings_for(folder: Path, stage: str) -> dict[str, str]:
    """Name -> value of a stage; empty without a stage. Raises Refused without its file, FlowInvalid for a bad one."""
    if not stage:
        return {}
    name = f"bindings.{stage}.json"
    if not STAGE.fullmatch(stage) or not (folder / name).is_file():
        known = sorted(file.name.split(".")[1] for file in folder.glob("bindings.*.json"))
        hint = f"Stages here: {', '.join(known)}." if known else f"Write {name} beside tenant.json."
        raise Refused(f"There is no stage “{stage}” in {folder.name}.", hint)
    document = loads(read_text(folder / name), file=name)
    try:
        return struct_from(Bindings, document).bindings
    except msgspec.ValidationError as fault:
        reason, _, place = str(fault).partition(" - at `")
        hint = 'Write {"format": 1, "bindings": {"name": "value"}}.'
        finding = Finding("bad_value", "error", place.rstrip("`") or "$", f"{reason}.", hint, name)
        raise FlowInvalid([finding]) from None


def bound(environment: Json, values: Mapping[str, str]) -> Json:
    """The environment document with the stage's values for the names that it binds."""
    names = _names(environment)
    if not names.keys() & values.keys():
        return environment
    return {**environment, "bindings": {name: values.get(name, value) for name, value in names.items()}}


def bound_files(files: Mapping[str, Json], values: Mapping[str, str]) -> dict[str, Json]:
    """The same for every environment document among a tenant's files."""
    return {
        path: bound(document, values) if path.endswith(_ENVIRONMENT) else document for path, document in files.items()
    }


def unbound_files(files: Mapping[str, Json], own: Mapping[str, Json], values: Mapping[str, str]) -> dict[str, Json]:
    """The reverse: where a stage's value stands, what `own`, the folder's files, have there."""
    return {
        path: _unbound(document, own.get(path), values) if path.endswith(_ENVIRONMENT) else document
        for path, document in files.items()
    }


def unused(environments: Iterable[Json], stage: str, values: Mapping[str, str]) -> list[Finding]:
    """Names that the stage binds and no environment has: most likely written wrongly."""
    known = sorted({name for document in environments for name in _names(document)})
    hint = f"Known are: {', '.join(known)}." if known else "Write it under “bindings” of environment.json."
    file = f"bindings.{stage}.json"
    return [
        Finding("unbound_name", "warning", f"$.bindings.{name}", f"No environment binds “{name}”.", hint, file)
        for name in values
        if name not in known
    ]


def _names(document: Json) -> dict[str, Json]:
    found = document.get("bindings") if isinstance(document, dict) else None
    return found if isinstance(found, dict) else {}


def _unbound(document: Json, own: Json, values: Mapping[str, str]) -> Json:
    names, mine = _names(document), _names(own)
    kept = {name: mine[name] for name, value in names.items() if name in mine and values.get(name) == value}
    return {**document, "bindings": {**names, **kept}} if kept else document
