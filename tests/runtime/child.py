"""The process that the crash tests kill: takes events as lines on its input, says on its output what was answered.

A line in is `event id, dialogue or leg, key`; with an empty key a dialogue arrives. A line out is `event id, reply`.
"""

import asyncio
import json
import sys
from pathlib import Path

from flowengine.ledger.sqlite import SqliteLedger
from flowengine.messages import DialogueArrived, Event, Json, KeyPressed
from flowengine.runtime.runtime import Runtime
from flowengine.runtime.system import system_ports
from tests.runtime.counter import Counter

TENANT = "emea-crash"


def event_from(where: str, key: str) -> Event:
    if key:
        return KeyPressed(dialogue=where, key=key)
    return DialogueArrived(via="phone", external_id=where, channel="voice", address="+442079460100")


def tell(event_id: str, reply: Json) -> None:
    sys.stdout.write(json.dumps([event_id, reply]) + "\n")
    sys.stdout.flush()


async def serve(folder: Path) -> None:
    ledger = SqliteLedger.open(folder / "ledger.sqlite")
    runtime = Runtime(ledger, system_ports(), Counter)
    await runtime.start()
    await runtime.add_tenant(TENANT, "EMEA")
    lines = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(lines)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, sys.stdin)
    tell("ready", None)

    async def answer(event_id: str, where: str, key: str) -> None:
        reply = await runtime.submit(TENANT, event_from(where, key), event_id)
        tell(event_id, reply)

    tasks = set()
    while line := await lines.readline():
        task = asyncio.create_task(answer(*json.loads(line)))
        tasks.add(task)
        task.add_done_callback(tasks.discard)
    await asyncio.gather(*tasks)
    await runtime.stop()
    await ledger.close()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1])))
