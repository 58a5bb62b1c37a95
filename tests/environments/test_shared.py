"""What environments share: pinned and checked at publish, brought to its users, and found where it is used."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from flowengine.environments.publishing import Order
from flowengine.errors import FlowInvalid, NotFound, RequestRefused
from flowengine.messages import DocumentPut, Json
from tests.environments.office import TENANT, Author, Office, Place, lived

RETURN = {"type": "return", "exit": "done"}


def shared(words: str = "Shared.") -> dict[str, Json]:
    """A subflow of the front door."""
    nodes = {"tell": {"type": "menu", "prompt": words, "choices": {"1": {"label": "Yes"}}}, "back": RETURN}
    wires = {"tell": dict.fromkeys(("1", "no_input", "no_match"), "back")}
    return {"format": 1, "title": "Shared", "kind": "subflow", "start": "tell", "nodes": nodes, "wires": wires}


def user(flow: str = "shared", **more: Json) -> dict[str, Json]:
    """A flow of the desk that runs it."""
    nodes = {"call": {"type": "subflow", "flow": flow, "exits": ["done"], **more}, "bye": {"type": "end"}}
    return {"format": 1, "title": "User", "start": "call", "nodes": nodes, "wires": {"call": {"done": "bye"}}}


async def put(office: Office, kind: str, key: str, body: Json) -> None:
    text = msgspec.json.encode(body).decode()
    await office.exchange.submit(TENANT, DocumentPut(kind=kind, key=key, body=text, base="*"))


async def draw(office: Office, environment: str, name: str, flow: Json) -> None:
    place = Place(environment, name)
    try:
        read = office.editor.read_flow(place)
    except NotFound:
        await office.editor.create_flow(place, flow, "edith")
    else:
        await office.editor.save_flow(place, flow, None, read["hash"], "edith")


async def publish(office: Office, environment: str, **order: Any) -> dict[str, Json]:
    return await office.releases.publish(Author(), environment, Order("change", **order))


async def two_environments(office: Office) -> None:
    """The front door has `shared` in release 2, the desk uses it in its release 1."""
    await draw(office, "front_door", "shared", shared())
    await publish(office, "front_door")
    await draw(office, "desk", "main", user())
    await put(office, "environment", "desk", {"format": 1, "entry": {"default": "main"}})
    await put(office, "cases", "desk/main/day.json", {"cases": {}})
    await publish(office, "desk")


def uses(office: Office) -> list[tuple[int, dict[str, int]]]:
    return [(row["number"], row["uses"]) for row in office.releases.all(TENANT, "desk")]


def test_a_release_pins_the_shared_release_that_is_live(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        await two_environments(office)
        assert uses(office) == [(1, {"front_door": 2})]
        assert office.releases.read(TENANT, "desk", 1)["content"]["uses"] == {"front_door": 2}

    lived(tmp_path, life)


def test_it_is_checked_against_what_is_live_and_not_against_drafts(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        await draw(office, "front_door", "shared", shared())
        await draw(office, "desk", "main", user())
        with pytest.raises(FlowInvalid, match="no flow “shared”"):
            await publish(office, "desk")
        await publish(office, "front_door")
        await office.editor.remove_flow(Place("front_door", "shared"), "*", "edith")
        assert (await publish(office, "desk"))["number"] == 1

    lived(tmp_path, life)


def test_cases_run_against_what_callers_will_meet(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        await two_environments(office)
        await draw(office, "front_door", "shared", shared("Only a draft."))
        await publish(office, "desk")
        flows = office.cases.trees[-1]["environments"]["front_door"]["flows"]
        assert flows["shared"]["flow"] == shared()

    lived(tmp_path, life)


def test_publishing_brings_every_user_along_after_its_cases(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        await two_environments(office)
        await draw(office, "front_door", "shared", shared("New."))
        office.cases.asked.clear()
        made = await publish(office, "front_door", users="all")
        assert made == {"number": 3, "users": [{"environment": "desk", "result": "moved", "number": 2}]}
        assert office.cases.asked == [("front_door", "main"), ("desk", "main")]
        assert office.cases.trees[-1]["environments"]["front_door"]["flows"]["shared"]["flow"] == shared("New.")
        assert uses(office) == [(2, {"front_door": 3}), (1, {"front_door": 2})]
        assert office.releases.all(TENANT, "desk")[0]["message"] == "Uses release 3 of the front door: change"
        assert office.releases.all(TENANT, "desk")[0]["live"]

    lived(tmp_path, life)


def test_a_user_whose_cases_fail_stays_where_it_is_unless_there_is_a_reason(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        await two_environments(office)
        office.cases.failing = {"desk"}
        made = await publish(office, "front_door", users="all")
        kept = made["users"][0]
        assert (kept["result"], kept["why"]) == ("kept", "Its cases fail.")
        assert [finding.code for finding in kept["findings"]] == ["case_failed"]
        assert uses(office) == [(1, {"front_door": 2})]
        made = await publish(office, "front_door", users=("desk",), force_reason="the line is down")
        assert [row["result"] for row in made["users"]] == ["moved"]
        assert office.releases.all(TENANT, "desk")[0]["forced"] == "the line is down"

    lived(tmp_path, life)


def test_a_user_that_no_longer_checks_stays_whatever_the_reason(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        await two_environments(office)
        await office.editor.remove_flow(Place("front_door", "shared"), "*", "edith")
        made = await publish(office, "front_door", users="all", force_reason="because")
        kept = made["users"][0]
        assert (kept["result"], kept["why"]) == ("kept", "The check finds errors.")
        assert [finding.code for finding in kept["findings"]] == ["unknown_flow"]

    lived(tmp_path, life)


@pytest.mark.parametrize(
    ("order", "why"),
    [
        pytest.param(
            {"users": ("desk",), "allowed": frozenset()}, "Publishing there needs the role editor.", id="rights"
        ),
        pytest.param({"users": ("idle",)}, "It has no release.", id="nothing live"),
    ],
)
def test_a_user_that_cannot_come_says_why(tmp_path: Path, order: dict[str, Any], why: str) -> None:
    async def life(office: Office) -> None:
        await two_environments(office)
        await put(office, "contact_center", "idle", {"title": "Idle"})
        made = await publish(office, "front_door", **order)
        assert [(row["result"], row["why"]) for row in made["users"]] == [("kept", why)]

    lived(tmp_path, life)


def test_users_come_along_as_canaries_of_a_canary_and_not_beside_their_own(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        await two_environments(office)
        made = await publish(office, "front_door", users="all", canary_percent=10)
        assert [row["result"] for row in made["users"]] == ["moved"]
        rows = office.releases.all(TENANT, "desk")
        assert [(row["number"], row["live"], row["canary"]) for row in rows] == [(2, False, 10.0), (1, True, None)]
        made = await publish(office, "front_door", users="all")
        assert made["users"][0]["why"] == "Its release 2 is being tried; end that first."

    lived(tmp_path, life)


def test_a_user_that_somebody_published_meanwhile_is_left_alone(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        await two_environments(office)

        async def theirs() -> None:
            await publish(office, "desk", force_reason="in a hurry")

        async def later() -> None:  # the first cases are the front door's, the next ones the desk's
            office.cases.meanwhile = theirs

        office.cases.meanwhile = later
        made = await publish(office, "front_door", users="all")
        kept = made["users"][0]
        assert (kept["result"], kept["why"]) == ("kept", "Release 2 of desk was made live meanwhile.")
        assert [row["number"] for row in office.releases.all(TENANT, "desk")] == [2, 1]

    lived(tmp_path, life)


def test_a_preview_says_who_would_come_along(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        await two_environments(office)
        office.cases.failing = {"desk"}
        await draw(office, "front_door", "shared", shared("New."))
        found = await office.releases.preview(Author(), "front_door", Order(users="all"))
        assert [(row["environment"], row["result"]) for row in found["users"]] == [("desk", "kept")]
        assert office.cases.trees[-1]["environments"]["front_door"]["flows"]["shared"]["flow"] == shared("New.")
        assert uses(office) == [(1, {"front_door": 2})]

    lived(tmp_path, life)


def test_only_the_front_door_has_users(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        await two_environments(office)
        with pytest.raises(RequestRefused, match="Nobody uses flows of desk"):
            await publish(office, "desk", users="all")
        with pytest.raises(NotFound):
            await publish(office, "front_door", users=("nowhere",))

    lived(tmp_path, life)


def test_used_by_lists_places_in_drafts_and_live_releases(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        await two_environments(office)
        await draw(office, "desk", "other", user(title="Ask"))
        desk = {"environment": "desk", "node": "call", "path": "$.nodes.call.flow"}
        found = office.releases.used_by(TENANT, "front_door", "flow", "shared")
        assert found == [
            {"in": "draft", "flow": "main", **desk},
            {"in": "draft", "flow": "other", **desk},
            {"in": "live", "flow": "main", **desk},
        ]
        entry = office.releases.used_by(TENANT, "front_door", "flow", "main")
        assert [(row["in"], row["environment"], row["path"]) for row in entry] == [
            ("draft", "front_door", "$.entry.default"),
            ("live", "front_door", "$.entry.default"),
            ("live", "", "$.addresses['+442079460100'].link.front_door"),
        ]

    lived(tmp_path, life)


def test_who_has_an_own_one_of_that_name_does_not_use_the_shared_one(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        await two_environments(office)
        await draw(office, "desk", "shared", shared("Own."))
        found = office.releases.used_by(TENANT, "front_door", "flow", "shared")
        assert {row["in"] for row in found} == {"live"}
        own = office.releases.used_by(TENANT, "desk", "flow", "shared")
        assert [(row["in"], row["flow"]) for row in own] == [("draft", "main"), ("live", "main")]

    lived(tmp_path, life)


def test_prompts_schedules_and_tables_are_found_by_what_fields_mean(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        week = {day: ["09:00-17:00"] for day in ("mon", "tue")}
        things = {
            "prompts": {"hello": "Hello."},
            "schedules": {"office": {"weekly": week}},
            "tables": {"rates": {"key": "code", "rows": []}},
        }
        await put(office, "environment", "front_door", {"format": 1, "entry": {"default": "main"}, **things})
        nodes = {
            "hi": {"type": "say", "prompt": {"prompt": "hello"}},
            "hours": {"type": "opening_hours", "schedule": "office"},
            "case": {"type": "branch", "cases": [{"when": "lookup('rates', 'x') == 1", "outcome": "one"}]},
        }
        await draw(office, "desk", "main", {"format": 1, "title": "D", "start": "hi", "nodes": nodes, "wires": {}})
        for kind, name, path in (
            ("prompt", "hello", "$.nodes.hi.prompt"),
            ("schedule", "office", "$.nodes.hours.schedule"),
            ("table", "rates", "$.nodes.case.cases[0].when"),
        ):
            found = office.releases.used_by(TENANT, "front_door", kind, name)
            assert [(row["in"], row["environment"], row["path"]) for row in found] == [("draft", "desk", path)]
        with pytest.raises(NotFound):
            office.releases.used_by(TENANT, "front_door", "table", "nothing")
        with pytest.raises(RequestRefused, match="“skill” is none of"):
            office.releases.used_by(TENANT, "front_door", "skill", "dutch")

    lived(tmp_path, life)


def test_contact_centers_are_found_wherever_calls_are_led_to_them(tmp_path: Path) -> None:
    """In a step, in what it may be, and in the overflow of a route plan."""

    async def life(office: Office) -> None:
        step = {"after_s": 30, "skills": {}, "overflow": [{"contact_center": "desk"}]}
        case = {"figure": "waiting", "at_least": 3, "outcome": "long"}
        nodes = {
            "wait": {"type": "enqueue", "contact_center": "other", "route_plan": [step]},
            "ask": {"type": "check_queue", "contact_center": "desk", "cases": [case]},
            "go": {"type": "contact_center", "contact_center": "", "chosen_by": "vars.x", "may_be": ["other", "desk"]},
            "none": {"type": "contact_center", "contact_center": "other"},
        }
        flow = {"format": 1, "title": "D", "start": "wait", "nodes": nodes, "wires": {}}
        await draw(office, "front_door", "other", flow)
        found = office.releases.used_by(TENANT, "front_door", "contact_center", "desk")
        assert {(row["environment"], row["flow"], row["path"]) for row in found if row["flow"] == "other"} == {
            ("front_door", "other", "$.nodes.wait.route_plan[0].overflow[0].contact_center"),
            ("front_door", "other", "$.nodes.ask.contact_center"),
            ("front_door", "other", "$.nodes.go.may_be"),
        }
        with pytest.raises(NotFound):
            office.releases.used_by(TENANT, "front_door", "contact_center", "nowhere")

    lived(tmp_path, life)
