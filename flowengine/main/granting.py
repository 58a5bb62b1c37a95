"""`dialogue-studio token`: a person signs in, and makes, lists or revokes the API tokens of programs."""

import argparse
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flowengine.main.remote import Refused, Server, named_server


def new(given: argparse.Namespace) -> int:
    """Print the token's text, or write it into a file that only its owner reads; it is shown this once."""
    wanted = {"name": given.name, "role": given.role, "environments": given.environment, "days": given.days}
    with signed_in(given) as server:
        made = server.ask("POST", "/api/tokens", wanted)
    text = made["token"]
    if given.out:
        _write_private(given.out, text)
        made.pop("token")
    if given.json:
        print(json.dumps(made, ensure_ascii=False))
    elif given.out:
        print(f"Token {made['id']} ({_meaning(made)}) was written to {given.out}.")
    else:
        print(text)
    return 0


def listed(given: argparse.Namespace) -> int:
    """One line per token, newest first."""
    with signed_in(given) as server:
        tokens: list[dict[str, Any]] = server.ask("GET", "/api/tokens")
    for token in tokens:
        print(json.dumps(token, ensure_ascii=False) if given.json else f"{token['id']}  {_meaning(token)}")
    if not tokens and not given.json:
        print("There are no tokens.")
    return 0


def revoke(given: argparse.Namespace) -> int:
    """From now on it opens nothing."""
    with signed_in(given) as server:
        try:
            server.ask("DELETE", f"/api/tokens/{_id(given.id)}")
        except Refused as refusal:
            if refusal.code == "not_found":
                raise Refused(f"There is no token {given.id}.", "`dialogue-studio token list` names them.") from None
            raise
    print(json.dumps({"revoked": given.id}) if given.json else f"Token {given.id} opens nothing any more.")
    return 0


@contextmanager
def signed_in(given: argparse.Namespace) -> Iterator[Server]:
    """A session of its own, over when the word has done its work."""
    server = Server(named_server(given.server))
    server.sign_in(given.tenant, given.user)
    try:
        yield server
    finally:
        server.sign_out()


def _id(text: str) -> str:
    """An id, or the id inside a whole token."""
    return text.split("_")[1] if text.startswith("ds_") and text.count("_") > 1 else text.replace("/", "")


def _meaning(token: dict[str, Any]) -> str:
    ends = datetime.fromtimestamp(token["expires_ms"] / 1000, UTC).strftime("%Y-%m-%d")
    state = "revoked" if token["revoked_ms"] else f"until {ends}"
    places = ", ".join(token["environments"]) or "all environments"
    return f"{token['name']}: {token['role']} of {places}, {state}, made by {token['made_by']}"


def _write_private(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)  # an old file would keep its own permissions
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
            out.write(text + "\n")
    except OSError as error:
        hint = "The token was made: revoke it (`token revoke`), and name another file."
        raise Refused(f"{file} could not be written: {error.strerror}.", hint) from None
