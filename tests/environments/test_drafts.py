"""Drafts: saved against what was read, never lost, refused whole when malformed."""

from pathlib import Path

import pytest

from flowengine.errors import Conflict, FlowInvalid, NotFound, RequestRefused
from tests.environments.office import Office, Place, flow, lived


def test_saving_against_what_was_read_gives_the_next_version(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        read = office.editor.read_flow(Place())
        saved = await office.editor.save_flow(
            Place(), flow("Welcome."), {"format": 1, "nodes": {}}, read["hash"], "edith"
        )
        again = office.editor.read_flow(Place())
        assert again["flow"] == flow("Welcome.")
        assert again["hash"] == saved["hash"] != read["hash"]
        assert again["layout"] == {"format": 1, "nodes": {}}

    lived(tmp_path, life)


def test_a_malformed_layout_is_refused_and_stores_nothing(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        read = office.editor.read_flow(Place())
        with pytest.raises(FlowInvalid):
            await office.editor.save_flow(Place(), flow("Welcome."), {"notes": {}}, read["hash"], "edith")
        assert office.editor.read_flow(Place()) == read

    lived(tmp_path, life)


def test_saving_an_unchanged_flow_changes_no_byte(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        read = office.editor.read_flow(Place())
        saved = await office.editor.save_flow(Place(), read["flow"], None, read["hash"], "edith")
        assert saved["hash"] == read["hash"]

    lived(tmp_path, life)


def test_a_save_against_a_stale_base_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        read = office.editor.read_flow(Place())
        await office.editor.save_flow(Place(), flow("Mine."), None, read["hash"], "edith")
        with pytest.raises(Conflict, match="changed by somebody else") as refused:
            await office.editor.save_flow(Place(), flow("Theirs."), None, read["hash"], "victor")
        assert "“hello”: prompt changed from “Theirs.” to “Mine.”" in refused.value.hint
        assert office.editor.read_flow(Place())["flow"] == flow("Mine.")

    lived(tmp_path, life)


def test_a_malformed_flow_is_refused_with_its_findings(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        read = office.editor.read_flow(Place())
        bad = flow()
        bad["nodes"]["hello"]["tries"] = 99
        del bad["nodes"]["bye"]["type"]
        with pytest.raises(FlowInvalid) as refused:
            await office.editor.save_flow(Place(), bad, None, read["hash"], "edith")
        assert {finding.path for finding in refused.value.findings} == {"$.nodes.hello.tries", "$.nodes.bye.type"}
        assert office.editor.read_flow(Place())["hash"] == read["hash"]

    lived(tmp_path, life)


@pytest.mark.parametrize(
    ("place", "refusal"),
    [
        pytest.param(Place("front_door", "Main line"), "is not a name", id="bad name"),
        pytest.param(Place("front_door", "main"), "already", id="taken"),
        pytest.param(Place("elsewhere", "other"), "no environment", id="unknown environment"),
    ],
)
def test_a_flow_is_added_under_a_free_name_only(tmp_path: Path, place: Place, refusal: str) -> None:
    async def life(office: Office) -> None:
        with pytest.raises(RequestRefused, match=refusal):
            await office.editor.create_flow(place, flow(), "edith")

    lived(tmp_path, life)


def test_a_removed_flow_takes_its_cases_along(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        other = Place("front_door", "other")
        created = await office.editor.create_flow(other, flow(), "edith")
        await office.editor.save_cases(other, "day.json", {"cases": {}}, "*", "edith")
        assert list(office.editor.cases(other)) == ["day.json"]
        await office.editor.remove_flow(other, created["hash"], "edith")
        with pytest.raises(NotFound):
            office.editor.cases(other)
        assert office.exchange.board(other.tenant).library.get("cases", "front_door/other/day.json") is None

    lived(tmp_path, life)


def test_environments_tell_which_drafts_differ_from_the_live_release(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        front_door, desk = office.editor.environments(Place().tenant)
        assert (front_door["live"], front_door["flows"][0]["changed"]) == (1, False)
        assert (desk["live"], desk["flows"]) == (0, [])
        read = office.editor.read_flow(Place())
        await office.editor.save_flow(Place(), flow("New."), None, read["hash"], "edith")
        assert office.editor.environments(Place().tenant)[0]["flows"][0]["changed"] is True

    lived(tmp_path, life)


def test_a_file_of_cases_is_written_against_what_was_read(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        place = Place()
        written = await office.editor.save_cases(place, "new.json", {"cases": {}}, "", "edith")
        read = office.editor.case_file(place, "new.json")
        assert read == {"document": {"cases": {}}, "hash": written["hash"]}
        with pytest.raises(Conflict):
            await office.editor.save_cases(place, "new.json", {"cases": {"a": {"steps": []}}}, "", "edith")
        with pytest.raises(Conflict):
            await office.editor.save_cases(place, "new.json", None, "0" * 32, "edith")
        await office.editor.save_cases(place, "new.json", None, written["hash"], "edith")
        with pytest.raises(NotFound, match="no file of cases"):
            office.editor.case_file(place, "new.json")
        with pytest.raises(NotFound):
            await office.editor.save_cases(place, "new.json", None, "*", "edith")
        with pytest.raises(RequestRefused, match="not a file name"):
            await office.editor.save_cases(place, "../x.json", {}, "*", "edith")

    lived(tmp_path, life)
