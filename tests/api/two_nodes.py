"""Nodes of one cell on real ports of loopback, in one loop of one thread; who owns which tenant is set by the test."""

import asyncio
import socket
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import uvicorn

from flowengine.api.neighbours import Neighbours
from flowengine.runtime.place import HERE, NOWHERE, Place, There

T = TypeVar("T")
KEY = bytes(range(32))


class Node:
    """A front and a peer port. `apps` are set before `start`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.sockets = [_listening(), _listening()]
        self.port, self.peer_port = (one.getsockname()[1] for one in self.sockets)
        self.peer_address = f"127.0.0.1:{self.peer_port}"
        self.servers: list[uvicorn.Server] = []

    def serve(self, front: Any, peer: Any) -> list[Coroutine[Any, Any, None]]:
        for app in (front, peer):
            config = uvicorn.Config(
                app,
                log_config=None,
                access_log=False,
                lifespan="off",
                server_header=False,
                proxy_headers=False,
                timeout_graceful_shutdown=1,
            )
            self.servers.append(uvicorn.Server(config))
        return [server.serve(sockets=[at]) for server, at in zip(self.servers, self.sockets, strict=True)]

    def die(self) -> None:
        """As a killed process does: nobody listens, and every connection is reset."""
        for server in self.servers:
            for listening in server.servers:
                listening.close()
            for connection in list(server.server_state.connections):
                transport = getattr(connection, "transport", None)
                if transport is not None:
                    transport.abort()


class Cell:
    """`owners`: tenant -> node's name, "" while nobody owns it. `tokens`: id -> tenant."""

    def __init__(self, *names: str) -> None:
        self.nodes = {name: Node(name) for name in names}
        self.owners: dict[str, str] = {}
        self.believed: dict[tuple[str, str], str] = {}  # what one node takes for the owner, when it is behind
        self.tokens: dict[str, str] = {}
        self.asked_for: list[str] = []
        self.loop = asyncio.new_event_loop()

    def neighbours(self, name: str, key: bytes = KEY) -> Neighbours:
        def placed(node: str) -> Place | None:
            if node not in self.nodes:
                return NOWHERE if node == "" else None
            return HERE if node == name else There(node, self.nodes[node].peer_address)

        def place(tenant: str) -> Place | None:
            owner = self.believed.get((name, tenant), self.owners.get(tenant))
            return None if owner is None else placed(owner)

        async def tenant_of_token(token: str) -> str | None:
            self.asked_for.append(token)
            return self.tokens.get(token)

        return Neighbours(key, place, placed, tenant_of_token)

    @contextmanager
    def running(self, apps: Callable[[Node, Neighbours], tuple[Any, Any]]) -> Iterator["Cell"]:
        """`apps` makes (front, peer) of a node."""
        duties = [duty for node in self.nodes.values() for duty in node.serve(*apps(node, self.neighbours(node.name)))]
        thread = threading.Thread(target=self.loop.run_until_complete, args=(asyncio.wait(self._tasks(duties)),))
        thread.start()
        try:
            self.call(self._started())
            yield self
        finally:
            for node in self.nodes.values():
                for server in node.servers:
                    server.should_exit = True
            thread.join()
            self.loop.close()

    def _tasks(self, duties: list[Any]) -> list[Any]:
        return [self.loop.create_task(duty) for duty in duties]

    async def _started(self) -> None:
        servers = [server for node in self.nodes.values() for server in node.servers]
        while not all(server.started for server in servers):  # noqa: ASYNC110  # uvicorn tells it by no event
            await asyncio.sleep(0.005)

    def call(self, asking: Coroutine[Any, Any, T]) -> T:
        """Run on the servers' loop."""
        return asyncio.run_coroutine_threadsafe(asking, self.loop).result(20)

    def die(self, name: str) -> None:
        async def dying() -> None:
            self.nodes[name].die()

        self.call(dying())


def _listening() -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # so that asyncio sends at once
    made.bind(("127.0.0.1", 0))
    return made
