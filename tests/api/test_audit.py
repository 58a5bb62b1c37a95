"""The audit over the API: page by page, whole or with its first break named, for administrators."""

from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from msgspec.structs import replace

from flowengine.ledger.chain import FIRST
from flowengine.ledger.port import AuditHead
from flowengine.ledger.record import AuditEntry
from flowengine.messages import DataExported
from tests.api.memory_reports import SHARD
from tests.api.world import ABROAD, HOME, World, sign_in


def entry(what: str, tenant: str = HOME, **body: Any) -> AuditEntry:
    return AuditEntry(SHARD, tenant, 1_000, "administrator", what, body)


@pytest.fixture
def world(world: World) -> World:
    kept = [
        entry("document", kind="user", key="ruth", version=1),
        entry("live", environment="billing", number=2),
        entry("live", environment="pharmacy", number=1),
        entry("excepted", schedule="billing/office", days=["2026-03-02"]),
        entry("document", kind="contact_center", key="pharmacy", version=2),
        entry("live", ABROAD, environment="billing", number=9),
    ]
    world.reports.keep(audit=kept)
    return world


@pytest.fixture
def client(client: TestClient[Litestar]) -> TestClient[Litestar]:
    sign_in(client, "administrator")
    return client


def test_it_is_read_page_by_page(client: TestClient[Litestar]) -> None:
    seen, after = [], 0
    while True:
        page = client.get("/api/audit", params={"after": after, "limit": 2}).json()
        assert page["break"] is None
        seen += page["links"]
        if not page["next"]:
            break
        after = page["next"]
    assert [link["seq"] for link in seen] == [1, 2, 3, 4, 5]
    assert seen[1] | {"hash": ""} == {
        "seq": 2, "at_ms": 1_000, "actor": "administrator", "what": "live",
        "body": {"environment": "billing", "number": 2}, "hash": "",
    }  # fmt: skip  # one link
    assert client.get("/api/audit", params={"after": 5}).json()["links"] == []


@pytest.mark.parametrize(("after", "limit"), [(0, 10), (1, 10), (2, 1), (1, 2)])
def test_the_first_break_is_named(world: World, client: TestClient[Litestar], after: int, limit: int) -> None:
    chain = world.reports.ledger._shelves[SHARD].audit[HOME]
    chain[2] = replace(chain[2], actor="nobody")
    page = client.get("/api/audit", params={"after": after, "limit": limit}).json()
    assert page["break"]["seq"] == 3
    assert "Link 3" in page["break"]["why"]


def test_an_end_that_was_cut_off_is_named(world: World, client: TestClient[Litestar]) -> None:
    """On whatever page the end is, and also when somebody did something since."""
    shelf = world.reports.ledger._shelves[SHARD]
    del shelf.audit[HOME][3:]
    for query in ({}, {"after": 2}, {"after": 3}):
        assert client.get("/api/audit", params=query).json()["break"] == {
            "seq": 4, "why": "The chain is cut off: it had 5 links, and ends after 3.",
        }  # fmt: skip  # one sentence
    assert client.get("/api/audit", params={"limit": 2}).json()["break"] is None, "the end is not on this page"
    world.reports.keep(audit=[entry("live", environment="billing", number=3)])
    assert client.get("/api/audit").json()["break"]["why"] == "Link 4 is missing."


def test_a_chain_that_was_written_anew_is_named(world: World, client: TestClient[Litestar]) -> None:
    shelf = world.reports.ledger._shelves[SHARD]
    head, shelf.audit[HOME], shelf.audit_heads[HOME] = shelf.audit_heads[HOME], [], AuditHead(0, FIRST)
    world.reports.keep(audit=[entry("nothing", number=n) for n in range(5)])
    shelf.audit_heads[HOME] = head
    assert "Link 5 is not the one that was noted" in client.get("/api/audit").json()["break"]["why"]


def test_who_administers_one_contact_center_sees_what_was_done_there(client: TestClient[Litestar]) -> None:
    sign_in(client, "administrator_billing")
    page = client.get("/api/audit").json()
    assert [link["seq"] for link in page["links"]] == [2, 4]
    assert page["break"] is None, "the chain is looked at whole"
    assert page["whole"] is False, "and cannot be walked by who sees a part"


@pytest.mark.parametrize("role", ["supervisor", "report_viewer", "editor", "agent"])
def test_others_do_not_see_it(client: TestClient[Litestar], role: str) -> None:
    sign_in(client, role)
    assert client.get("/api/audit").status_code == 403


def test_what_leaves_is_written_down_first(world: World, client: TestClient[Litestar]) -> None:
    """Who took which list; a page that shows the same, and a list that there is not, are no exports."""
    for path in (
        "/api/directory", "/api/directory/csv/users", "/api/directory/csv/no-list", "/api/users", "/api/tree",
        "/api/reports/intervals", "/api/reports/intervals?format=csv&by=agent",
        "/api/reports/intervals?format=csv&by=nobody",
    ):  # fmt: skip  # a list reads better than one item a line
        client.get(path)
    told = [event for tenant, event in world.runtime.events if tenant == HOME]
    assert told == [
        DataExported(what=what, of=of, author="administrator")
        for what, of in (("directory", ""), ("list", "users"), ("folder", ""), ("report", "agent"))
    ]
    sign_in(client, "editor")
    client.get("/api/tree")
    assert len(world.runtime.events) == len(told), "without people in it a folder is what its authors wrote"
