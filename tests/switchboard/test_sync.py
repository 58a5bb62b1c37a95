"""The directory is changed together: all of it or nothing, whatever the order, and everybody who must know is told."""

from typing import Any

import msgspec
import pytest

from flowengine.errors import Conflict, RequestRefused
from flowengine.lang.canonical import canonical, content_hash
from flowengine.messages import DirectoryChange, DirectorySynced, DocumentPut, Json
from flowengine.switchboard.callers import key_of
from tests.switchboard.office import DESK, TENANT, Office


def change(kind: str, key: str, value: Json | None = None, base: str = "*") -> DirectoryChange:
    return DirectoryChange(kind, key, "" if value is None else msgspec.json.encode(value).decode(), base)


def synced(*changes: DirectoryChange, source: str = "api") -> DirectorySynced:
    return DirectorySynced(changes=changes, author="dora", source=source)


HELP: Json = {"title": "Help", "skills": {"french": {}}}
CLAIRE: Json = {
    "name": "Claire", "directory_id": "d", "object_id": "claire",
    "roles": {"help": ["agent"]}, "memberships": {"help": {"french": 60}},
}  # fmt: skip  # one person, one thought


@pytest.mark.parametrize("turned", [False, True], ids=["as written", "the other way round"])
def test_the_order_of_changes_does_not_matter(turned: bool) -> None:
    changes = [change("contact_center", "help", HELP), change("user", "claire", CLAIRE)]
    office = Office()
    reply = office.go(synced(*(reversed(changes) if turned else changes))).reply
    assert len(reply["hashes"]) == 2
    office.sign_in("claire")
    dialogue = _calls(office, "help")
    assert office.reservation(dialogue).agent == "claire"


def _calls(office: Office, contact_center: str) -> str:
    value = {"kind": "number", "link": {"contact_center": contact_center}}
    office.go(synced(change("address", "+442079460120", value)))
    return office.call("+442079460120")


def test_a_document_that_was_made_before_is_stored_as_it_is() -> None:
    """The same documents, versions, facts and floor, without making them where callers wait; a wrong hash is told."""
    offices = [Office(), Office()]
    plain = [change("contact_center", "help", HELP), change("user", "claire", CLAIRE), change("user", "bert")]
    made = [
        msgspec.structs.replace(each, body=(text := canonical(msgspec.json.decode(each.body))), hash=content_hash(text))
        if each.body
        else each
        for each in plain
    ]
    for office, changes in zip(offices, (plain, made), strict=True):
        office.go(synced(*changes))
    one, other = (office.document("user", "claire") for office in offices)
    assert one == other
    assert offices[0].last.trace == offices[1].last.trace  # type: ignore[union-attr]  # both were applied
    assert offices[0].board.floor.snapshot() == offices[1].board.floor.snapshot()
    wrong = msgspec.structs.replace(made[0], key="more", hash=content_hash("something else"))
    with pytest.raises(RequestRefused) as refused:
        offices[1].go(synced(wrong))
    assert (refused.value.code, offices[1].document("contact_center", "more")) == ("bad_hash", None)


def test_one_refused_change_refuses_all() -> None:
    office = Office()
    before = office.board.around.directory
    with pytest.raises(Conflict) as refused:
        office.go(synced(change("contact_center", "help", HELP), change("contact_center", "sales")))
    assert refused.value.code == "in_use"
    assert "user anna" in str(refused.value)
    assert office.board.around.directory is before
    assert office.document("contact_center", "help") is None
    assert office.board.around.queue("help", office.now) is None


def test_several_refusals_are_counted() -> None:
    office = Office()
    with pytest.raises(RequestRefused) as refused:
        office.go(synced(change("user", "x", {"nick": "x"}), change("user", "y", {}), change("switch", "closure", {})))
    assert "1 more of the changes" in str(refused.value)


def test_every_base_is_looked_at_before_anything_is_stored() -> None:
    office = Office()
    first = office.go(synced(change("contact_center", "help", HELP))).reply["hashes"][0]
    office.go(synced(change("contact_center", "help", {"title": "Other"}, first)))
    with pytest.raises(Conflict) as refused:
        office.go(synced(change("switch", "closure", {"on": True}), change("contact_center", "help", HELP, first)))
    assert refused.value.code == "stale_base"
    assert not office.board.around.directory.switches["closure"].on


def test_what_stays_as_it_is_gets_no_new_version() -> None:
    office = Office()
    office.go(synced(change("contact_center", "help", HELP)))
    office.go(synced(change("contact_center", "help", {**HELP, "enabled": True}), change("switch", "closure", {})))
    row = office.document("contact_center", "help")
    assert row is not None
    assert (row.version, [fact[:2] for fact in office.facts("document", "tenant")]) == (1, [])


def test_a_file_may_move_a_link_and_others_may_not() -> None:
    moved = change("address", DESK, {"kind": "number", "link": {"contact_center": "sales"}})
    office = Office()
    for source in ("api", "csv"):
        with pytest.raises(Conflict) as refused:
            office.go(synced(moved, source=source))
        assert refused.value.code == "address_linked"
    running = office.call(DESK)
    office.go(synced(moved, source="file"))
    assert office.board.dialogues[running].contact_center == "desk", "a moved link touches no running dialogue"
    link = office.board.around.directory.addresses[DESK].link
    assert link is not None
    assert link.contact_center == "sales"


FACTS: dict[str, tuple[DirectoryChange, str, str, tuple[Any, ...]]] = {
    "roles": (
        change("user", "bert", {**TENANT["users"]["bert"], "roles": {"desk": ["agent", "supervisor"]}}),
        "roles", "tenant", ("bert", {"": ["agent"]}, {"desk": ["agent", "supervisor"]}, "dora"),
    ),
    "queues": (
        change("user", "bert", {**TENANT["users"]["bert"], "memberships": {"sales": {"dutch": 5}}}),
        "profile", "agent", ({"sales": {"dutch": 5}},),
    ),
    "switch": (
        change("switch", "closure", {"on": True, "reason": "flood"}),
        "switched", "tenant", ("closure", True, "", 0, "dora", "flood"),
    ),
    "blocked caller": (
        change("blocked_caller", "+447700900666", {"reason": "threats"}),
        "document", "tenant", ("blocked_caller", key_of("emea-x", "+447700900666"), 1, "dora"),
    ),
}  # fmt: skip  # one case reads as one


@pytest.mark.parametrize(("changed", "word", "kind", "fact"), FACTS.values(), ids=FACTS)
def test_the_trace_says_what_a_later_day_asks(
    changed: DirectoryChange, word: str, kind: str, fact: tuple[Any, ...]
) -> None:
    office = Office()
    office.go(synced(changed))
    assert office.facts(word, kind) == [fact]
    assert office.facts("synced", "tenant") == [("api", 1, "dora")]


def test_licences_are_told_one_by_one() -> None:
    office = Office()
    tenant = {**TENANT["tenant"], "licences": {"salesforce": 1, "dynamics_365": 1}}
    bert = TENANT["users"]["bert"]
    office.go(synced(change("tenant", "tenant", tenant), change("user", "bert", {**bert, "licences": ["salesforce"]})))
    assert office.facts("licence", "tenant") == [("bert", "salesforce", "given", "dora")]
    office.go(synced(change("user", "bert", {**bert, "licences": ["dynamics_365"]})))
    assert office.facts("licence", "tenant") == [
        ("bert", "salesforce", "withdrawn", "dora"),
        ("bert", "dynamics_365", "given", "dora"),
    ]


def test_a_blocked_caller_is_not_let_in_before_the_end_is_set() -> None:
    office = Office()
    with pytest.raises(RequestRefused) as refused:
        office.go(synced(change("blocked_caller", "+447700900666", {"reason": "x", "until_ms": office.now})))
    assert refused.value.code == "end_is_past"


def test_a_user_who_is_gone_is_offered_nothing() -> None:
    office = Office()
    office.sign_in("bert")
    office.go(DocumentPut(kind="user", key="bert", body="", base="*", author="dora"))
    assert office.facts("profile", "agent") == [({},)]
    dialogue = office.call(DESK)
    assert office.status(dialogue) == "queued"
