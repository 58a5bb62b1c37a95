"""Requests that reach a node which does not own their tenant: passed on whole, asked again where that is safe.

Two real servers with a bare application behind each.
"""

import asyncio
import json
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import httpx
import pytest

from flowengine.api.forward import Forward, may_repeat
from flowengine.api.neighbours import Neighbours, TokenTenants
from flowengine.api.peer_gate import PeerGate
from flowengine.errors import Overloaded
from tests.api.two_nodes import KEY, Cell, Node
from tests.contracts.at_once import at_once

HOME = "emea-home"
VISIT = f"/api/visit/{HOME}"
MEBI = 1024 * 1024


class Bare:
    """Answers with what it saw; by the path it streams, hangs, or dies under the request."""

    def __init__(self, cell: Cell, node: Node) -> None:
        self.cell, self.node = cell, node
        self.seen: list[Any] = []
        self.pieces_sent = 0
        self.client_left = asyncio.Event()
        self.release = asyncio.Event()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.seen.append(scope)
        what = scope["path"].rpartition("/")[2]
        if what == "die" and self.node.name == "b":
            await receive()
            self.cell.owners[HOME] = "a"
            self.node.die()
            return
        if what == "stream":
            await self._stream(receive, send)
            return
        body = await _read(receive)
        if what == "slow":
            leaving = asyncio.create_task(receive())
            releasing = asyncio.create_task(self.release.wait())
            done, _ = await asyncio.wait({leaving, releasing}, return_when=asyncio.FIRST_COMPLETED)
            if leaving in done:
                self.client_left.set()
            for task in (leaving, releasing):
                task.cancel()
        told = {
            "node": self.node.name, "method": scope["method"], "path": scope["path"], "bytes": len(body),
            "query": scope["query_string"].decode(), "client": scope["client"], "scheme": scope["scheme"],
            "headers": [[name.decode(), value.decode()] for name, value in scope["headers"]],
            "body": body[:200].decode("latin-1"),
        }  # fmt: skip  # one answer
        payload = json.dumps(told).encode()
        headers = [
            (b"content-length", b"%d" % len(payload)),
            (b"x-told", b"1"),
            (b"set-cookie", b"a=1"),
            (b"set-cookie", b"b=2"),
        ]
        await send({"type": "http.response.start", "status": 207, "headers": headers})
        await send({"type": "http.response.body", "body": payload, "more_body": False})

    async def _stream(self, receive: Any, send: Any) -> None:
        await _read(receive)
        leaving = asyncio.create_task(receive())
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _ in range(256):
            if leaving.done():
                break
            await send({"type": "http.response.body", "body": b"x" * MEBI, "more_body": True})
            self.pieces_sent += 1
        if leaving.done():
            self.client_left.set()
        leaving.cancel()
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _read(receive: Any) -> bytes:
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body", False):
            return body


class Two(Cell):
    """Nodes a and b; b owns the tenant."""

    def __init__(self) -> None:
        super().__init__("a", "b")
        self.owners[HOME] = "b"
        self.apps: dict[str, Bare] = {}
        self.cannot_see = False

    def made(self, node: Node, neighbours: Neighbours) -> tuple[Any, Any]:
        app = self.apps[node.name] = Bare(self, node)
        return Forward(app, neighbours, "session", lambda _: True, lambda: self.cannot_see), PeerGate(app, neighbours)

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=f"http://127.0.0.1:{self.nodes['a'].port}", timeout=10)


@pytest.fixture
def two() -> Iterator[Two]:
    cell = Two()
    with cell.running(cell.made):
        yield cell


@pytest.fixture
def client(two: Two) -> Iterator[httpx.Client]:
    with two.client() as made:
        yield made


def test_a_request_reaches_the_owner_whole(two: Two, client: httpx.Client) -> None:
    answer = client.post(f"{VISIT}/events?dialogue=d%201&x=%2F", content=b'{"a":1}', headers={"cookie": "visitor=1"})
    told = answer.json()
    assert (answer.status_code, told["node"], told["method"], told["body"]) == (207, "b", "POST", '{"a":1}')
    assert told["query"] == "dialogue=d%201&x=%2F"
    assert answer.headers.get_list("set-cookie") == ["a=1", "b=2"]
    assert len(answer.headers.get_list("date")) == 1
    assert told["client"][0] == "127.0.0.1"
    assert told["scheme"] == "http"
    assert ["cookie", "visitor=1"] in told["headers"]
    assert ["host", f"127.0.0.1:{two.nodes['a'].port}"] in told["headers"]
    assert two.apps["a"].seen == []
    assert client.get("/assets/x").json()["node"] == "a"
    two.owners[HOME] = "a"
    assert client.get(VISIT).json()["node"] == "a"
    assert client.get("/api/visit/emea-nobody").json()["node"] == "a", "what is nobody's is refused where it arrives"


def test_what_a_client_says_of_the_hop_or_in_our_name_stays_outside(two: Two, client: httpx.Client) -> None:
    said = {
        "ds-cell-key": "0" * 64, "ds-tenant": "emea-other", "ds-operator": "1", "DS-Client": "9.9.9.9 1",
        "x-forwarded-for": "9.9.9.9", "X-Forwarded-Proto": "https", "forwarded": "for=9.9.9.9", "x-real-ip": "9.9.9.9",
        "connection": "close, x-secret", "x-secret": "1", "te": "trailers", "keep-alive": "1", "x-mine": "kept",
        "proxy-authorization": "x", "upgrade-insecure-requests": "1",
    }  # fmt: skip  # read as a table
    scope = client.get(VISIT, headers=said).json()
    names = {name for name, _ in scope["headers"]}
    assert {"x-mine", "host", "upgrade-insecure-requests"} <= names
    assert not (set(said) - {"x-mine", "upgrade-insecure-requests"}) & names
    assert not [name for name in names if name.startswith(("ds-", "x-forwarded"))]
    assert scope["client"][0] == "127.0.0.1"
    assert not any("operator" in name for name in two.apps["b"].seen[0]["extensions"])


def test_headers_without_end_are_refused(two: Two, client: httpx.Client) -> None:
    answer = client.get(VISIT, headers={f"x-{number}": "y" * 8000 for number in range(9)})
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert two.apps["b"].seen == []


def test_the_connection_is_used_again_and_framing_cannot_be_smuggled(two: Two) -> None:
    hidden = b"GET /api/visit/emea-home/hidden HTTP/1.1\r\nHost: x\r\n\r\n"
    for head in (
        b"Content-Length: %d\r\nTransfer-Encoding: chunked\r\n" % len(hidden),
        b"Content-Length: 0\r\nContent-Length: %d\r\n" % len(hidden),
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
        b"X-A: b\r\n\tfolded: 1\r\nContent-Length: %d\r\n" % len(hidden),
        b"Content-Length: +%d\r\n" % len(hidden),
    ):
        with socket.create_connection(("127.0.0.1", two.nodes["a"].port)) as raw:
            raw.sendall(b"POST /api/visit/emea-home/events HTTP/1.1\r\nHost: x\r\n" + head + b"\r\n" + hidden)
            raw.settimeout(0.3)
            with suppress(TimeoutError):
                raw.recv(4096)
    with two.client() as client:
        for number in range(5):
            assert client.post(f"{VISIT}/events", content=str(number)).json()["body"] == str(number)
    assert not [scope for scope in two.apps["b"].seen if scope["path"].endswith("hidden")]
    assert len(two.nodes["b"].servers[1].server_state.connections) <= 6


@pytest.mark.parametrize("chunked", [False, True])
def test_a_long_upload_streams(two: Two, client: httpx.Client, chunked: bool) -> None:
    pieces = (b"w" * MEBI for _ in range(20))
    headers = {} if chunked else {"content-length": str(20 * MEBI)}
    told = client.put(f"{VISIT}/sound", content=pieces, headers=headers).json()
    assert (told["node"], told["bytes"]) == ("b", 20 * MEBI)
    assert client.get(VISIT).json()["node"] == "b"


def test_a_client_that_reads_slowly_holds_the_owner_back(two: Two, client: httpx.Client) -> None:
    with client.stream("GET", f"{VISIT}/stream") as answer:
        pieces = answer.iter_raw(MEBI)
        next(pieces)
        before = -1
        while before != two.apps["b"].pieces_sent:
            before = two.apps["b"].pieces_sent
            time.sleep(0.1)  # until nothing moves any more
        assert before < 64, "most of 256 MiB waits at its source"
    two.call(asyncio.wait_for(two.apps["b"].client_left.wait(), 20))


def test_a_client_that_leaves_ends_it_at_the_owner(two: Two) -> None:
    with two.client() as client, pytest.raises(httpx.ReadTimeout):
        client.post(f"{VISIT}/slow", content=b"{}", timeout=0.2)
    two.call(asyncio.wait_for(two.apps["b"].client_left.wait(), 20))


def test_an_owner_that_takes_its_time_is_waited_for(two: Two, client: httpx.Client) -> None:
    async def later() -> None:
        asyncio.get_running_loop().call_later(0.7, two.apps["b"].release.set)

    two.call(later())
    assert client.post(f"{VISIT}/slow", content=b"{}").json()["node"] == "b"


def test_an_owner_that_hangs_is_left_when_another_owns_the_tenant(two: Two, client: httpx.Client) -> None:
    async def moves() -> None:
        two.owners[HOME] = "a"
        two.apps["a"].release.set()

    async def later() -> None:
        asyncio.get_running_loop().call_later(0.2, lambda: asyncio.ensure_future(moves()))

    two.call(later())
    assert client.get(f"{VISIT}/slow").json()["node"] == "a"


def test_without_an_owner_it_is_told_soon_and_in_one_sentence(two: Two, client: httpx.Client) -> None:
    two.owners[HOME] = ""
    began = time.monotonic()
    answer = client.post(VISIT, content=b"{}")
    assert 0.2 < time.monotonic() - began < 5, "a crowded machine is slow, and yet nobody waits for a loss"
    assert (answer.status_code, answer.json()["code"], answer.headers["retry-after"]) == (503, "not_here", "1")
    two.owners[HOME] = "b"
    assert client.post(VISIT, content=b"{}").status_code == 207


def test_a_store_that_does_not_answer_is_no_take_over(two: Two, client: httpx.Client) -> None:
    two.owners[HOME], two.cannot_see = "", True
    answer = client.post(VISIT, content=b"{}")
    assert (answer.status_code, answer.json()["code"], answer.headers["retry-after"]) == (503, "store_unavailable", "2")


def test_an_owner_that_comes_in_time_answers(two: Two, client: httpx.Client) -> None:
    two.owners[HOME] = ""
    two.loop.call_soon_threadsafe(two.loop.call_later, 0.1, two.owners.__setitem__, HOME, "b")
    assert client.post(VISIT, content=b"{}").json()["node"] == "b"


def test_two_nodes_that_take_each_other_for_the_owner_send_nothing_to_and_fro(two: Two, client: httpx.Client) -> None:
    two.believed = {("a", HOME): "b", ("b", HOME): "a"}
    answer = client.post(VISIT, content=b"{}")
    assert (answer.status_code, answer.json()["code"]) == (503, "not_here")
    assert two.apps["a"].seen == two.apps["b"].seen == []
    two.loop.call_soon_threadsafe(two.loop.call_later, 0.1, two.believed.clear)
    assert client.post(VISIT, content=b"{}").json()["node"] == "b", "nothing was done, so it is asked again"


DYING = {
    "a look": ("GET", b"", 207),
    "an event with an id": ("POST", b'{"event_id":"1","event":{}}', 207),
    "a begin with an id": ("POST", b'{"address":"+44","event_id":"f7a9e4d05a1c4f9e9d7b0f"}', 207),
    "an order": ("POST", b'{"address":"+44"}', 503),
    "no JSON": ("PUT", b"{", 503),
}


@pytest.mark.parametrize(("method", "body", "expected"), DYING.values(), ids=DYING)
def test_an_owner_that_dies_under_a_request(
    two: Two, client: httpx.Client, method: str, body: bytes, expected: int
) -> None:
    answer = client.request(method, f"{VISIT}/die", content=body)
    assert answer.status_code == expected
    if expected == 207:
        assert (answer.json()["node"], answer.json()["body"]) == ("a", body.decode())
    else:
        assert answer.json()["code"] == "not_known"
        assert "it is not known whether" in answer.json()["detail"]
        assert "retry-after" not in answer.headers
        assert two.apps["a"].seen == [], "it is not done twice"


def test_a_dead_owner_was_sent_nothing_so_anything_is_asked_again(two: Two, client: httpx.Client) -> None:
    assert client.get(VISIT).status_code == 207
    two.die("b")
    assert client.post(VISIT, content=b"{}").status_code == 503
    two.loop.call_soon_threadsafe(two.loop.call_later, 0.1, two.owners.__setitem__, HOME, "a")
    assert client.post(VISIT, content=b"{}").json()["node"] == "a"


def peer_knock(two: Two, *headers: tuple[str, str]) -> httpx.Response:
    return httpx.get(f"http://127.0.0.1:{two.nodes['b'].peer_port}{VISIT}", headers=[*headers])


def test_the_peer_port_is_silent_without_the_cells_key(two: Two) -> None:
    key = ("ds-cell-key", KEY.hex())
    tries = [
        (), (("ds-cell-key", ""),), (("ds-cell-key", "0" * 64),), (("ds-cell-key", KEY.hex().upper()),), (key, key),
        (("authorization", f"Bearer {KEY.hex()}"),),
    ]  # fmt: skip  # read as a list
    for headers in tries:
        answer = peer_knock(two, *headers, ("ds-tenant", HOME))
        assert (answer.status_code, answer.content) == (404, b"")
    assert two.apps["b"].seen == []
    assert peer_knock(two, key, ("ds-tenant", HOME)).status_code == 207
    two.owners[HOME] = "a"
    moved = peer_knock(two, key, ("ds-tenant", HOME))
    assert (moved.status_code, moved.headers["ds-moved"]) == (503, "1")


def test_a_request_about_a_node_goes_to_that_node(two: Two, client: httpx.Client) -> None:
    assert client.get("/api/operations/nodes/b/drain").json()["node"] == "b"
    assert "dialogue_studio.operator" in two.apps["b"].seen[0]["extensions"], "the other node believes who was let in"
    assert client.get("/api/operations/nodes/a/drain").json()["node"] == "a"
    assert client.get("/api/operations/nodes/c/drain").json()["node"] == "a"
    assert client.get(f"/api/operations/tenants/{HOME}/dead").json()["node"] == "b"
    assert "dialogue_studio.operator" in two.apps["b"].seen[1]["extensions"]


def test_an_api_token_finds_its_tenant_and_unknown_ones_do_not_weary_the_store(two: Two, client: httpx.Client) -> None:
    two.tokens["1" * 32] = HOME

    def shown(digit: str) -> str:
        answer = client.get("/api/flows", headers={"authorization": f"Bearer ds_{digit * 32}_{'s' * 27}"})
        node: str = answer.json()["node"]
        return node

    assert [shown("1"), shown("1"), shown("2"), shown("2")] == ["b", "b", "a", "a"]
    assert two.asked_for == ["1" * 32, "2" * 32]


def test_a_flood_of_unknown_tokens_is_turned_away() -> None:
    async def nobody(token: str) -> str | None:
        del token
        return None

    now = [0.0]
    tokens = TokenTenants(nobody, lambda: now[0], rate=1)
    assert [at_once(tokens.of(name)) for name in ("x", "y", "x")] == [None, None, None]
    with pytest.raises(Overloaded):
        at_once(tokens.of("z"))


ACCEPT = "/api/reservations/r1/accept"
TWICE = [
    ("GET", VISIT, b"", "", True), ("POST", VISIT, b'{"event_id":"1"}', "", True), ("POST", VISIT, b"[]", "", False),
    ("POST", VISIT, b'{"event_id":""}', "", False), ("PUT", VISIT, None, "", False), ("GET", VISIT, None, "", False),
    ("POST", ACCEPT, b"{}", "k", True), ("PUT", "/api/agents/me/presence", b"{}", "k", True),
    ("POST", ACCEPT, b"{}", "", False), ("POST", VISIT, b"{}", "k", False),
]  # fmt: skip  # read as a table


@pytest.mark.parametrize(("method", "path", "body", "key", "expected"), TWICE)
def test_what_may_be_sent_twice(method: str, path: str, body: bytes | None, key: str, expected: bool) -> None:
    headers = [(b"idempotency-key", key.encode())] if key else []
    assert may_repeat({"method": method, "path": path, "headers": headers}, body) is expected
