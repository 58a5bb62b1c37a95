"""`dialogue-studio call`: a telephone or chat in the terminal, on the same line as the page's."""

import argparse
import http.cookiejar
import json
import sys
import threading
import time
import urllib.error
import urllib.request
import uuid
from typing import Any

from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from flowengine.errors import FlowEngineError

KEYS = frozenset("0123456789*#")
HOW = "Keys are digits, * and #; other words are spoken (on a chat: written). An empty line or Ctrl-D hangs up."


class CallFailed(FlowEngineError):
    """The server could not be reached, or refused."""


def call(given: argparse.Namespace) -> int:
    """Call, print what is said, send what is typed; returns when either side hangs up."""
    side = CallerSide(given.server.rstrip("/"), given.tenant)
    chat = given.address.startswith("chat:")
    wanted = {"address": given.address, "channel": "chat" if chat else "voice", "language": given.language}
    begun = side.post("", {**wanted, "number": given.number, "event_id": uuid.uuid4().hex})
    print(f"{'Chatting with' if chat else 'Calling'} {given.address}. {HOW}", flush=True)
    with side.stream(begun["ticket"]) as stream:
        listening = threading.Thread(target=_type, args=(side, stream, chat), daemon=True)
        listening.start()
        try:
            for frame in stream:
                if not _play(side, json.loads(frame), chat=chat):
                    break
        except ConnectionClosed:
            print("The connection was lost.", file=sys.stderr)
            return 1
    return 0


class CallerSide:
    """A visitor of one tenant: its cookie, its requests, its stream."""

    def __init__(self, server: str, tenant: str) -> None:
        self._server, self._tenant = server, tenant
        self._recorded: tuple[int, float] | None = None  # the wait of a message that is being left, and since when
        self._cookies = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._cookies))

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """The answer to one request. Raises CallFailed in one sentence."""
        request = urllib.request.Request(  # noqa: S310  the user named this server
            f"{self._server}/api/visit/{self._tenant}{path}",
            data=json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "Origin": self._server},
        )
        try:
            with self._opener.open(request, timeout=10) as answer:
                found: dict[str, Any] = json.load(answer)
                return found
        except urllib.error.HTTPError as error:
            problem = json.loads(error.read() or b"{}")
            raise CallFailed(f"{problem.get('detail', error.reason)} {problem.get('hint', '')}".strip()) from None
        except (urllib.error.URLError, OSError) as error:
            raise CallFailed(f"No server answers at {self._server} ({error}); start one with `serve`.") from None

    def stream(self, ticket: str) -> ClientConnection:
        """The caller's commands from the first on."""
        address = self._server.replace("http", "ws", 1)
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self._cookies)
        try:
            return connect(
                f"{address}/api/visit/{self._tenant}/stream?ticket={ticket}&after=0",
                additional_headers={"Cookie": cookies},
                origin=Origin(self._server),
            )
        except (WebSocketException, OSError) as error:
            raise CallFailed(f"The line could not be opened ({error}).") from None

    def record(self, wait: int) -> None:
        """A message is being left from now on."""
        self._recorded = (wait, time.monotonic())

    def end_message(self, why: str) -> bool:
        """Whether a message was being left, which is over now."""
        if self._recorded is None:
            return False
        (wait, since), self._recorded = self._recorded, None
        duration_ms = round((time.monotonic() - since) * 1000)
        self.did({"type": "SoundRecorded", "wait": wait, "duration_ms": duration_ms, "why": why})
        return True

    def did(self, event: dict[str, Any]) -> None:
        """Tell what the caller did."""
        self.post("/events", {"event_id": uuid.uuid4().hex, "event": event})


def _type(side: CallerSide, stream: ClientConnection, chat: bool) -> None:
    for line in sys.stdin:
        words = line.strip()
        if not words:
            break
        try:
            if side.end_message("terminator"):
                continue
            if not chat and set(words) <= KEYS:
                for key in words:
                    side.did({"type": "KeyPressed", "key": key})
            else:
                side.did({"type": "TextReceived", "text": words, **({} if chat else {"spoken": True})})
        except CallFailed as fault:
            print(fault, file=sys.stderr)
            return
    try:
        side.end_message("hung_up")  # whoever hangs up has left the message
        side.did({"type": "CallerHungUp"})
        print("You hung up.", flush=True)
    except CallFailed:
        return  # the other side was quicker
    stream.close()  # who hung up hears nothing more


def _play(side: CallerSide, frame: dict[str, Any], *, chat: bool) -> bool:
    """Print one command; False when the call is over."""
    command = frame["command"]
    kind = command["type"]
    if kind in ("Say", "Ask"):
        who = "Agent" if command.get("speaker") == "agent" else "Flow"
        sound = f"♪ {command['sound']}: " if command.get("sound") else ""
        print(f"{who}: {sound}{command['text']}", flush=True)
        choices = command.get("accept", {}).get("choices", ()) if kind == "Ask" else ()
        for choice in choices:
            print(f"    [{choice['key']}] {choice['label']}", flush=True)
        if not chat:
            side.did({"type": "PlaybackFinished", "n": frame["n"]})
    elif kind == "PlayMusic":
        print("(music)", flush=True)
    elif kind == "RecordSound":
        side.record(command["wait"])
        print("(a tone: your message is recorded until you type anything, # for example)", flush=True)
    elif kind == "SetRecording":
        print(f"(recording of this call: {command['action']})", flush=True)
    elif kind == "SetHold":
        print("(you are on hold)" if command["held"] else "(and off hold again)", flush=True)
    elif kind == "Dial":
        print(f"(calling {command['to']})", flush=True)
    elif kind == "Connect":
        rings = "your phone rings: " if command.get("calls_back") else ""
        print(f"({rings}connecting with {command.get('agent_name') or 'an agent'})", flush=True)
    elif kind == "HangUp" and command["reason"] == "callback":
        print("(you are off the line and keep your place; wait here to be called back)", flush=True)
    elif kind == "HangUp":
        print(f"The call is over ({command['reason']}).", flush=True)
        return False
    return True
