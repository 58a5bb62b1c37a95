"""Whatever is done by administrators and authors is in the audit of the same commit, once, without personal content."""

import asyncio
import json
from typing import Any, TypeAlias

import msgspec

from flowengine.errors import LedgerError, RequestRefused
from flowengine.ledger.chain import first_break
from flowengine.ledger.port import AuditRecord
from flowengine.messages import (
    DataExported,
    DataForgotten,
    DirectoryChange,
    DirectorySynced,
    DocumentPut,
    Event,
    ReleaseMade,
    ReleaseMadeLive,
    ReleaseRetired,
)
from flowengine.switchboard.callers import key_of
from tests.reports.day import NAME, Day
from tests.switchboard.office import TENANT

NUMBER = "+447700900123"


def put(kind: str, key: str, body: Any = None, author: str = "alex") -> DocumentPut:
    text = "" if body is None else json.dumps(body)
    return DocumentPut(kind=kind, key=key, body=text, base="*", author=author)


Link: TypeAlias = tuple[str, str, dict[str, Any]]  # actor, what, body
Done: TypeAlias = list[tuple[Event, list[Link]]]  # what is done, and the links that it leaves


def directory_acts() -> Done:
    users: Any = TENANT["users"]
    anna = {**users["anna"], "roles": {"": ["agent"], "sales": ["supervisor"]}}
    center = {"title": "Sales and more", "skills": {"dutch": {}}}
    return [
        (
            put("user", "anna", anna),
            [
                ("alex", "document", {"kind": "user", "key": "anna", "version": 2}),
                ("alex", "roles", {"user": "anna", "before": {"": ["agent"]}, "after": anna["roles"]}),
            ],
        ),
        (
            DirectorySynced(
                changes=(DirectoryChange("contact_center", "sales", json.dumps(center)),), author="alex", source="csv"
            ),
            [
                ("alex", "document", {"kind": "contact_center", "key": "sales", "version": 2}),
                ("alex", "synced", {"source": "csv", "changes": 1}),
            ],
        ),
    ]


def release_acts(day: Day) -> Done:
    release = day.board.library.get("release", "desk/1")
    assert release is not None
    made = msgspec.json.decode(release.body)
    again = {"environment": "desk", "body": made["content"], "hash": made["hash"], "author": "dora"}
    return [
        (
            ReleaseMade(**again, canary_percent=20.0),
            [
                ("dora", "published", {"environment": "desk", "number": 2}),
                ("dora", "canary", {"environment": "desk", "number": 2, "percent": 20.0}),
            ],
        ),
        (
            ReleaseMadeLive(environment="desk", number=2, author="dora"),
            [("dora", "live", {"environment": "desk", "number": 2})],
        ),
        (
            ReleaseRetired(environment="desk", number=1, author="dora"),
            [("dora", "retired", {"environment": "desk", "number": 1, "to": 2, "queue": ""})],
        ),
    ]


OTHERS: Done = [
    (
        put("switch", "closure", {"on": True, "reason": "Mr. Cole is ill"}, "ruth"),
        [("ruth", "switched", {"name": "closure", "on": True, "until_ms": 0})],
    ),
    (put("token", "0a1b", {"hash": "x"}), [("alex", "document", {"kind": "token", "key": "0a1b", "version": 1})]),
    (put("secret", "crm", {"seal": "x"}), [("alex", "document", {"kind": "secret", "key": "crm", "version": 1})]),
    (put("caller", key_of(NAME, NUMBER)), [("alex", "caller_forgotten", {})]),
    (
        DataExported(what="list", of="users", author="ruth"),
        [("ruth", "exported", {"what": "list", "of": "users"})],
    ),
    (
        DataForgotten(why="person", counts={"content": 3}, number=NUMBER, author="ruth"),
        [("ruth", "forgotten", {"why": "person", "counts": {"content": 3}})],
    ),
    (put("draft", "desk/entry", {"format": 1}), []),
]


async def _lived() -> tuple[list[AuditRecord], list[Link], int]:
    day = Day(1)
    await day.begin()
    before = len(await day.ledger.audit_of(NAME, 0, 1_000))
    expected: list[Link] = []
    for event, links in (*directory_acts(), *release_acts(day), *OTHERS):
        day.ledger.faults += [LedgerError("The disk says no.")]  # it is refused, and then done
        try:
            asking = asyncio.ensure_future(day.runtime.submit(NAME, event))
            while not asking.done():
                await day.clock.move(1_000)
            await asking
        except LedgerError:
            await day.clock.move(2_000)
            await day.runtime.submit(NAME, event)
        expected += links
    for refused in (put("user", "zoe", {"name": ""}), ReleaseMadeLive(environment="desk", number=9, author="dora")):
        try:
            await day.runtime.submit(NAME, refused)
        except RequestRefused:
            continue
        raise AssertionError("it should have been refused")
    links_kept = await day.ledger.audit_of(NAME, 0, 1_000)
    await day.runtime.stop()
    return links_kept, expected, before


def test_each_act_is_linked_once_and_nothing_else() -> None:
    links, expected, before = asyncio.run(_lived())
    assert [(link.actor, link.what, link.body) for link in links[before:]] == expected
    assert first_break(NAME, links) is None
    told = msgspec.json.encode(links).decode()
    for personal in (NUMBER, key_of(NAME, NUMBER), "Cole", "Anna"):
        assert personal not in told
