"""Callers, agents and programs at a node that does not own their tenant: the same server as at the owner."""

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from flowengine.api.app import peer_app
from flowengine.api.neighbours import Neighbours
from flowengine.api.settings import MOST_SOUND_BYTES, Settings
from flowengine.messages import KeyPressed, Say
from flowengine.runtime.feed import SubscriberDropped
from tests.api.two_nodes import Cell, Node
from tests.api.world import HOME, OPERATOR_KEY, World, token_in

CALL = {"address": "+442079460100", "channel": "voice"}
SAY = Say(dialogue="d1", content=1, language="en")
SOUND = "/api/environments/billing/parts/prompts/emergency/sounds/en"


class Browser:
    """At node a; b owns the tenant."""

    def __init__(self, cell: Cell, worlds: dict[str, World]) -> None:
        self.cell, self.worlds = cell, worlds
        self.at = f"127.0.0.1:{cell.nodes['a'].port}"
        self.http = httpx.Client(base_url=f"http://{self.at}", headers={"origin": f"http://{self.at}"}, timeout=10)

    @property
    def owner(self) -> Any:
        return self.worlds["b"]

    def post(self, path: str, body: Any = None) -> Any:
        answer = self.http.post(path, json={} if body is None else body)
        assert answer.status_code < 300, answer.text
        return answer.json()

    def open(self, path: str) -> ClientConnection:
        cookies = "; ".join(f"{name}={value}" for name, value in self.http.cookies.items())
        address, origin = f"ws://{self.at}{path}", Origin(f"http://{self.at}")
        return connect(address, origin=origin, additional_headers={"Cookie": cookies}, proxy=None)

    def does(self, deed: Any, *given: Any) -> None:
        """On the servers' loop, as they do it."""

        async def doing() -> None:
            deed(*given)

        self.cell.call(doing())


@contextmanager
def made() -> Iterator[Browser]:
    cell, worlds = Cell("a", "b"), {}
    cell.owners = {HOME: "b"}

    def apps(node: Node, neighbours: Neighbours) -> tuple[Any, Any]:
        world = worlds[node.name] = World(settings=Settings(port=node.port, rate=1000, visits=1000, recheck_s=0.02))
        app = world.app(neighbours)
        return app, peer_app(app, neighbours)

    with cell.running(apps):
        browser = Browser(cell, worlds)
        with browser.http:
            yield browser
        for world in worlds.values():
            cell.call(world.line.close())


@pytest.fixture(scope="module")
def shared() -> Iterator[Browser]:
    with made() as browser:
        yield browser


@pytest.fixture
def browser(shared: Browser) -> Iterator[Browser]:
    for world in shared.worlds.values():
        world.renew()
    shared.http.cookies.clear()
    shared.cell.owners = {HOME: "b"}
    yield shared
    assert shared.worlds["a"].runtime.events == [], "nothing happens at a node that does not own the tenant"
    assert shared.worlds["a"].keep.items(HOME) == []


@pytest.fixture
def mortal() -> Iterator[Browser]:
    """One whose owner may die."""
    with made() as browser:
        yield browser


def closed_by(socket: ClientConnection) -> int:
    """The code by which the other side closes it now."""
    with pytest.raises(ConnectionClosed) as closed:
        socket.recv(5)
    assert closed.value.rcvd is not None
    return int(closed.value.rcvd.code)


def test_a_caller_calls_is_heard_and_hears(browser: Browser) -> None:
    begun = browser.post(f"/api/visit/{HOME}", CALL)
    assert begun["ticket"].startswith(f"{HOME}.")
    with browser.open(f"/api/visit/{HOME}/stream?ticket={begun['ticket']}&after=0") as stream:
        said = {"event_id": "1", "event": {"type": "KeyPressed", "key": "7"}}
        browser.post(f"/api/visit/{HOME}/events", said)
        browser.post(f"/api/visit/{HOME}/events", said)
        assert [e.key for _, e in browser.owner.runtime.events if isinstance(e, KeyPressed)] == ["7"]
        browser.does(browser.owner.runtime.send, HOME, f"caller:{begun['dialogue']}", SAY, "Goedemorgen")
        assert json.loads(stream.recv(5))["command"]["text"] == "Goedemorgen"
        stream.send('{"type":"ping"}')
        assert json.loads(stream.recv(5)) == {"type": "pong"}
        stream.send("x" * 5000)
        assert closed_by(stream) == 1009


def test_an_agent_signs_in_and_the_desk_lives(browser: Browser) -> None:
    assert browser.post("/api/session", {"tenant": HOME, "user": "all"})["user"] == "all"
    assert browser.http.cookies["session"].startswith(f"{HOME}.")
    browser.post("/api/agents/me/sign-in")
    with browser.open(f"/api/live?ticket={browser.post('/api/ticket')['ticket']}") as feed:
        assert json.loads(feed.recv(5))["kind"] == "snapshot"
        browser.does(browser.owner.runtime.trace, HOME, "dialogue", "d1", ("silent",))
        assert json.loads(feed.recv(5))["facts"] == [["silent"]]
        assert browser.http.request("DELETE", "/api/session", json={}).status_code == 204
        assert closed_by(feed) == 4401
    assert browser.http.get("/api/session").status_code == 401


def test_a_ticket_that_opens_nothing_opens_nothing_here(browser: Browser) -> None:
    for ticket in (f"{HOME}.guess", "guess", "emea-nobody.guess", ""):
        with pytest.raises(InvalidStatus) as refused, browser.open(f"/api/live?ticket={ticket}"):
            pass
        assert refused.value.response.status_code == 403


def test_pages_hear_that_the_owner_hands_over_or_is_gone_and_come_back(mortal: Browser) -> None:
    mortal.post("/api/session", {"tenant": HOME, "user": "all"})

    def code_after(what: Callable[[], None]) -> int:
        with mortal.open(f"/api/live?ticket={mortal.post('/api/ticket')['ticket']}") as feed:
            assert json.loads(feed.recv(5))["kind"] == "snapshot"
            what()
            return closed_by(feed)

    handing = SubscriberDropped("The tenant moves to another server.", code="stopping")
    assert code_after(lambda: mortal.does(mortal.owner.runtime.feeds[HOME].put, handing)) == 4408
    mortal.owner.runtime.feeds[HOME].items.clear()
    assert code_after(lambda: mortal.cell.die("b")) == 4408, "come back at once"
    mortal.cell.owners[HOME] = ""
    with pytest.raises(InvalidStatus) as refused, mortal.open(f"/api/live?ticket={HOME}.x"):
        pass
    assert (refused.value.response.status_code, refused.value.response.headers["retry-after"]) == (503, "1")


def test_a_page_leaves_an_owner_that_hangs(browser: Browser) -> None:
    browser.post("/api/session", {"tenant": HOME, "user": "all"})
    with browser.open(f"/api/live?ticket={browser.post('/api/ticket')['ticket']}") as feed:
        feed.recv(5)
        browser.cell.owners[HOME] = "a"
        assert closed_by(feed) == 4408


def test_a_page_that_leaves_is_left_at_the_owner(browser: Browser) -> None:
    begun = browser.post(f"/api/visit/{HOME}", CALL)
    wire = (HOME, f"caller:{begun['dialogue']}")
    with browser.open(f"/api/visit/{HOME}/stream?ticket={begun['ticket']}&after=0") as stream:
        browser.does(browser.owner.runtime.send, *wire, SAY)
        stream.recv(5)

    async def left() -> None:
        while len(browser.owner.runtime.wires[wire].readers) > 1:  # noqa: ASYNC110  # the carrier stays; the wire tells nobody
            await asyncio.sleep(0.01)

    browser.cell.call(asyncio.wait_for(left(), 20))


def test_recordings_go_up_whole_and_too_large_ones_are_refused_as_ever(browser: Browser) -> None:
    browser.post("/api/session", {"tenant": HOME, "user": "all"})
    wav = {"content-type": "audio/wav", "if-match": "*"}
    whole = browser.http.put(SOUND, content=b"RIFF" + bytes(3_000_000), headers=wav)
    assert whole.status_code == 200, whole.text
    huge = browser.http.put(SOUND, content=bytes(MOST_SOUND_BYTES + 1), headers=wav)
    assert (huge.status_code, huge.json()["code"]) == (413, "bad_request")
    assert browser.http.get("/api/session").status_code == 200


def test_programs_and_operators(browser: Browser) -> None:
    token, text = token_in(browser.owner, HOME, "viewer")
    browser.cell.tokens[token] = HOME
    shown = {"authorization": f"Bearer {text}"}
    assert browser.http.get("/api/switches", headers=shown).status_code == 200
    assert browser.http.get("/api/switches", headers={"authorization": f"Bearer {text[:-1]}"}).status_code == 401
    operator = {"authorization": f"Bearer {OPERATOR_KEY}"}
    assert browser.http.get("/api/operator/session", headers=operator).status_code == 200
    signed = browser.http.post("/api/operator/session", json={"key": OPERATOR_KEY})
    assert signed.status_code == 201
    assert browser.owner.operators.is_signed_in(browser.http.cookies["operator"]), "good at every node"


@pytest.mark.parametrize("refused", ["not JSON", "another site", "another name"])
def test_the_first_node_keeps_the_fence(browser: Browser, refused: str) -> None:
    headers = {
        "not JSON": {"content-type": "text/plain"},
        "another site": {"origin": "https://evil.example"},
        "another name": {"host": "evil.example"},
    }[refused]
    sent = {"content-type": "application/json", **headers}
    answer = browser.http.post(f"/api/visit/{HOME}", content=b"{}", headers=sent)
    assert answer.status_code in (403, 415, 421)
    assert "content-security-policy" in answer.headers
    assert browser.owner.runtime.events == []


def test_every_answer_bears_the_headers_of_the_house_once(browser: Browser) -> None:
    answer = browser.http.get("/api/session", headers={"cookie": f"session={HOME}.guess"})
    assert answer.status_code == 401
    for name in ("content-security-policy", "x-content-type-options", "cache-control", "date"):
        assert len(answer.headers.get_list(name)) == 1, name
