"""Releases: the gate, the number, and that a running dialogue keeps the one it began with."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from flowengine.environments.files import Change, File
from flowengine.environments.place import Elsewhere
from flowengine.environments.publishing import Order
from flowengine.environments.releases import Releases
from flowengine.errors import Conflict, Finding, FlowInvalid, NotFound, RequestRefused
from flowengine.lang.canonical import canonical
from flowengine.messages import DialogueArrived, DocumentPut, ReleaseMadeLive, ReleaseRetired
from tests.environments.office import AT_MS, LOADER, TENANT, Author, Checks, Office, Place, flow, lived


async def save(office: Office, document: dict[str, object]) -> None:
    read = office.editor.read_flow(Place())
    await office.editor.save_flow(Place(), document, None, read["hash"], "edith")


async def publish(office: Office, message: str, force_reason: str = "") -> int:
    made = await office.releases.publish(Author(), "front_door", Order(message, force_reason))
    number: int = made["number"]
    return number


async def arrive(office: Office, leg: str) -> str:
    event = DialogueArrived(via="phone", external_id=leg, channel="voice", address="+442079460100")
    reply: dict[str, str] = await office.exchange.submit(TENANT, event)
    return reply["dialogue"]


def test_a_running_dialogue_keeps_its_release_across_publish_and_rollback(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        first = await arrive(office, "one")
        await save(office, flow("New words."))
        assert await publish(office, "new words") == 2
        second = await arrive(office, "two")
        await office.releases.make_live(Author(), ReleaseMadeLive(environment="front_door", number=1))
        third = await arrive(office, "three")
        board = office.exchange.board(TENANT)
        pinned = [board.dialogues[key].releases["front_door"] for key in (first, second, third)]
        assert pinned == [1, 2, 1]
        listed = [(row["number"], row["message"], row["live"]) for row in office.releases.all(TENANT, "front_door")]
        assert listed == [(2, "new words", False), (1, "First release", True)]

    lived(tmp_path, life)


def test_errors_of_the_check_keep_a_draft_from_being_published(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        broken = flow()
        del broken["wires"]["hello"]["no_match"]
        await save(office, broken)
        with pytest.raises(FlowInvalid) as refused:
            await publish(office, "oops", "because")
        assert [finding.path for finding in refused.value.findings] == ["$.wires.hello.no_match"]
        assert office.exchange.board(TENANT).library.live("front_door") == 1

    lived(tmp_path, life)


def test_failing_cases_need_a_reason_that_is_kept(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        office.cases.failing = {"front_door"}
        with pytest.raises(FlowInvalid, match="“greets” fails at step 2: “hears” does not hold"):
            await publish(office, "hurry")
        number = await publish(office, "hurry", "the line is down")
        kept = office.releases.all(TENANT, "front_door")[0]
        assert (number, kept["message"], kept["forced"], kept["author"]) == (2, "hurry", "the line is down", "edith")
        assert [(act["act"], act["author"]) for act in kept["history"]] == [("published", "edith")]

    lived(tmp_path, life)


@pytest.mark.parametrize(
    ("environment", "message", "kind", "words"),
    [
        pytest.param("front_door", "  ", RequestRefused, "few words", id="no message"),
        pytest.param("desk", "first", RequestRefused, "no flows", id="nothing to publish"),
        pytest.param("elsewhere", "first", NotFound, "no environment", id="unknown environment"),
    ],
)
def test_a_publish_that_means_nothing_is_refused(
    tmp_path: Path, environment: str, message: str, kind: type[Exception], words: str
) -> None:
    async def life(office: Office) -> None:
        with pytest.raises(kind, match=words):
            await office.releases.publish(Author(), environment, Order(message))

    lived(tmp_path, life)


def test_live_points_only_to_a_release_that_exists(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        with pytest.raises(NotFound, match="no release 7"):
            await office.releases.make_live(Author(), ReleaseMadeLive(environment="front_door", number=7))

    lived(tmp_path, life)


def test_a_rollback_is_kept_with_who_and_when(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        await publish(office, "new words")
        await office.releases.make_live(
            Author(user="rob"), ReleaseMadeLive(environment="front_door", number=1, author="somebody else")
        )
        first = office.releases.all(TENANT, "front_door")[-1]
        assert [(act["act"], act["author"]) for act in first["history"]] == [("live", "rob")]
        assert first["history"][0]["at_ms"] > 1_772_445_600_000

    lived(tmp_path, life)


def test_a_canary_is_listed_with_its_share_and_a_release_with_its_dialogues(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        await arrive(office, "one")
        await office.releases.publish(Author(), "front_door", Order("new", canary_percent=25))
        rows = office.releases.all(TENANT, "front_door")
        listed = [(row["number"], row["live"], row["canary"], row["dialogues"]) for row in rows]
        assert listed == [(2, False, 25.0, 0), (1, True, None, 1)]

    lived(tmp_path, life)


def test_a_release_is_read_whole(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        found = office.releases.read(TENANT, "front_door", 1)
        environment = {"format": 1, "entry": {"default": "main"}}
        assert found["content"] == {"format": 1, "environment": environment, "flows": {"main": flow()}, "uses": {}}
        with pytest.raises(NotFound):
            office.releases.read(TENANT, "front_door", 2)

    lived(tmp_path, life)


def test_a_preview_says_everything_and_publishes_nothing(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        broken = flow("New words.")
        del broken["wires"]["hello"]["no_match"]
        await save(office, broken)
        office.cases.failing = {"front_door"}
        found = await office.releases.preview(Author(), "front_door", Order())
        assert [(finding.code, finding.file) for finding in found["findings"]] == [
            ("outcome_unwired", "front_door/main/flow.json")
        ]
        assert [finding.code for finding in found["failing"]] == ["case_failed"]
        assert [(row["file"], len(row["changes"])) for row in found["changes"]] == [("front_door/main/flow.json", 2)]
        assert [row["number"] for row in office.releases.all(TENANT, "front_door")] == [1]

    lived(tmp_path, life)


def test_releases_and_drafts_are_compared_in_words(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        await save(office, flow("New words."))
        found = await office.releases.diff(TENANT, "front_door", "live", "draft")
        assert found["files"][0]["changes"][0]["path"] == "$.nodes.hello.prompt"
        assert (await office.releases.diff(TENANT, "front_door", "1", "live"))["files"] == []
        added = await office.releases.diff(TENANT, "desk", "live", "draft")
        assert added["files"] == []
        with pytest.raises(NotFound):
            await office.releases.diff(TENANT, "front_door", "1", "9")
        with pytest.raises(RequestRefused, match="“one” is no release"):
            await office.releases.diff(TENANT, "front_door", "one", "draft")

    lived(tmp_path, life)


def test_a_release_is_retired_and_its_dialogues_are_listed(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        first = await arrive(office, "one")
        await save(office, flow("New words."))
        await publish(office, "new words")
        listed = office.releases.dialogues(TENANT, "front_door", 1)
        assert [(row["dialogue"], row["status"], row["at"], row["title"]) for row in listed] == [
            (first, "in_flow", "front_door/main/hello", "Menu")
        ]
        event = ReleaseRetired(environment="front_door", number=1, queue="desk")
        foreseen = await office.releases.retire(Author(), event, dry_run=True)
        assert [(row["dialogue"], row["goes"], row["at"]) for row in foreseen["dialogues"]] == [
            (first, "queue", "front_door/main/hello")
        ]
        assert office.releases.all(TENANT, "front_door")[-1]["retired"] is None
        assert await office.releases.retire(Author(), event, dry_run=False) == foreseen
        retired = office.releases.all(TENANT, "front_door")[-1]["retired"]
        assert (retired["to"], retired["queue"], retired["author"]) == (2, "desk", "edith")
        assert office.releases.dialogues(TENANT, "front_door", 1) == []

    lived(tmp_path, life)


def test_a_whole_release_is_restored_into_the_drafts(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        def drafts() -> dict[str, str]:
            return {row.key: row.hash for row in office.exchange.board(TENANT).library.of_kind("draft")}

        before = drafts()
        await save(office, flow("New words."))
        await office.editor.create_flow(Place(flow="fresh"), flow("Fresh."), "edith")
        told = await office.releases.restore(Author(), "front_door", 1, "", dry_run=True)
        kinds = {(file["file"], change["kind"]) for file in told["changes"] for change in file["changes"]}
        assert ("front_door/fresh/flow.json", "flow_removed") in kinds
        assert (told["applied"], "front_door/fresh" in drafts()) == (False, True)
        await save(office, flow("Newer words."))
        with pytest.raises(Conflict, match="saved a draft of front_door meanwhile"):
            await office.releases.restore(Author(), "front_door", 1, told["base"], dry_run=False)
        assert "front_door/fresh" in drafts()
        base = (await office.releases.restore(Author(), "front_door", 1, "", dry_run=True))["base"]
        done = await office.releases.restore(Author(), "front_door", 1, base, dry_run=False)
        assert (done["applied"], drafts()) == (True, before)
        assert (await office.releases.restore(Author(), "front_door", 1, "*", dry_run=False))["changes"] == []
        with pytest.raises(NotFound):
            await office.releases.restore(Author(), "front_door", 9, "*", dry_run=True)

    lived(tmp_path, life)


def test_a_restored_release_is_undone_as_one_change(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        def drafts() -> dict[str, File]:
            return office.editor.read_files(TENANT, ["front_door"], people=False)

        async def undone(undo: dict[str, Any]) -> set[str]:
            changes = {path: Change(**change) for path, change in undo.items()}
            return {one.status for one in (await office.editor.write_files(Author(), changes, dry_run=False)).values()}

        await save(office, flow("New words."))
        fresh = await office.editor.create_flow(Place(flow="fresh"), flow("Fresh."), "edith")
        placed = {"format": 1, "nodes": {"hello": {"x": 8, "y": 8}}}
        await office.editor.save_flow(Place(flow="fresh"), flow("Fresh."), placed, fresh["hash"], "edith")
        before = drafts()
        assert "front_door/fresh/layout.json" in before
        done = await office.releases.restore(Author(), "front_door", 1, "*", dry_run=False)
        assert (drafts() == before, await undone(done["undo"]), drafts() == before) == (False, {"written"}, True)
        done = await office.releases.restore(Author(), "front_door", 1, "*", dry_run=False)
        await save(office, flow("Newer words."))
        since = drafts()
        assert "conflict" in await undone(done["undo"])
        assert drafts() == since

    lived(tmp_path, life)


def test_what_is_wrong_beside_the_drafts_keeps_them_from_being_published(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        wrong = Finding("json_malformed", "error", "$", "Not JSON.", file="front_door/other/flow.json")
        beside = Releases(
            office.exchange, LOADER, Elsewhere(office.cases, Checks()), lambda: AT_MS, lambda environment: [wrong]
        )
        with pytest.raises(FlowInvalid, match="Not JSON"):
            await beside.publish(Author(), "front_door", Order("message", "because"))

    lived(tmp_path, life)


def test_a_publish_writes_out_the_holidays_and_the_draft_keeps_the_rule(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        board = office.exchange.board(TENANT)
        document = msgspec.json.decode(board.library.get("environment", "front_door").body)  # type: ignore[union-attr]  # it is there
        rule = {"country": "GB", "subdivision": "ENG"}
        document["schedules"] = {"bank": {"weekly": {"mon": ["09:00-17:00"]}, "holiday_rule": rule}}
        body = canonical(document)
        await office.exchange.submit(TENANT, DocumentPut(kind="environment", key="front_door", body=body, base="*"))
        number = await publish(office, "Holidays")
        released = office.releases.read(TENANT, "front_door", number)["content"]["environment"]["schedules"]["bank"]
        assert (await office.releases.diff(TENANT, "front_door", "live", "draft"))["files"] == []
        assert {day[:4] for day in released["holidays"]} == {"2026", "2027", "2028"}
        assert released["holidays"]["2026-12-25"] == "Christmas Day"
        kept = msgspec.json.decode(board.library.get("environment", "front_door").body)  # type: ignore[union-attr]  # as above
        assert kept["schedules"]["bank"]["holiday_rule"] == rule
        seen_by_cases = office.cases.trees[-1]["environments"]["front_door"]["environment"]
        assert seen_by_cases["schedules"]["bank"]["holiday_rule"] == rule  # else a case of another year would fail

    lived(tmp_path, life)


def test_an_exception_of_today_keeps_nothing_from_being_published(tmp_path: Path) -> None:
    """And no case meets it: what was said for a day of the calls would make one of that day fail."""

    async def life(office: Office) -> None:
        body = canonical({"days": {"2026-03-02": []}, "reason": "Moving house", "owner": "sofie"})
        put = DocumentPut(kind="exception", key="front_door/bank", body=body, base="*", author="sofie")
        await office.exchange.submit(TENANT, put)
        assert office.exchange.board(TENANT).around.exceptions("front_door", "bank") == {"2026-03-02": ()}
        await publish(office, "Words")
        assert "exceptions" not in office.cases.trees[-1]["tenant"]

    lived(tmp_path, life)
