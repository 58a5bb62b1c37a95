"""A node whose store answers nothing: who waits is refused in clear words; while it answers, nobody is cut off."""

import asyncio
from typing import Any

import httpx
import pytest

from flowengine.api.standstill import LOOKS, Standstill

WAITS_S = 0.05
NUMBERED = b'{"event_id": "1", "event": {}}'


class Store:
    """What a handler waits for; `begins`: whether its answer has begun before."""

    def __init__(self, *, begins: bool = False) -> None:
        self.begins, self.answers, self.was_left = begins, asyncio.Event(), False

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        while (await receive()).get("more_body", False):
            pass
        start = {"type": "http.response.start", "status": 200, "headers": []}
        if self.begins:
            await send(start)
        try:
            await self.answers.wait()
        except asyncio.CancelledError:
            self.was_left = True
            raise
        if not self.begins:
            await send(start)
        await send({"type": "http.response.body", "body": b"{}", "more_body": False})


def asked(store: Store, method: str = "GET", path: str = "/api/dialogues", *, still: int = 99, **more: Any) -> Any:
    """The answer to one request of a node whose store stands still for so many looks; it answers after ten times the
    patience."""
    looks = iter(range(10_000))

    async def ask() -> httpx.Response:
        app: Any = Standstill(store, lambda: next(looks) < still, WAITS_S)
        asyncio.get_running_loop().call_later(10 * WAITS_S, store.answers.set)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://node") as client:
            return await client.request(method, path, **more)

    return asyncio.run(ask())


def test_while_the_store_answers_a_request_takes_as_long_as_it_takes() -> None:
    store = Store()
    assert (asked(store, still=0).status_code, store.was_left) == (200, False)


def test_a_process_that_stood_still_itself_is_given_time_to_look() -> None:
    store = Store()
    assert (asked(store, still=LOOKS).status_code, store.was_left) == (200, False)
    assert asked(Store(), still=LOOKS + 1).status_code == 503


def test_an_answer_that_has_begun_is_not_cut_off() -> None:
    store = Store(begins=True)
    assert (asked(store).status_code, store.was_left) == (200, False)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/api/dialogues", b""),
        ("POST", "/api/visit/emea-home/events", NUMBERED),
        ("POST", "/hooks/relay/emea-home/1", b"{}"),
    ],
    ids=["a look", "an event with an id", "a hook"],
)
def test_what_may_be_sent_again_is_told_when(method: str, path: str, body: bytes) -> None:
    store = Store()
    answer = asked(store, method, path, content=body)
    assert (answer.status_code, answer.headers["retry-after"], store.was_left) == (503, "2", True)
    assert answer.json()["code"] == "store_unavailable"
    assert answer.json()["detail"] == "The server cannot reach its data right now; try again in a few seconds."


def test_of_all_else_nobody_knows_whether_it_was_done() -> None:
    answer = asked(Store(), "POST", "/api/hooks", json={"name": "desk"})
    assert (answer.status_code, answer.json()["code"], "retry-after" in answer.headers) == (503, "not_known", False)
    assert answer.json()["hint"] == "Look whether it was done before you send it again."
