"""The directory: every rule is broken once, and what is said tells what to do."""

from copy import deepcopy
from typing import Any

import pytest

from flowengine.errors import Conflict, FlowInvalid, RequestRefused
from flowengine.messages import Json
from flowengine.tenancy.change import changed
from flowengine.tenancy.directory import directory_from, directory_of, documents_of
from tests.switchboard.office import DESK, FREE, MAIN, TENANT
from tests.tenancy.full import FULL


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
    "range whose end comes first": (
        address("+442079460199-+442079460100"),
        "$.addresses['+442079460199-+442079460100']",
        "the first number",
    ),
    "range of unlike numbers": (address("+442079460100-+31201234567"), "$.addresses", "the first number"),
    "range of too many": (address("+442000000000-+442099999999"), "$.addresses", "the first number"),
    "ranges that cross": (
        broken(
            addresses={
                key: {"kind": "number"} for key in ("+442079460100-+442079460150", "+442079460140-+442079460199")
            }
        ),
        "$.addresses['+442079460140-+442079460199']",
        "End the one where the other begins",
    ),
    "second catch-all of a kind": (
        address("sip:*", "number"),
        "$.addresses['sip:*']",
        "That of this kind is written *",
    ),
    "catch-all in the middle": (address("chat:si*te", "chat"), "$.addresses", "that way"),
    "chat with spaces": (address("chat:our site", "chat"), "$.addresses", "that way"),
    "e-mail in capitals": (address("Help@x.example", "email"), "$.addresses", "that way"),
    "e-mail without a domain": (address("help@x", "email"), "$.addresses", "that way"),
    "no kind of address": (address("fax:1", "fax"), "$.addresses['fax:1']", "Invalid enum"),
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
    "id that is none": (broken(users={"an na": TENANT["users"]["anna"]}), "$.users['an na']", "Letters, digits"),
    "nobody's object": (broken(users__anna__object_id=""), "$.users['anna']", "length >= 1"),
    "member of the whole tenant": (broken(users__anna__memberships={"": {}}), "$.users['anna']", "Name the contact"),
    "two calls at once": (broken(users__anna__capacity={"voice": 2}), "$.users['anna'].capacity.voice", "Write 1"),
    "capacity of no channel": (broken(users__anna__capacity={"fax": 1}), "$.users['anna']", "Invalid enum"),
    "a device twice": (broken(users__anna__devices=["pc", "pc"]), "$.users['anna'].devices", "Name each once"),
    "a licence twice": (
        broken(tenant__licences={"salesforce": 5}, users__anna__licences=["salesforce"] * 2),
        "$.users['anna'].licences",
        "Name each once",
    ),
    "a licence that nobody bought": (
        broken(users__anna__licences=["salesforce"]),
        "$.users['anna'].licences",
        "Write the seats",
    ),
    "more licences than seats": (
        broken(
            tenant__licences={"salesforce": 1},
            users__anna__licences=["salesforce"],
            users__bert__licences=["salesforce"],
        ),
        "$.users['bert'].licences",
        "Withdraw one",
    ),
    "seats below nothing": (broken(tenant__licences={"salesforce": -1}), "$.tenant", ">= 0"),
    "bad name of a platform": (broken(tenant__licences={"Dynamics 365": 1}), "$.tenant.licences", "Small letters"),
    "bad name of an away reason": (
        broken(tenant__away_reasons={"Lunch!": "L"}),
        "$.tenant.away_reasons",
        "Small letters",
    ),
    "away reason without a title": (broken(tenant__away_reasons={"lunch": ""}), "$.tenant", "length >= 1"),
    "no language": (broken(tenant__languages=[]), "$.tenant", "length >= 1"),
    "language that is none": (broken(tenant__languages=["English"]), "$.tenant.languages", "en or nl-BE"),
    "language that is none there": (
        broken(contact_centers__desk={"title": "D", "languages": ["n"]}),
        "$.contact_centers.desk.languages",
        "en or nl",
    ),
    "bad name of a disposition": (
        broken(contact_centers__desk={"title": "D", "dispositions": {"All done": "D"}}),
        "$.contact_centers.desk.dispositions",
        "Small letters",
    ),
    "no such formula": (
        broken(contact_centers__desk={"title": "D", "service_level": {"formula": "answered"}}),
        "$.contact_centers['desk']",
        "Invalid enum",
    ),
    "no such order": (
        broken(contact_centers__desk={"title": "D", "agent_order": "random"}),
        "$.contact_centers['desk']",
        "Invalid enum",
    ),
    "no such end of wrap-up": (
        broken(contact_centers__desk={"title": "D", "wrap_up": {"mode": "ever"}}),
        "$.contact_centers['desk']",
        "Invalid",
    ),
    "weight over 100": (
        broken(contact_centers__desk={"title": "D", "weight": 101}),
        "$.contact_centers['desk']",
        "<= 100",
    ),
    "more than an agent has": (
        broken(contact_centers__desk={"title": "D", "capacity": {"chat": {"cost": 40, "most": 3}}}),
        "$.contact_centers.desk.capacity.chat",
        "Lower `cost` or `most`",
    ),
    "a share of voice": (
        broken(contact_centers__desk={"title": "D", "capacity": {"voice": {"cost": 50}}}),
        "$.contact_centers['desk']",
        "Invalid enum",
    ),
    "misses without end": (
        broken(contact_centers__desk={"title": "D", "misses": {"voice": 11}}),
        "$.contact_centers['desk']",
        "<= 10",
    ),
    "blocked without a reason": (
        broken(blocked_callers={"+447700900666": {"reason": " "}}),
        "$.blocked_callers['+447700900666']",
        "Say why",
    ),
    "blocked is no number": (
        broken(blocked_callers={"anna": {"reason": "x"}}),
        "$.blocked_callers['anna']",
        "in E.164",
    ),
    "exception of no schedule": (broken(exceptions={"nowhere/office": {}}), "$.exceptions", "front_door/"),
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


def test_a_file_holds_what_somebody_has_said() -> None:
    assert {key: value for kind, key, value in documents_of(directory_from(FULL)) if kind == "contact_center"} == FULL[
        "contact_centers"
    ]


def test_a_rule_that_came_later_does_not_stop_a_tenant() -> None:
    stored = {(kind, key): value for kind, key, value in documents_of(directory_from(TENANT))}
    stored["user", "anna"]["memberships"]["nobody"] = {}
    assert "nobody" in directory_of(stored).users["anna"].memberships


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
    "another region": (
        "tenant", "tenant", {**TENANT["tenant"], "id": "nora-x", "region": "NORA"}, Conflict, "wrong_region",
    ),
    "licence that is used up": (
        "user", "bert", {"name": "B", "directory_id": "d", "object_id": "b", "licences": ["salesforce"]},
        Conflict, "rule",
    ),
    "the last administrator": ("user", "dora", None, Conflict, "rule"),
    "the last administrator's role": (
        "user", "dora", {"name": "D", "directory_id": "d", "object_id": "c", "roles": {"desk": ["administrator"]}},
        Conflict, "rule",
    ),
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
    bert = {**TENANT["users"]["bert"], "name": "Bertram"}
    assert changed(broken_before, "user", "bert", bert).users["bert"].name == "Bertram"


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
