"""A node on PostgreSQL that the take-over tests kill and stop: events in as lines, answers out as lines.

A line in is `[event id, tenant, dialogue or leg, key]`; with an empty key a dialogue arrives, with an empty tenant the
word is for the node: `add` a tenant, `drain`. A line out is `[event id, reply]` or `[event id, null, kind of error]`.
"""

import asyncio
import json
import sys

from flowengine.errors import FlowEngineError
from flowengine.ledger.postgres import PostgresLedger
from flowengine.messages import Json
from flowengine.runtime.hooks import Hooks
from flowengine.runtime.runtime import Runtime
from flowengine.runtime.system import system_ports
from tests.runtime.child import event_from
from tests.runtime.counter import Counter


def tell(*words: Json) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


async def taken(tenants: list[str]) -> None:
    tell("taken", tenants)


async def lost(tenants: list[str], why: str) -> None:
    tell("lost", tenants)


async def serve(url: str, name: str) -> None:
    ledger = await PostgresLedger.open(url)
    runtime = Runtime(
        ledger, system_ports(), Counter, name=name, cell=ledger, address=f"{name}:1", hooks=Hooks(taken, lost)
    )
    await runtime.start()
    lines = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(lines)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, sys.stdin)
    tell("ready", None)

    async def answer(event_id: str, tenant: str, where: str, key: str) -> None:
        try:
            if tenant:
                tell(event_id, await runtime.submit(tenant, event_from(where, key), event_id))
            else:
                await (runtime.add_tenant(key, "EMEA") if where == "add" else runtime.drain())
                tell(event_id, runtime.shards)
        except FlowEngineError as error:
            tell(event_id, None, type(error).__name__)

    tasks = set()
    while line := await lines.readline():
        task = asyncio.create_task(answer(*json.loads(line)))
        tasks.add(task)
        task.add_done_callback(tasks.discard)
    await asyncio.gather(*tasks)
    await runtime.stop()
    await ledger.close()


if __name__ == "__main__":
    asyncio.run(serve(*sys.argv[1:]))
