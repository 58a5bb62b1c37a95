"""`dialogue-studio secret`: an administrator puts, lists or removes what services ask for; values come by the input."""

import argparse
import getpass
import json
import sys
from typing import Any

from flowengine.main.granting import signed_in
from flowengine.main.remote import Refused


def put(given: argparse.Namespace) -> int:
    """The value is read from standard input, so that it stands in no history and no list of processes."""
    value = _value()
    wanted = {
        "value": value,
        "hosts": given.host,
        "environments": given.environment,
        "form": "header" if given.header else given.form,
        "header": given.header,
    }
    with signed_in(given) as server:
        kept = server.ask("PUT", f"/api/secrets/{_name(given.name)}", wanted)
    print(json.dumps(kept) if given.json else f"The secret {_meaning(kept)} is kept.")
    return 0


def listed(given: argparse.Namespace) -> int:
    """One line per secret; never a value."""
    with signed_in(given) as server:
        secrets: list[dict[str, Any]] = server.ask("GET", "/api/secrets")
    for secret in secrets:
        print(json.dumps(secret) if given.json else _meaning(secret))
    if not secrets and not given.json:
        print("There are no secrets.")
    return 0


def remove(given: argparse.Namespace) -> int:
    """Requests that name it are refused from now on."""
    with signed_in(given) as server:
        try:
            server.ask("DELETE", f"/api/secrets/{_name(given.name)}")
        except Refused as refusal:
            if refusal.code == "not_found":
                raise Refused(
                    f"There is no secret {given.name}.", "`dialogue-studio secret list` names them."
                ) from None
            raise
    print(json.dumps({"removed": given.name}) if given.json else f"The secret {given.name} is gone.")
    return 0


def _value() -> str:
    if sys.stdin.isatty():
        return getpass.getpass("Value: ")
    value = sys.stdin.read()
    if not value.strip():
        raise Refused("No value came in.", 'Send it by the input: `printf %s "$VALUE" | dialogue-studio secret set …`.')
    return value.removesuffix("\n").removesuffix("\r")


def _name(text: str) -> str:
    return text.replace("/", "")


def _meaning(secret: dict[str, Any]) -> str:
    form = f"in the header {secret['header']}" if secret["header"] else f"as {secret['form']}"
    places = ", ".join(secret["environments"]) or "all environments"
    return f"{secret['name']}: {form}, for {', '.join(secret['hosts'])}, in {places}"
