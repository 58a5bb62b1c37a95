"""What flows ask of other systems, read from the trace; an answer is held to what was asked before it is an event."""

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

import msgspec

from flowengine.errors import Conflict, NotFound, RequestRefused
from flowengine.interpreter.fitting import FITTING
from flowengine.main.exchange import Exchange
from flowengine.main.look import Look
from flowengine.messages import AnswerGiven, Json

MOST_BYTES = 64 * 1024  # of results: they live in the dialogue's state
Asked = tuple[str, int]  # dialogue, wait


class Questions:
    """An unknown dialogue, or a wait that asked nothing of anybody, is not found."""

    def __init__(self, exchange: Exchange, look: Look) -> None:
        self._exchange = exchange
        self._look = look

    async def open(self, tenant: str, dialogue: str) -> list[Json]:
        """Those that wait for their answer; one at most, since a dialogue waits for one thing at a time."""
        state = (await self._exchange.settled(tenant)).dialogues.get(dialogue)
        if state is None and await self._look.dialogue(tenant, dialogue) is None:
            raise NotFound("There is no such dialogue.")
        if state is None or state.awaiting != AnswerGiven.__name__:
            return []
        return [await self._question(tenant, (dialogue, state.wait))]

    async def answer(self, tenant: str, asked: Asked, exit: str, results: Mapping[str, Json]) -> Json:  # noqa: A002  # the field's word
        """Raises RequestRefused for what was not asked for, Conflict for a wait that has had its answer."""
        question = await self._question(tenant, asked)
        _refuse_unasked(question, exit, results)
        said = msgspec.json.encode([exit, dict(sorted(results.items()))])
        event_id = f"answer:{asked[0]}:{asked[1]}:{blake2b(said, digest_size=16).hexdigest()}"
        given = AnswerGiven(dialogue=asked[0], wait=asked[1], exit=exit, results=results)
        reply = await self._exchange.submit(tenant, given, event_id)
        if not reply.get("taken"):
            raise Conflict(
                "It was answered already, or its time is over.", hint="Nothing is to be done.", code="answered"
            )
        return reply

    async def _question(self, tenant: str, asked: Asked) -> dict[str, Any]:
        dialogue, wait = asked
        for row in reversed(await self._look.trace(tenant, dialogue) or []):
            for fact in row["facts"]:
                if fact[0] == "asks_elsewhere" and fact[4] == wait:
                    record = await self._record(tenant, asked, fact[3])
                    return {"wait": wait, "name": fact[2], "since_ms": row["at_ms"], **record}
        raise NotFound("Nothing was asked there.")

    async def _record(self, tenant: str, asked: Asked, content: int) -> dict[str, Any]:
        state = (await self._exchange.settled(tenant)).dialogues.get(asked[0])
        if state is not None and state.wait == asked[1] and state.asked is not None:
            found: dict[str, Any] = state.asked  # it holds something sensitive, and is kept nowhere else
            return found
        kept = (await self._look.contents(tenant, asked[0])).get(content)
        if kept is None:
            raise NotFound("What was asked is erased.")
        return dict(kept)


def _refuse_unasked(question: Mapping[str, Any], exit: str, results: Mapping[str, Json]) -> None:  # noqa: A002  # as above
    exits, types = question["exits"], question["results"]
    if not isinstance(exits, list | tuple):  # what was asked was sensitive, and is over
        raise Conflict("Its time is over.", hint="Nothing is to be done.", code="answered")
    if exit not in exits:
        known = ", ".join(exits)
        raise RequestRefused(
            f"“{exit[:64]}” is not among its exits.", hint=f"They are: {known}.", code="undeclared_exit"
        )
    for name, value in results.items():
        if name not in types:
            known = ", ".join(types) or "none"
            raise RequestRefused(
                f"“{name[:64]}” is not among its results.", hint=f"They are: {known}.", code="bad_results"
            )
        if type(value) not in FITTING[types[name]]:
            raise RequestRefused(f"“{name}” must be of type {types[name]}.", hint="Send it so.", code="bad_results")
    if len(msgspec.json.encode(results)) > MOST_BYTES:
        raise RequestRefused(f"Results have at most {MOST_BYTES} bytes.", hint="Send less.", code="bad_results")
