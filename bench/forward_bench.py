"""What passing a request on costs: the same small request asked of the node that owns its tenant, and of another."""

import asyncio
import multiprocessing
import socket
import statistics
import time
from typing import Any

import uvicorn

from flowengine.api.forward import Forward
from flowengine.api.neighbours import Neighbours
from flowengine.api.peer_gate import PeerGate
from flowengine.runtime.place import HERE, There

TENANT = "emea-bench"
TARGET_MS = 2.0
ROUNDS, ASKED, AT_ONCE, LOADED_S = 3, 500, 64, 1.5
KEY = bytes(32)
BODY = b'{"event_id":"00000000-0000-0000-0000-000000000000","event":{"type":"KeyPressed","key":"1"}}'
REQUEST = (
    b"POST /api/visit/emea-bench/events HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: visitor=emea-bench.0123456789\r\n"
    b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(BODY)
) + BODY


async def answer(_: Any, receive: Any, send: Any) -> None:
    await receive()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"14")]})
    await send({"type": "http.response.body", "body": b'{"reply":null}', "more_body": False})


def listening() -> socket.socket:
    """Of TCP by name: asyncio sends small answers at once on such a socket only."""
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    made.bind(("127.0.0.1", 0))
    made.listen(128)
    return made


def node(front: socket.socket, peer: socket.socket, owner: str) -> None:
    """Serve until killed. `owner`: the peer port of who owns the tenant, "" for this node itself."""

    async def nobody(_: str) -> str | None:
        return None

    neighbours = Neighbours(KEY, lambda _: There("b", owner) if owner else HERE, lambda _: None, nobody)
    apps = (Forward(answer, neighbours, "session", lambda _: False), PeerGate(answer, neighbours))

    async def both() -> None:
        config = {"log_config": None, "access_log": False, "lifespan": "off", "proxy_headers": False}
        servers = [uvicorn.Server(uvicorn.Config(app, **config)) for app in apps]  # type: ignore[arg-type]  # as ASGI asks
        await asyncio.gather(*(s.serve(sockets=[at]) for s, at in zip(servers, (front, peer), strict=True)))

    asyncio.run(both())


async def ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> float:
    """Milliseconds from the request until the end of its answer."""
    began = time.perf_counter()
    writer.write(REQUEST)
    head = await reader.readuntil(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200")
    await reader.readexactly(14)
    return (time.perf_counter() - began) * 1000


async def alone(port: int) -> list[float]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    took = [await ask(reader, writer) for _ in range(ASKED)]
    writer.close()
    return took[ASKED // 10 :]


async def together(port: int) -> float:
    """Requests per second with many at once."""
    until, done = time.perf_counter() + LOADED_S, 0

    async def one() -> None:
        nonlocal done
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while time.perf_counter() < until:
            await ask(reader, writer)
            done += 1
        writer.close()

    await asyncio.gather(*(one() for _ in range(AT_ONCE)))
    return done / LOADED_S


async def measure(direct: int, other: int) -> list[dict[str, object]]:
    await asyncio.sleep(1.5)  # both are up
    own, passed = [], []
    for _ in range(ROUNDS):  # in turns, so that a noisy machine is noisy for both
        own += await alone(direct)
        passed += await alone(other)
    rows: list[dict[str, object]] = []
    for name, took in (("request at its owner", own), ("request passed on to it", passed)):
        cuts = statistics.quantiles(took, n=100)
        rows += [row(f"{name}, p{cut}", round(cuts[cut - 1], 2), "ms") for cut in (50, 99)]
    added = statistics.median(passed) - statistics.median(own)
    rows.append(row(f"added by passing on, p50 (under {TARGET_MS})", round(added, 2), "ms"))
    rows.append(row(f"{AT_ONCE} at once at the owner", round(await together(direct)), "requests/s"))
    return [*rows, row(f"{AT_ONCE} at once, passed on", round(await together(other)), "requests/s")]


def row(name: str, value: float, unit: str) -> dict[str, object]:
    return {"name": name, "value": value, "unit": unit}


def run() -> list[dict[str, object]]:
    made = [listening() for _ in range(4)]
    ports = [one.getsockname()[1] for one in made]
    context = multiprocessing.get_context("fork")
    nodes = [
        context.Process(target=node, args=(made[0], made[1], f"127.0.0.1:{ports[3]}")),
        context.Process(target=node, args=(made[2], made[3], "")),
    ]
    for one in nodes:
        one.start()
    try:
        return asyncio.run(measure(ports[2], ports[0]))
    finally:
        for one in nodes:
            one.kill()
            one.join()
