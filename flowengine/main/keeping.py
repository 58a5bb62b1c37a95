"""`dialogue-studio keep`: a stored dialogue as a case, printed or added to a file of cases."""

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flowengine.lang.canonical import canonical
from flowengine.lang.strict_json import loads
from flowengine.ledger.folder import write_atomically
from flowengine.main.remote import Refused, Server, named_server, server_for

KEPT = "kept"
NAME = re.compile(r"[^\x00-\x1f\"]{1,64}")


def keep(given: argparse.Namespace) -> int:
    """What could not be made up stands in the case's note, and is told."""
    if given.name and not NAME.fullmatch(given.name):
        raise Refused("That is no name of a case.", "Use up to 64 characters.")
    server = server_for(named_server(given.server), given.token_file)
    document = _asked(server, given.dialogue)
    case = document["cases"].pop(KEPT)
    if note := case.get("note", ""):
        print(note, file=sys.stderr)
    if given.into is None:
        print(json.dumps({**document, "cases": {given.name or KEPT: case}}, ensure_ascii=False, indent=2))
        return 0
    present = _present(given.into, document)
    name = given.name or _free(present["cases"])
    if name in present["cases"]:
        raise Refused(f"{given.into} has a case “{name}” already.", "Give another --name.")
    present["cases"][name] = case
    write_atomically(given.into, canonical(present))
    print(f"{given.into}: {name} was added.")
    return 0


def _asked(server: Server, dialogue: str) -> dict[str, Any]:
    """The case document. Raises Refused."""
    try:
        found: dict[str, Any] = server.ask("POST", f"/api/dialogues/{quote(dialogue, safe='')}/case")
    except Refused as refusal:
        if refusal.code != "not_found":
            raise
        raise Refused(f"There is no dialogue {dialogue}.", "Look at the id, and at the token's tenant.") from None
    return found


def _present(file: Path, document: dict[str, Any]) -> dict[str, Any]:
    """The file's document, if there is one. Raises Refused for a file whose cases begin elsewhere."""
    if not file.exists():
        if not file.parent.is_dir():
            raise Refused(f"There is no folder {file.parent}.", "Make it first.")
        return document
    try:
        found: Any = loads(file.read_bytes(), file=str(file))
    except OSError as fault:
        raise Refused(f"{file} cannot be read: {fault.strerror}.", "Look at the path.") from None
    if not isinstance(found, dict) or not isinstance(found.get("cases"), dict):
        raise Refused(f"{file} is no file of cases.", "Name another one.")
    if found.get("start") != document["start"]:
        raise Refused(f"The cases of {file} begin elsewhere.", f"This one begins at {json.dumps(document['start'])}.")
    if found.get("given"):
        raise Refused(f"All cases of {file} are given something, which this one was not.", "Name another file.")
    return found


def _free(cases: dict[str, Any]) -> str:
    names = (KEPT, *(f"{KEPT}_{n}" for n in range(2, len(cases) + 3)))
    return next(name for name in names if name not in cases)
