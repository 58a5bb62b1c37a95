"""The directory over the API: one by one with ETags, together, as the tenant file and as CSV."""

from typing import Any

import msgspec
import pytest
from litestar import Litestar
from litestar.testing import TestClient

from flowengine.lang.canonical import canonical, content_hash
from flowengine.messages import DirectorySynced
from flowengine.tenancy.directory import directory_from
from tests.api.world import ABROAD, HOME, World, call, sign_in
from tests.tenancy.full import FULL

Client = TestClient[Litestar]
DORA = {"name": "Dora", "directory_id": "demo", "object_id": "dora", "roles": {"": ["administrator"]}}


@pytest.fixture
def admin(client: Client, world: World) -> Client:
    """Somebody who administers the tenant of tests/tenancy/full.py."""
    tenant = {**FULL["tenant"], "id": HOME, "demo": True}
    users = {**FULL["users"], "administrator": {**DORA, "object_id": "administrator"}}
    world.runtime.directories[HOME] = directory_from({**FULL, "tenant": tenant, "users": users})
    sign_in(client, "administrator")
    return client


def etag(client: Client, path: str) -> str:
    tag: str = call(client, "GET", path).headers["etag"]
    return tag


def get(client: Client, path: str) -> Any:
    answer = call(client, "GET", path)
    assert answer.status_code == 200, answer.text
    return answer.json()


# --- one by one -------------------------------------------------------------------------------------------------------

THINGS: dict[str, tuple[str, dict[str, Any]]] = {
    "contact center": ("/api/contact-centers/north", {"title": "North", "skills": {"thai": {}}}),
    "address": ("/api/addresses/chat:north", {"kind": "chat", "link": {"contact_center": "sales"}}),
    "range": ("/api/addresses/+441632960000-+441632960099", {"kind": "number"}),
    "e-mail": ("/api/addresses/sales@x.example", {"kind": "email", "title": "Sales"}),
    "user": ("/api/users/dora2", {**DORA, "object_id": "dora2", "memberships": {"sales": {"dutch": 5}}}),
}


@pytest.mark.parametrize(("path", "value"), THINGS.values(), ids=THINGS)
def test_a_thing_is_made_read_changed_and_removed(admin: Client, path: str, value: dict[str, Any]) -> None:
    assert call(admin, "GET", path).status_code == 404
    assert call(admin, "PUT", path, value).json()["code"] == "if_match_needed"
    made = call(admin, "PUT", path, value, if_none_match="*")
    assert (made.status_code, made.json()) == (200, value)
    assert call(admin, "PUT", path, value, if_none_match="*").status_code == 412, "it is there already"
    assert etag(admin, path) == made.headers["etag"]
    name = "title" if "title" in value or "name" not in value else "name"
    changed = call(admin, "PUT", path, {**value, name: "Other"}, if_match=made.headers["etag"])
    assert changed.json()[name] == "Other"
    stale = call(admin, "PUT", path, value, if_match=made.headers["etag"])
    assert (stale.status_code, stale.json()["code"]) == (412, "stale_base")
    assert call(admin, "DELETE", path, if_match=made.headers["etag"]).status_code == 412
    assert call(admin, "DELETE", path).status_code == 428
    assert call(admin, "DELETE", path, if_match=changed.headers["etag"]).status_code == 204
    assert call(admin, "GET", path).status_code == 404


REFUSED: dict[str, tuple[str, str, dict[str, Any], int, str]] = {
    "a second link": (
        "PUT", "/api/addresses/chat:site", {"kind": "chat", "link": {"contact_center": "sales"}},
        409, "Unlink it first",
    ),
    "a number that is none": ("PUT", "/api/addresses/12345", {"kind": "number"}, 409, "that way"),
    "a link to nobody": (
        "PUT", "/api/addresses/chat:x", {"kind": "chat", "link": {"contact_center": "no"}}, 409, "Create it first",
    ),
    "a contact center in use": ("DELETE", "/api/contact-centers/sales", {}, 409, "Link those addresses elsewhere"),
    "a skill that is held": ("PUT", "/api/contact-centers/sales", {"title": "Sales"}, 409, "Take it away from them"),
    "a skill that is held, alone": ("DELETE", "/api/contact-centers/sales/skills/dutch", {}, 409, "Take it away"),
    "a name that is none": ("PUT", "/api/contact-centers/North!", {"title": "N"}, 409, "Small letters"),
    "a level over 100": (
        "PUT", "/api/users/dora", {**DORA, "object_id": "c", "memberships": {"sales": {"dutch": 101}}},
        400, "Write it so",
    ),
    "one person twice": ("PUT", "/api/users/twin", {**DORA, "object_id": "administrator"}, 409, "Keep one of the two"),
    "the seats that are given": ("PUT", "/api/licences/salesforce", {"seats": 0}, 409, "Withdraw one"),
    "a licence too many": ("PUT", "/api/users/dora/licences/salesforce", {}, 409, "Withdraw one"),
    "a licence of nothing": ("PUT", "/api/users/dora/licences/genesys", {}, 409, "Write the seats"),
    "a platform that is used": ("DELETE", "/api/licences/salesforce", {}, 409, "Write the seats"),
    "a tenant of another id": (
        "PUT", "/api/tenant", {**FULL["tenant"], "id": "emea-other"}, 409, "Make a new tenant",
    ),
    "a title that is none": ("PUT", "/api/away-reasons/lunch", {"title": ""}, 400, "Write it so"),
    "a copy that is there": ("POST", "/api/contact-centers/sales/copies", {"name": "desk"}, 409, "another name"),
    "a copy that breaks a rule": (
        "POST", "/api/contact-centers/sales/copies", {"name": "n", "changes": {"time_zone": "Mars"}}, 409, "IANA",
    ),
    "a block without a number": ("POST", "/api/blocked-callers", {"number": "x", "reason": "x"}, 400, "Write it like"),
    "a block without a reason": (
        "POST", "/api/blocked-callers", {"number": "+447700900123", "reason": " "}, 409, "Say why",
    ),
}  # fmt: skip  # one case reads as one


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_a_broken_rule_is_refused_with_the_way_out(
    admin: Client, world: World, case: tuple[str, str, dict[str, Any], int, str]
) -> None:
    method, path, body, status, way_out = case
    before = world.runtime.directories[HOME]
    answer = call(admin, method, path, body, if_match="*")
    assert answer.status_code == status, answer.text
    assert way_out in answer.json()["hint"]
    assert world.runtime.directories[HOME] == before


@pytest.mark.parametrize(
    "path",
    [
        "/api/contact-centers/their_center",
        "/api/users/their_agent",
        "/api/addresses/chat:theirs",
        "/api/contact-centers/their_center/skills/dutch",
        "/api/users/their_agent/licences/salesforce",
    ],
)
def test_another_tenants_things_are_not_there(admin: Client, world: World, path: str) -> None:
    methods = ("PUT", "DELETE") if path.count("/") > 3 else ("GET", "DELETE")
    for method in methods:
        answer = call(admin, method, path, {"title": "x"}, if_match="*")
        assert answer.status_code == 404, answer.text
    assert world.runtime.events == []
    assert "their_center" not in world.runtime.directories[ABROAD].contact_centers


# --- what stands inside things ----------------------------------------------------------------------------------------


def test_skills_dispositions_and_away_reasons(admin: Client) -> None:
    center = "/api/contact-centers/sales"
    assert call(admin, "PUT", f"{center}/skills/thai", {"title": "Thai"}).status_code == 200
    assert call(admin, "PUT", f"{center}/dispositions/later", {"title": "Later"}).status_code == 200
    assert call(admin, "DELETE", f"{center}/dispositions/sold").status_code == 204
    found = get(admin, center)
    assert found["skills"]["thai"] == {"title": "Thai"}
    assert found["dispositions"] == {"lost": "Lost; for good", "later": "Later"}
    assert call(admin, "DELETE", f"{center}/skills/unheard").status_code == 404
    assert call(admin, "PUT", "/api/away-reasons/dentist", {"title": "Dentist"}).status_code == 200
    assert call(admin, "DELETE", "/api/away-reasons/lunch").status_code == 204
    assert get(admin, "/api/away-reasons") == {"training": "Training, or reading", "dentist": "Dentist"}


def test_a_licence_is_withdrawn_and_given_again(admin: Client) -> None:
    def salesforce() -> Any:
        return next(row for row in get(admin, "/api/licences") if row["platform"] == "salesforce")

    assert salesforce() == {"platform": "salesforce", "seats": 1, "given": 1, "free": 0, "users": ["anna"]}
    assert call(admin, "DELETE", "/api/users/anna/licences/salesforce").status_code == 204
    assert call(admin, "PUT", "/api/users/dora/licences/salesforce").status_code == 204
    assert call(admin, "PUT", "/api/users/dora/licences/salesforce").status_code == 204, "given already"
    assert salesforce()["users"] == ["dora"]
    assert call(admin, "PUT", "/api/licences/salesforce", {"seats": 3}).json() == {"seats": 3}
    assert salesforce()["free"] == 2


def test_a_caller_is_blocked_and_let_in(admin: Client) -> None:
    body = {"number": "+44 7700 900123", "reason": "threats", "until": "2031-01-01T00:00:00Z"}
    shown = {**body, "number": "+447700900123", "owner": "administrator"}
    assert call(admin, "POST", "/api/blocked-callers", body).json() == shown
    assert shown in get(admin, "/api/blocked-callers")
    assert call(admin, "POST", "/api/blocked-callers/let-in", {"number": "+447700900123"}).status_code == 204
    assert shown not in get(admin, "/api/blocked-callers")
    assert call(admin, "POST", "/api/blocked-callers/let-in", {"number": "+447700900123"}).status_code == 404


def test_a_contact_center_like_this_one(admin: Client) -> None:
    body = {"name": "north", "changes": {"title": "North", "hours": None, "skills": {"thai": {}}}}
    made = call(admin, "POST", "/api/contact-centers/sales/copies", body)
    assert made.status_code == 201, made.text
    assert made.headers["etag"] == etag(admin, "/api/contact-centers/north")
    original = get(admin, "/api/contact-centers/sales")
    expected = {**original, "title": "North", "skills": {**original["skills"], "thai": {}}}
    expected.pop("hours")
    assert made.json() == expected
    assert call(admin, "POST", "/api/contact-centers/nowhere/copies", {"name": "x"}).status_code == 404


def steered(world: World) -> list[DirectorySynced]:
    """What was to be changed; that somebody took something out is another story (test_audit.py)."""
    return [event for _, event in world.runtime.events if isinstance(event, DirectorySynced)]


# --- together ---------------------------------------------------------------------------------------------------------


def test_the_export_comes_back_byte_for_byte(admin: Client, world: World) -> None:
    exported = call(admin, "GET", "/api/directory")
    assert exported.text == canonical(exported.json())
    before = world.runtime.directories[HOME]
    answer = call(admin, "PUT", "/api/directory", exported.json())
    assert answer.json()["counts"] == {"unchanged": 18}
    assert (answer.json()["applied"], world.runtime.directories[HOME]) == (True, before)
    assert call(admin, "GET", "/api/directory").text == exported.text
    assert steered(world) == [], "nothing changed, so nothing happened"


def test_an_export_makes_a_lost_directory_again(admin: Client, world: World) -> None:
    exported = call(admin, "GET", "/api/directory")
    small = {"format": 1, "contact_centers": {}, "addresses": {}, "exceptions": {}, "blocked_callers": {}}
    small["users"] = {"administrator": exported.json()["users"]["administrator"]}
    assert call(admin, "PUT", "/api/directory", small).json()["applied"]
    assert world.runtime.directories[HOME].contact_centers == {}
    assert world.runtime.directories[HOME].switches, "a section that is left out stays"
    assert call(admin, "PUT", "/api/directory", exported.json()).json()["applied"]
    assert call(admin, "GET", "/api/directory").text == exported.text


def test_an_import_is_tried_before_it_is_made(admin: Client, world: World) -> None:
    file = get(admin, "/api/directory")
    file["contact_centers"]["north"] = {"title": "North"}
    file["contact_centers"]["desk"]["title"] = "Front desk"
    file["addresses"]["chat:site"]["link"] = {"contact_center": "north"}
    del file["switches"]["closure"]
    before = world.runtime.directories[HOME]
    tried = call(admin, "PUT", "/api/directory?dry_run=true", file).json()
    told = {(row["kind"], row["key"]): row["outcome"] for row in tried["things"] if row["outcome"] != "unchanged"}
    assert told == {
        ("contact_center", "north"): "added",
        ("contact_center", "desk"): "changed",
        ("address", "chat:site"): "changed",
        ("switch", "closure"): "removed",
    }
    assert (tried["applied"], world.runtime.directories[HOME]) == (False, before)
    done = call(admin, "PUT", "/api/directory", file).json()
    assert (done["applied"], done["things"]) == (True, tried["things"])
    [event] = steered(world)
    assert (event.source, event.author, len(event.changes)) == ("file", "administrator", 4)
    made = {each.body: each.hash for each in event.changes if each.body}
    assert {body: content_hash(canonical(msgspec.json.decode(body))) for body in made} == made, "ready to be stored"


def test_an_import_with_faults_tells_them_all_and_changes_nothing(admin: Client, world: World) -> None:
    file = get(admin, "/api/directory")
    file["users"]["anna"]["memberships"]["sales"]["thai"] = 5
    file["addresses"]["12"] = {"kind": "number"}
    file["contact_centers"]["desk"]["colour"] = "red"
    before = world.runtime.directories[HOME]
    tried = call(admin, "PUT", "/api/directory?dry_run=true", {**file, "contact_centers": before_centers(file)})
    refused = {row["key"]: row["hint"] for row in tried.json()["things"] if row["outcome"] == "refused"}
    assert refused == {"anna": "Define the skill there.", "12": "Write the address that way."}
    answer = call(admin, "PUT", "/api/directory", file)
    assert answer.status_code == 422
    assert [(row["path"], row["file"]) for row in answer.json()["findings"]] == [
        ("$.contact_centers['desk']", "tenant.json")
    ]
    assert world.runtime.directories[HOME] == before


def before_centers(file: dict[str, Any]) -> dict[str, Any]:
    centers: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(file["contact_centers"]))
    del centers["desk"]["colour"]
    return centers


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ({}, "format"),
        ({"format": 2}, "format"),
        ({"format": 1, "colours": {}}, "“colours” is not known"),
        ({"format": 1, "users": []}, "must be an object"),
    ],
)
def test_what_is_no_tenant_file_is_refused(admin: Client, file: dict[str, Any], words: str) -> None:
    answer = call(admin, "PUT", "/api/directory?dry_run=true", file)
    assert answer.status_code == 422
    assert words in answer.text


def test_an_import_on_an_old_export_is_refused(admin: Client) -> None:
    exported = call(admin, "GET", "/api/directory")
    call(admin, "PUT", "/api/away-reasons/dentist", {"title": "Dentist"})
    answer = call(admin, "PUT", "/api/directory", exported.json(), if_match=exported.headers["etag"])
    assert (answer.status_code, answer.json()["code"]) == (412, "stale_base")


def test_many_changes_are_made_together_or_not_at_all(admin: Client, world: World) -> None:
    changes = [
        {"kind": "user", "key": "zoe", "value": {**DORA, "object_id": "z", "memberships": {"north": {}}}},
        {"kind": "contact_center", "key": "north", "value": {"title": "North"}},
    ]
    tried = call(admin, "POST", "/api/directory/changes", {"changes": changes, "dry_run": True}).json()
    assert (tried["applied"], tried["counts"]) == (False, {"added": 2})
    assert world.runtime.events == []
    refused = call(admin, "POST", "/api/directory/changes", {"changes": changes[:1]})
    assert (refused.status_code, world.runtime.events) == (422, [])
    assert call(admin, "POST", "/api/directory/changes", {"changes": changes}).json()["applied"]
    assert "zoe" in world.runtime.directories[HOME].users


# --- tables -----------------------------------------------------------------------------------------------------------


def test_a_list_goes_out_and_comes_in(admin: Client, world: World) -> None:
    answer = call(admin, "GET", "/api/directory/csv/levels")
    assert answer.headers["content-type"].startswith("text/csv")
    assert 'filename="levels.csv"' in answer.headers["content-disposition"]
    text = answer.text
    assert text == "user,contact_center,skill,level\r\nanna,sales,dutch,80\r\nanna,sales,refunds,0\r\n"
    same = call(admin, "PUT", "/api/directory/csv/levels", {"csv": text}).json()
    assert (same["applied"], same["counts"]) == (True, {"unchanged": 2})
    one = {"csv": "user;contact_center;skill;level\nanna;sales;dutch;85\n"}
    tried = call(admin, "PUT", "/api/directory/csv/levels?dry_run=true", one).json()
    assert [(row["line"], row["key"], row["outcome"]) for row in tried["rows"]] == [
        (2, "anna sales dutch", "changed"),
        (0, "anna sales refunds", "removed"),
    ]
    assert (tried["applied"], steered(world)) == (False, [])
    assert call(admin, "POST", "/api/directory/csv/levels", one).json()["counts"] == {"changed": 1}
    assert world.runtime.directories[HOME].users["anna"].memberships["sales"] == {"dutch": 85, "refunds": 0}


def test_a_broken_row_refuses_the_file(admin: Client, world: World) -> None:
    body = {"csv": "user,contact_center,skill,level\nanna,sales,dutch,90\ndora,sales,thai,5\nanna,sales,refunds,x\n"}
    answer = call(admin, "POST", "/api/directory/csv/levels", body)
    assert answer.status_code == 422
    assert [(row["path"], row["file"]) for row in answer.json()["findings"]] == [
        ("line 3, level", "levels.csv"),
        ("line 4, level", "levels.csv"),
    ]
    assert all(row["hint"] for row in answer.json()["findings"])
    assert world.runtime.events == []
    tried = call(admin, "POST", "/api/directory/csv/levels?dry_run=true", body).json()
    assert tried["counts"] == {"changed": 1, "refused": 2}


def test_there_is_no_other_list(admin: Client) -> None:
    for method in ("GET", "PUT", "POST"):
        assert call(admin, method, "/api/directory/csv/secrets", {"csv": ""}).status_code == 404


def test_who_administers_one_contact_center_keeps_it_and_nothing_else(client: Client) -> None:
    sign_in(client, "administrator_billing")
    billing = "/api/contact-centers/billing"
    value = {**get(client, billing), "title": "Bills"}
    assert call(client, "PUT", billing, value, if_match="*").status_code == 200
    assert call(client, "PUT", f"{billing}/skills/thai", {"title": "Thai"}).status_code == 200
    for method, path in (
        ("PUT", "/api/contact-centers/fresh"),
        ("DELETE", billing),
        ("POST", f"{billing}/copies"),
        ("GET", "/api/directory"),
        ("PUT", "/api/users/administrator_billing"),
        ("GET", "/api/directory/csv/users"),
    ):
        answer = call(client, method, path, {"name": "fresh"}, if_match="*")
        assert answer.status_code == 403, (method, path)
        assert answer.json()["hint"]
