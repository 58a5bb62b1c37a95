"""Processes beside the server: each knows what it needs, and nothing that would open anything."""

import asyncio
import json
import os
import sys

from flowengine.main.child import SECRETS, Child, Fault

FAULT = Fault("slow", "", "slow", "broken", "broken")
TELLS = """
import json, os, sys
for line in sys.stdin:
    print(json.dumps({name: os.environ.get(name) for name in json.loads(line)}), flush=True)
"""


def test_a_process_beside_the_server_knows_none_of_its_secrets() -> None:
    async def told() -> dict[str, str | None]:
        child = Child((sys.executable, "-c", TELLS), 20, FAULT, {SECRETS[0]: "its own"})
        try:
            answer, _ = await child.ask(json.dumps([*SECRETS, "PATH"]).encode())
        finally:
            await child.close()
        found: dict[str, str | None] = answer
        return found

    before = dict(os.environ)
    os.environ.update(dict.fromkeys(SECRETS, "canary"))
    try:
        found = asyncio.run(told())
    finally:
        for name in SECRETS:
            os.environ.pop(name)
        os.environ.update(before)
    assert found == {SECRETS[0]: "its own", **dict.fromkeys(SECRETS[1:]), "PATH": os.environ["PATH"]}
