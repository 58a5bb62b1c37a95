"""What must hold of the store after everything, judged from what callers were told and from the tables alone."""

from collections import Counter
from typing import Any

import asyncpg

from flowengine.ledger.record import StoredTrace, unpack
from tests.killing.caller import Caller
from tests.main.served import TENANT

_TRACE = "SELECT pos, subject_kind, subject, n, body FROM trace WHERE tenant = $1 ORDER BY pos"
_SEEN = "SELECT event_id, count(*) AS times FROM seen WHERE tenant = $1 GROUP BY event_id"
_OUTBOX = "SELECT recipient, n, id FROM outbox WHERE tenant = $1 ORDER BY recipient, n"
_DIALOGUES = "SELECT id, status FROM dialogue WHERE tenant = $1"


async def judge(database: str, callers: list[Caller]) -> dict[str, int]:
    """Figures of the run. Raises AssertionError naming what was lost, doubled or out of order."""
    db = await asyncpg.connect(database)
    try:
        trace, seen = await db.fetch(_TRACE, TENANT), dict(await db.fetch(_SEEN, TENANT))
        outbox, status = await db.fetch(_OUTBOX, TENANT), dict(await db.fetch(_DIALOGUES, TENANT))
    finally:
        await db.close()
    facts = _facts(trace)
    _every_acknowledged_event_once(callers, seen)
    _trace_without_gap(trace)
    commands = _commands(outbox)
    for caller in callers:
        assert status.get(caller.dialogue) == "ended", f"{caller.dialogue} is {status.get(caller.dialogue)}"
        ends = [fact for fact in facts[caller.dialogue] if fact[0] == "ended"]
        assert len(ends) == 1, f"{caller.dialogue} ended {len(ends)} times"
        there = commands[f"caller:{caller.dialogue}"]
        assert list(caller.heard) == list(range(1, len(caller.heard) + 1)), f"{caller.dialogue} heard {caller.heard}"
        assert len(caller.heard) <= there, f"{caller.dialogue} heard what is not kept"
    connected = _never_two_at_once(trace)
    return {"dialogues": len(status), "events": len(seen), "trace": len(trace), "connected": connected}


def _facts(trace: list[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in trace:
        if row["subject_kind"] == "dialogue":
            found.setdefault(row["subject"], []).extend(unpack(StoredTrace, row["body"]).facts)
    return found


def _every_acknowledged_event_once(callers: list[Caller], seen: dict[str, int]) -> None:
    for caller in callers:
        for event_id in caller.acknowledged:
            times = seen.get(f"{caller.dialogue}:page:{event_id}", 0)
            assert times == 1, f"{caller.dialogue} was told that {event_id} is kept; it is, {times} times"
    assert set(seen.values()) <= {1}


def _trace_without_gap(trace: list[Any]) -> None:
    """The demo's shard has one tenant, so that its positions have no gaps; an event's rows stand there once."""
    assert [row["pos"] for row in trace] == list(range(1, len(trace) + 1))
    rows = Counter((unpack(StoredTrace, row["body"]).event_id, row["n"]) for row in trace)
    doubled = [key for key, times in rows.items() if times > 1]
    assert not doubled, f"these happened twice: {doubled[:5]}"


def _commands(outbox: list[Any]) -> Counter[str]:
    """How many commands each recipient has, numbered without gap, each with an id of its own."""
    last: Counter[str] = Counter()
    for row in outbox:
        last[row["recipient"]] += 1
        assert row["n"] == last[row["recipient"]], f"{row['recipient']} has no command {last[row['recipient']]}"
    ids = Counter(row["id"] for row in outbox)
    assert max(ids.values(), default=1) == 1
    return last


def _never_two_at_once(trace: list[Any]) -> int:
    """Voice calls of one agent follow each other; how many callers were connected."""
    busy: dict[str, str] = {}
    connected = 0
    for row in trace:
        for fact in unpack(StoredTrace, row["body"]).facts:
            if fact[0] == "accepted" and row["subject_kind"] == "dialogue":
                reservation, agent = str(fact[1]), str(fact[2])
                assert busy.get(agent, reservation) == reservation, f"{agent} has two calls at {row['pos']}"
                busy[agent] = reservation
            elif fact[0] in ("connect_failed", "completed", "rescinded", "closed"):
                busy = {agent: held for agent, held in busy.items() if held != fact[1]}
            elif fact[0] == "connected":
                connected += 1
    return connected
