"""`dialogue-studio why`: why a caller waits or an agent gets nothing, now or at a past moment, in a terminal."""

import argparse
import json
from typing import Any
from urllib.parse import quote, urlencode

from flowengine.main.remote import Refused, Server, named_server, server_for

KINDS = ("dialogues", "agents")


def why(given: argparse.Namespace) -> int:
    """The sentences of the answer, or with `--json` all of it."""
    answer = _asked(server_for(named_server(given.server), given.token_file), given)
    if given.json:
        print(json.dumps(answer, ensure_ascii=False))
        return 0
    print(*answer["words"], sep="\n")
    for note in answer.get("notes", ()):
        print(f"({note})")
    return 0


def _asked(server: Server, given: argparse.Namespace) -> dict[str, Any]:
    """An id of a dialogue and one of an agent are told apart by who knows it. Raises Refused when nobody does."""
    query = f"?{urlencode({'at': given.at})}" if given.at else ""
    for kind in KINDS:
        try:
            found: dict[str, Any] = server.ask("GET", f"/api/{kind}/{quote(given.who, safe='')}/why{query}")
        except Refused as refusal:
            if refusal.code != "not_found":
                raise
        else:
            return found
    then = f" at {given.at}" if given.at else ""
    hint = "Look at the id, and at the token's tenant."
    raise Refused(f"There is no dialogue and no agent {given.who}{then}.", hint)
