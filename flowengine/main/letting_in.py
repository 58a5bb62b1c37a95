"""`dialogue-studio hook`: an administrator makes, lists, renews and removes the addresses that other systems use."""

import argparse
import json
from typing import Any

from flowengine.main.granting import signed_in
from flowengine.main.remote import Refused


def new(given: argparse.Namespace) -> int:
    """Print the address and the secret; the secret is shown this once."""
    with signed_in(given) as server:
        made = server.ask("POST", "/api/hooks", {"name": given.name, "repeats": not given.once})
    return _told(given, made)


def listed(given: argparse.Namespace) -> int:
    """One line per hook, newest first; never a secret."""
    with signed_in(given) as server:
        hooks: list[dict[str, Any]] = server.ask("GET", "/api/hooks")
    for hook in hooks:
        print(json.dumps(hook) if given.json else f"{hook['id']}  {_meaning(hook)}")
    if not hooks and not given.json:
        print("There are no hooks.")
    return 0


def renew(given: argparse.Namespace) -> int:
    """A new secret beside the one that is there."""
    return _told(given, _asked(given, "POST", "/secrets"))


def settle(given: argparse.Namespace) -> int:
    """Only the newest secret is good."""
    hook = _asked(given, "DELETE", "/secrets")
    print(json.dumps(hook) if given.json else f"Only the newest secret of {hook['name']} is good now.")
    return 0


def remove(given: argparse.Namespace) -> int:
    """Its address opens nothing any more."""
    _asked(given, "DELETE")
    print(json.dumps({"removed": given.id}) if given.json else f"The hook {given.id} opens nothing any more.")
    return 0


def _asked(given: argparse.Namespace, method: str, act: str = "") -> Any:
    with signed_in(given) as server:
        try:
            return server.ask(method, f"/api/hooks/{given.id.replace('/', '')}{act}")
        except Refused as refusal:
            if refusal.code == "not_found":
                raise Refused(f"There is no hook {given.id}.", "`dialogue-studio hook list` names them.") from None
            raise


def _told(given: argparse.Namespace, hook: dict[str, Any]) -> int:
    if given.json:
        print(json.dumps(hook))
    else:
        print(hook["url"], f"secret: {hook['secret']}", sep="\n")
    return 0


def _meaning(hook: dict[str, Any]) -> str:
    sender = "repeats" if hook["repeats"] else "sends once"
    secrets = "1 secret" if hook["secrets"] == 1 else f"{hook['secrets']} secrets"
    return f"{hook['name']}: {hook['channel']}, {sender}, {secrets}, made by {hook['made_by']}"
