"""Who watches a cell from outside: what probes, a person, a hook and a live page are told, and when it changes."""

import threading
import time
from collections.abc import Callable
from typing import Self, TypeAlias

import httpx
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from tests.api.hook_sender import Sender, begins, raw
from tests.killing.caller import Caller
from tests.killing.nodes import Node
from tests.main.served import TENANT, until

Ask: TypeAlias = Callable[[], str]
EVERY_S = 0.25
WELL = {"/livez": "200", "/readyz": "200", "a person": "200", "the hook": "200", "live page": "open"}

ASKED = ("/readyz", "a person", "the hook")  # what is refused while nothing can be kept


def person_at(node: Node) -> httpx.Client:
    """Signed in as the demo's administrator."""
    person = httpx.Client(base_url=node.url, headers={"Origin": node.url}, trust_env=False, timeout=30)
    assert person.post("/api/session", json={"tenant": TENANT, "user": "dora"}).status_code == 201
    return person


def hook_at(node: Node) -> Sender:
    """A hook whose sender repeats, by the address of this node."""
    return Sender(person_at(node).post("/api/hooks", json={"name": "witness", "repeats": True}).json())


class Told:
    """What changed, with seconds since the outage began; printed as it comes."""

    def __init__(self) -> None:
        self.now: dict[tuple[str, str], str] = {}
        self.callers: list[Caller] = []
        self.begun_s = self.back_s = self.well_s = time.monotonic()
        self.slowest_s: dict[str, float] = {}  # of each, the longest that it was waited for

    def begin(self) -> None:
        self.begun_s = time.monotonic()

    def note(self, node: str, what: str, said: str, took_s: float) -> None:
        self.slowest_s[what] = max(took_s, self.slowest_s.get(what, 0.0))
        if self.now.get((node, what)) == said:
            return
        self.now[node, what] = said
        at_s = time.monotonic()
        back = f", {at_s - self.back_s:5.1f} s after its return" if self.back_s > self.begun_s else ""
        print(f"{at_s - self.begun_s:6.1f} s{back}  {node:8} {what:10} {said}", flush=True)
        self.well_s = at_s - self.back_s

    def await_all_well(self) -> None:
        until(lambda: all(said == WELL[what] for (_, what), said in [*self.now.items()]), 60)

    def await_first_looks(self, asks: int) -> None:
        until(lambda: len(self.now) == asks, 60)
        self.await_all_well()

    def await_all_told(self) -> None:
        """Everybody who asks for something knows that it cannot be had now."""
        until(lambda: all(said != WELL[what] for (_, what), said in [*self.now.items()] if what in ASKED), 60)


class Witness:
    """Asks each node for each of these, on threads of its own: one that hangs holds up no other."""

    def __init__(self, nodes: list[Node], sender: Sender, told: Told) -> None:
        self._over, self._told = threading.Event(), told
        asks = [(node.name, what, ask) for node in nodes for what, ask in _asks(node).items()]
        asks.append((nodes[0].name, "the hook", lambda: _ask_hook(sender)))
        self.asks = len(asks)
        self._threads = [threading.Thread(target=self._watch, args=each, daemon=True) for each in asks]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(60)

    def _watch(self, node: str, what: str, ask: Ask) -> None:
        while not self._over.wait(EVERY_S):
            begun_s = time.monotonic()
            try:
                said = ask()
            except httpx.HTTPError as error:
                said = f"no answer ({type(error).__name__})"
            self._told.note(node, what, said, time.monotonic() - begun_s)


def _asks(node: Node) -> dict[str, Ask]:
    probes, person = httpx.Client(base_url=node.url, trust_env=False, timeout=30), person_at(node)
    page = LivePage(node.url, person_at(node))
    return {
        "/livez": lambda: said_of(probes.get("/livez")),
        "/readyz": lambda: said_of(probes.get("/readyz")),
        "a person": lambda: said_of(person.get("/api/dialogues")),
        "live page": page.look,
    }


def _ask_hook(sender: Sender) -> str:
    body = raw(begins("witness", "chat:hartley") | {"after": 0})
    return said_of(httpx.post(sender.url, content=body, headers=sender.signed(body), trust_env=False, timeout=30))


def said_of(answer: httpx.Response) -> str:
    """The status; of a refusal its code or reasons, and when it may be asked again."""
    if answer.status_code < 400:
        return str(answer.status_code)
    body = answer.json()
    reasons = [each["code"] for each in body.get("reasons", [])] or body.get("code", body)
    again = answer.headers.get("Retry-After", "")
    return f"{answer.status_code} {reasons}{f', again after {again} s' if again else ''}"


class LivePage:
    """One page: it connects, listens, and connects again when it is told to."""

    def __init__(self, url: str, person: httpx.Client) -> None:
        self._url, self._person = url, person
        self._socket: ClientConnection | None = None

    def look(self) -> str:
        """Open, or why not."""
        try:
            if self._socket is None:
                found = self._person.post("/api/ticket", json={})
                if found.status_code != 201:
                    return f"closed; asks for a ticket: {said_of(found)}"
                address = self._url.replace("http", "ws") + f"/api/live?ticket={found.json()['ticket']}"
                self._socket = connect(address, origin=Origin(self._url), open_timeout=5, proxy=None)
            self._socket.recv(timeout=0.01)
        except TimeoutError:
            return "open" if self._socket else "closed; nobody answers in time"
        except ConnectionClosed as closed:
            self._socket = None
            return f"closed by {closed.rcvd.code if closed.rcvd else 'the line'}"
        except (OSError, WebSocketException) as error:
            self._socket = None
            return f"closed; {type(error).__name__}"
        return "open"
