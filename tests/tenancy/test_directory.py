"""The directory: every rule is broken once, and what is said tells what to do."""

from copy import deepcopy
from typing import Any

import pytest

from flowengine.errors import Conflict, FlowInvalid, RequestRefused
from flowengine.messages import Json
from flowengine.tenancy.change import changed
from flowengine.tenancy.directory import directory_from, directory_of, documents_of
from tests.switchboard.office import DESK, FREE, MAIN, TENANT


def broken(**at: Any) -> Json:
    """The tenant file with one thing changed: `users__anna__name=...`; None takes it out."""
    document = deepcopy(TENANT)
    for path, value in at.items():
        *above, last = path.split("__")
        place: Any = document
        for key in above:
            place = place[key]
        if value is None:
            del place[last]
        else:
            place[last] = value
    return document


def address(key: str, kind: str = "number", link: Json = None) -> Json:
    return broken(addresses={key: {"kind": kind, **({"link": link} if link else {})}})


NUMBER = "+31201234567"
RULES: dict[str, tuple[Json, str, str]] = {
    "no format": (broken(format=None), "$.format", "Add it"),
    "another format": (broken(format=2), "$.format", "Add it"),
    "no object": ([], "$.format", "Add it"),
    "unknown field": (broken(colour=1), "$.colour", "Remove it"),
    "no tenant": (broken(tenant=None), "$.tenant", "missing required field"),
    "users are a list": (broken(users=[]), "$.users", "one entry per key"),
    "unknown role": (broken(users__anna__roles={"": ["boss"]}), "$.users['anna']", "Invalid enum"),
    "level over 100": (broken(users__anna__memberships={"sales": {"dutch": 101}}), "$.users['anna']", "<= 100"),
    "another region's id": (broken(tenant__id="nora-x"), "$.tenant.id", "Call it emea-"),
    "id of no region": (broken(tenant__id="acme"), "$.tenant", "matching regex"),
    "no such time zone": (broken(tenant__time_zone="Mars/Base"), "$.tenant.time_zone", "IANA"),
    "no such time zone there": (
        broken(contact_centers__desk={"title": "D", "time_zone": "X"}),
        "$.contact_centers.desk",
        "IANA",
    ),
    "front door is taken": (
        broken(contact_centers__front_door={"title": "F"}),
        "$.contact_centers.front_door",
        "another name",
    ),
    "bad contact center name": (
        broken(contact_centers={"Sales Dept": {"title": "S"}}),
        "$.contact_centers['Sales Dept']",
        "Small letters",
    ),
    "bad skill name": (
        broken(contact_centers__desk={"title": "D", "skills": {"C++": {}}}),
        "$.contact_centers.desk.skills",
        "Small letters",
    ),
    "bad switch name": (broken(switches={"Closed!": {}}), "$.switches['Closed!']", "Small letters"),
    "bad attribute name": (
        broken(tenant__attributes={"A": {"type": "text"}}),
        "$.tenant.attributes['A']",
        "Small letters",
    ),
    "number not in E.164": (address("020 1234567"), "$.addresses['020 1234567']", "that way"),
    "number with spaces": (address("+31 20 1234567"), "$.addresses", "that way"),
    "number too short": (address("+3120"), "$.addresses", "that way"),
    "chat without its prefix": (address("site", "chat"), "$.addresses['site']", "that way"),
    "nothing after the prefix": (address("sip:", "sip"), "$.addresses['sip:']", "that way"),
    "linked twice": (
        address(NUMBER, link={"contact_center": "desk", "front_door": "main"}),
        "$.addresses",
        "one of the two",
    ),
    "linked to nothing": (address(NUMBER, link={"flow": "main"}), "$.addresses", "one of the two"),
    "flow at the front door": (
        address(NUMBER, link={"front_door": "main", "flow": "x"}),
        "$.addresses",
        "one of the two",
    ),
    "linked to nobody": (address(NUMBER, link={"contact_center": "nobody"}), "$.addresses", "Create it first"),
    "one person twice": (broken(users__bert__object_id="a"), "$.users['bert']", "one of the two"),
    "role in no contact center": (
        broken(users__anna__roles={"nobody": ["agent"]}),
        "$.users['anna']",
        "Create it first",
    ),
    "member of no contact center": (
        broken(users__anna__memberships={"nobody": {}}),
        "$.users['anna']",
        "Create it first",
    ),
    "skill of another": (
        broken(users__anna__memberships={"desk": {"dutch": 1}}),
        "$.users['anna'].memberships.desk",
        "Define the skill",
    ),
}


@pytest.mark.parametrize(("document", "path", "way_out"), RULES.values(), ids=RULES)
def test_each_rule_is_told_with_its_place_and_the_way_out(document: Json, path: str, way_out: str) -> None:
    with pytest.raises(FlowInvalid) as raised:
        directory_from(document, "x/tenant.json")
    found = raised.value.findings
    assert {finding.file for finding in found} == {"x/tenant.json"}
    assert any(one.path.startswith(path) and way_out in f"{one.message} {one.hint}" for one in found), found
    assert all(one.message and one.hint for one in found)


def test_all_faults_are_told_at_once() -> None:
    document = broken(
        tenant__time_zone="Mars/Base", users__bert__object_id="a", contact_centers__front_door={"title": "F"}
    )
    with pytest.raises(FlowInvalid) as raised:
        directory_from(document)
    assert len(raised.value.findings) == 3


def test_the_file_and_the_stored_documents_are_the_same() -> None:
    directory = directory_from(TENANT)
    stored = {(kind, key): value for kind, key, value in documents_of(directory)}
    assert directory_of(stored) == directory
    assert ("tenant", "tenant") in stored
    assert len(stored) == 1 + 2 + 5 + 3 + 1


def test_a_changed_thing_changes_nothing_else() -> None:
    directory = directory_from(TENANT)
    after = changed(directory, "contact_center", "desk", {"title": "Front desk"})
    assert (after.contact_centers["desk"].title, directory.contact_centers["desk"].title) == ("Front desk", "Desk")
    assert changed(after, "contact_center", "desk", {"title": "Desk"}) == directory


REFUSED: dict[str, tuple[str, str, Json, type[RequestRefused], str]] = {
    "second link": ("address", DESK, {"kind": "number", "link": {"front_door": "main"}}, Conflict, "address_linked"),
    "other flow of the same place": (
        "address", MAIN, {"kind": "number", "link": {"front_door": "other"}}, Conflict, "address_linked",
    ),
    "link to nobody": ("address", FREE, {"kind": "number", "link": {"contact_center": "no"}}, Conflict, "rule"),
    "contact center that is linked": ("contact_center", "desk", None, Conflict, "in_use"),
    "skill that is held": ("contact_center", "sales", {"title": "Sales"}, Conflict, "in_use"),
    "person twice": ("user", "eve", {"name": "E", "directory_id": "d", "object_id": "a"}, Conflict, "rule"),
    "another id": ("tenant", "tenant", {**TENANT["tenant"], "id": "emea-other"}, Conflict, "rule"),
    "another region": ("tenant", "tenant", {**TENANT["tenant"], "id": "nora-x", "region": "NORA"}, Conflict, "rule"),
    "no such user": ("user", "nobody", None, RequestRefused, "not_found"),
    "not of its kind": ("user", "eve", {"nick": "E"}, RequestRefused, "bad_value"),
    "level that is none": (
        "user", "bert", {"name": "B", "directory_id": "d", "object_id": "b", "memberships": {"sales": {"dutch": -1}}},
        RequestRefused, "bad_value",
    ),
}  # fmt: skip  # one case reads as one


@pytest.mark.parametrize(("kind", "key", "value", "error", "code"), REFUSED.values(), ids=REFUSED)
def test_a_change_that_breaks_a_rule_is_refused(
    kind: str, key: str, value: Json, error: type[RequestRefused], code: str
) -> None:
    with pytest.raises(error) as refused:
        changed(directory_from(TENANT), kind, key, value)
    assert refused.value.code == code
    assert code in ("not_found", "bad_value") or refused.value.hint


def test_an_address_is_linked_anew_after_it_was_unlinked() -> None:
    unlinked = changed(directory_from(TENANT), "address", DESK, {"kind": "number"})
    linked = changed(unlinked, "address", DESK, {"kind": "number", "link": {"front_door": "main"}})
    assert linked.addresses[DESK].link is not None


def test_a_rule_broken_long_ago_does_not_forbid_other_changes() -> None:
    directory = directory_from(TENANT)
    old = directory.users["bert"].__class__("Twin", "d", "a")
    broken_before = directory.__class__(
        directory.tenant, directory.contact_centers, directory.addresses, {**directory.users, "twin": old}
    )
    assert changed(broken_before, "switch", "closure", {"on": True}).switches["closure"].on


def test_a_title_may_change_while_linked() -> None:
    value = {"kind": "number", "title": "New", "link": {"contact_center": "desk"}}
    assert changed(directory_from(TENANT), "address", DESK, value).addresses[DESK].title == "New"


@pytest.mark.parametrize(("until_ms", "at_ms", "on"), [(0, 5, True), (10, 9, True), (10, 10, False)])
def test_a_switch_may_end_by_itself(until_ms: int, at_ms: int, on: bool) -> None:
    switches = changed(directory_from(TENANT), "switch", "closure", {"on": True, "until_ms": until_ms}).switches
    assert switches["closure"].is_on(at_ms) is on


def test_who_is_an_agent() -> None:
    users = directory_from(TENANT).users
    assert [name for name, user in users.items() if user.is_agent()] == ["anna", "bert"]
