"""Changes of a directory: all or none, in any order, each told; what is used is not taken away without a word."""

from itertools import permutations

import pytest

from flowengine.errors import Conflict, NotFound
from flowengine.messages import Json
from flowengine.tenancy.change import Change, changed, sync
from flowengine.tenancy.copy import like
from flowengine.tenancy.directory import Directory, directory_from, documents_of
from tests.switchboard.office import DESK, TENANT
from tests.tenancy.full import FULL


def told(directory: Directory, *changes: Change) -> list[tuple[str, str]]:
    return [(result.key, result.outcome) for result in sync(directory, changes).results]


HELP = Change("contact_center", "help", {"title": "Help", "skills": {"french": {}}})
CLAIRE = Change(
    "user",
    "claire",
    {"name": "Claire", "directory_id": "d", "object_id": "x", "memberships": {"help": {"french": 60}}},
)
LINE = Change("address", "+442079460120", {"kind": "number", "link": {"contact_center": "help"}})


def test_the_order_of_changes_changes_nothing() -> None:
    directory = directory_from(TENANT)
    outcomes = {
        tuple(sorted((kind, key) for kind, key, _ in documents_of(sync(directory, order).directory)))
        for order in permutations([HELP, CLAIRE, LINE])
    }
    assert len(outcomes) == 1
    assert ("user", "claire") in outcomes.pop()


def test_each_change_is_told() -> None:
    directory = directory_from(TENANT)
    desk = Change("contact_center", "desk", {"title": "Front desk"})
    same = Change("contact_center", "sales", TENANT["contact_centers"]["sales"])
    gone = Change("switch", "closure", None)
    assert told(directory, HELP, desk, same, gone) == [
        ("help", "added"),
        ("desk", "changed"),
        ("sales", "unchanged"),
        ("closure", "removed"),
    ]


def test_one_refused_change_changes_nothing_and_the_others_are_told_all_the_same() -> None:
    directory = directory_from(TENANT)
    synced = sync(directory, [HELP, CLAIRE._replace(value={"name": "Claire"}), LINE])
    assert synced.directory is directory
    assert [result.outcome for result in synced.results] == ["added", "refused", "added"]


@pytest.mark.parametrize("turned", [False, True])
def test_people_may_swap_their_places(turned: bool) -> None:
    anna, bert = ({**TENANT["users"][key]} for key in ("anna", "bert"))
    anna["object_id"], bert["object_id"] = bert["object_id"], anna["object_id"]
    changes = [Change("user", "anna", anna), Change("user", "bert", bert)]
    assert not sync(directory_from(TENANT), list(reversed(changes)) if turned else changes).refusals


def test_a_licence_is_free_again_when_it_is_withdrawn() -> None:
    directory = directory_from(FULL)
    dora: Json = {**FULL["users"]["dora"], "licences": ["salesforce"]}
    with pytest.raises(Conflict, match="All 1 licences of “salesforce” are given"):
        changed(directory, "user", "dora", dora)
    anna: Json = {**FULL["users"]["anna"], "licences": []}
    withdrawn = changed(directory, "user", "anna", anna)
    assert changed(withdrawn, "user", "dora", dora).users["dora"].licences == ("salesforce",)
    together = sync(directory, [Change("user", "dora", dora), Change("user", "anna", anna)])
    assert not together.refusals


def test_seats_do_not_fall_below_what_is_given() -> None:
    tenant: Json = {**FULL["tenant"], "licences": {"salesforce": 0, "dynamics_365": 2}}
    with pytest.raises(Conflict, match="All 0 licences"):
        changed(directory_from(FULL), "tenant", "tenant", tenant)


IN_USE: dict[str, tuple[str, Json, str]] = {
    "contact center": ("sales", None, "address +442079460101, user anna"),
    "skill": ("sales", {"title": "Sales"}, "Skill “dutch” of “sales” is held: user anna"),
}


@pytest.mark.parametrize(("name", "value", "words"), IN_USE.values(), ids=IN_USE)
def test_what_is_used_is_refused_with_who_uses_it(name: str, value: Json, words: str) -> None:
    with pytest.raises(Conflict) as refused:
        changed(directory_from(TENANT), "contact_center", name, value)
    assert words in str(refused.value)
    assert (refused.value.code, bool(refused.value.hint)) == ("in_use", True)


def test_many_users_of_a_thing_are_counted() -> None:
    many: Json = {f"+4420794602{n:02}": {"kind": "number", "link": {"contact_center": "desk"}} for n in range(20)}
    directory = directory_from({**TENANT, "addresses": {**TENANT["addresses"], **many}})
    with pytest.raises(Conflict, match=r"\+442079460104.* and 19 more"):
        changed(directory, "contact_center", "desk", None)


def test_what_is_no_longer_used_may_go_in_the_same_change() -> None:
    changes = [
        Change("contact_center", "sales", None),
        Change("address", "+442079460101", None),
        Change("user", "anna", {**TENANT["users"]["anna"], "memberships": {"desk": {}}}),
    ]
    assert "sales" not in sync(directory_from(TENANT), changes).directory.contact_centers


ODD: dict[str, tuple[list[Change], str]] = {
    "the same thing twice": ([HELP, HELP], "doubled"),
    "no such kind": ([Change("planet", "mars", {})], "bad_kind"),
    "nothing there": ([Change("user", "nobody", None)], "not_found"),
    "no tenant": ([Change("tenant", "tenant", None)], "bad_value"),
    "another tenant": ([Change("tenant", "other", TENANT["tenant"])], "rule"),
    "a switch without its reason": ([Change("switch", "closure", {"needs_reason": True})], "reason_needed"),
    "a second link": (
        [Change("address", DESK, {"kind": "number", "link": {"contact_center": "sales"}})], "address_linked",
    ),
}  # fmt: skip  # one case reads as one


@pytest.mark.parametrize(("changes", "code"), ODD.values(), ids=ODD)
def test_odd_changes_are_refused(changes: list[Change], code: str) -> None:
    assert [refusal.code for refusal in sync(directory_from(TENANT), changes).refusals] == [code]


def test_a_whole_file_may_move_a_link() -> None:
    moved = Change("address", DESK, {"kind": "number", "link": {"contact_center": "sales"}})
    assert not sync(directory_from(TENANT), [moved], may_relink=True).refusals


# --- a contact center like this one ---------------------------------------------------------------------------------


def test_a_copy_has_the_settings_and_none_of_the_people() -> None:
    directory = directory_from(FULL)
    change = like(directory, "sales", "sales_north", {"hours": "north", "skills": {"french": {}, "refunds": None}})
    after = sync(directory, [change]).directory
    copy, original = after.contact_centers["sales_north"], directory.contact_centers["sales"]
    assert (copy.title, copy.hours) == ("Sales north", "north")
    assert sorted(copy.skills) == ["dutch", "french"]
    assert (copy.wrap_up, copy.dispositions, copy.weight) == (original.wrap_up, original.dispositions, 5)
    assert after.users == directory.users
    assert after.addresses == directory.addresses


def test_a_change_reaches_into_a_setting() -> None:
    change = like(directory_from(FULL), "sales", "north", {"title": "North", "wrap_up": {"max_s": 5}})
    assert change.value["wrap_up"] == {"mode": "mandatory", "max_s": 5}


def test_a_copy_has_a_name_of_its_own_and_an_original() -> None:
    directory = directory_from(FULL)
    with pytest.raises(Conflict) as taken:
        like(directory, "sales", "desk", {})
    assert taken.value.code == "name_taken"
    with pytest.raises(NotFound):
        like(directory, "nowhere", "north", {})
    assert sync(directory, [like(directory, "sales", "North!", {})]).refusals
