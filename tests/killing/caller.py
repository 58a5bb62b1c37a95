"""A caller who says everything until it is acknowledged, at whichever node answers, and writes down what came back."""

import asyncio
import json
import random
from collections import Counter
from contextlib import suppress
from typing import Any

import httpx
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from tests.main.served import TENANT

LINE = "+442079460100"
KEYS = "123401"
AGAIN_S = 0.1
GIVES_UP_S = 60.0
NOT_NOW = (0, 429, 502, 503, 504)  # no answer, or: send it again


class Caller:
    """`acknowledged`: event id -> reply; `heard`: number -> command; `told`: what came instead of an answer."""

    def __init__(self, number: int, urls: list[str], seed: int, gives_up_s: float = GIVES_UP_S) -> None:
        self._gives_up_s = gives_up_s
        self.told: Counter[int] = Counter()
        self._urls, self._chance = urls, random.Random(f"{seed}:{number}")  # noqa: S311  # whom to ask, what to press
        self._number = f"+4477009{number:05d}"
        self._http = httpx.AsyncClient(timeout=10, trust_env=False)
        self.dialogue = ""
        self.acknowledged: dict[str, Any] = {}
        self.resent = 0
        self.heard: dict[int, Any] = {}
        self.over = asyncio.Event()

    async def live(self) -> None:
        """One call from its beginning until its end is acknowledged. Raises AssertionError for what must not be."""
        try:
            begun = await self._until_answered("", {"address": LINE, "channel": "voice", "number": self._number})
            self.dialogue = begun["dialogue"]
            listening = asyncio.create_task(self._listen())
            for n in range(self._chance.randint(3, 6)):
                await asyncio.sleep(self._chance.uniform(0.05, 0.6))
                await self._does(f"key-{n}", {"type": "KeyPressed", "key": self._chance.choice(KEYS)})
            await asyncio.sleep(self._chance.uniform(0.0, 8.0))
            await self._does("bye", {"type": "CallerHungUp"})
            self.over.set()
            if not listening.done():
                listening.cancel()
            with suppress(asyncio.CancelledError):  # its socket is closed when it has ended, not before
                await listening
        finally:
            await self._http.aclose()

    async def _does(self, event_id: str, event: dict[str, Any]) -> None:
        said = {"event_id": event_id, "event": event}
        if (answer := await self._until_answered("/events", said)) is None:
            return  # the call is over: nothing was taken
        self.acknowledged[event_id] = answer["reply"]
        if self._chance.random() < 0.3:  # a network repeats things
            self.resent += 1
            again = await self._until_answered("/events", said)
            assert again is not None, f"{event_id} was taken before and is unknown now"
            assert again["reply"] == answer["reply"], f"{event_id} was answered in two ways"

    async def _until_answered(self, path: str, body: dict[str, Any]) -> Any:
        """The answer; None for a refusal, which changes nothing."""
        end = asyncio.get_running_loop().time() + self._gives_up_s
        while True:
            status, answer = await self._ask(path, body)
            if status in (200, 201):
                return answer
            if status not in NOT_NOW:
                assert status == 400 or (status == 409 and path), (status, answer)
                return None
            waited = f"nobody answered {path} for {self._gives_up_s} s: {answer}"
            assert asyncio.get_running_loop().time() < end, waited
            self.told[status] += 1
            self.resent += 1
            await asyncio.sleep(AGAIN_S)

    async def _ask(self, path: str, body: dict[str, Any]) -> tuple[int, Any]:
        url = self._chance.choice(self._urls)
        try:
            found = await self._http.post(f"{url}/api/visit/{TENANT}{path}", json=body, headers={"Origin": url})
            return found.status_code, found.json() if found.content else None
        except (httpx.HTTPError, ValueError):
            return 0, None

    async def _listen(self) -> None:
        """Every command once, by whichever node, from the last number on."""
        while not self.over.is_set():
            url = self._chance.choice(self._urls)
            status, answer = await self._ask("/ticket", {})
            if status != 201:
                await asyncio.sleep(AGAIN_S)
                continue
            after = max(self.heard, default=0)
            where = f"ws{url[4:]}/api/visit/{TENANT}/stream?ticket={answer['ticket']}&after={after}"
            try:
                async with connect(where, origin=url, proxy=None, open_timeout=5, close_timeout=1) as socket:  # type: ignore[arg-type]  # a plain text will do
                    async for frame in socket:
                        self._hear(json.loads(frame))
            except (OSError, WebSocketException, TimeoutError):
                await asyncio.sleep(AGAIN_S)

    def _hear(self, frame: dict[str, Any]) -> None:
        if "n" not in frame:
            return
        n, command = frame["n"], frame["command"]
        assert n == max(self.heard, default=0) + 1, f"after {max(self.heard, default=0)} came {n}"
        self.heard[n] = command
        if command.get("type") == "HangUp":
            self.over.set()
