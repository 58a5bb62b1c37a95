"""`dialogue-studio dev`: a real server on real files; both sides write, and neither loses what the other wrote."""

import json
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flowengine.lang.canonical import canonical_flow
from tests.main.developed import MAIN, TENANT, Studio, developed
from tests.main.served import until
from tests.main.terminal import edit, read, run


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """One server for the file; each test finds the folder as `new` wrote it."""
    with developed(tmp_path_factory.mktemp("dev")) as found:
        yield found


@pytest.fixture
def studio(shared: Studio, tmp_path: Path) -> Studio:
    run("new", tmp_path / "acme")
    for file in sorted(shared.folder.rglob("*.json")):
        if not (tmp_path / "acme" / file.relative_to(shared.folder)).exists():
            file.unlink()
    shutil.copytree(tmp_path / "acme", shared.folder, dirs_exist_ok=True)
    wanted = canonical_flow(read(shared.folder / MAIN))
    until(lambda: canonical_flow(shared.flow()["flow"]) == wanted)
    until(lambda: not findings(shared))
    return shared


def findings(studio: Studio) -> list[dict[str, Any]]:
    status, found = studio("POST", "/api/check", {"environment": "front_door", "flow": read_flow(studio)})
    assert status == 200
    return list(found["findings"])


def read_flow(studio: Studio) -> Any:
    return studio.flow()["flow"]


def test_a_save_is_in_the_file_when_it_is_answered(studio: Studio) -> None:
    found = studio.flow()
    before = (studio.folder / MAIN).read_bytes()
    assert studio.save(found["flow"], found["hash"])[0] == 200
    assert (studio.folder / MAIN).read_bytes() == before
    flow = {**found["flow"], "title": "From the page"}
    assert studio.save(flow, found["hash"])[0] == 200
    assert (studio.folder / MAIN).read_text("utf-8") == canonical_flow(flow)
    assert [file.name for file in studio.folder.rglob("*.tmp")] == []


def test_an_edit_on_the_disk_is_on_the_page_within_a_second(studio: Studio) -> None:
    edit(studio.folder / MAIN, "title", to="From the disk")
    until(lambda: studio.flow()["flow"]["title"] == "From the disk", 1.0)
    assert f"{MAIN}: taken from the disk." in studio.told()


def test_a_save_that_has_not_seen_the_disk_is_refused_with_what_changed(studio: Studio) -> None:
    found = studio.flow()
    edit(studio.folder / MAIN, "title", to="From the disk")
    status, problem = studio.save({**found["flow"], "title": "From the page"}, found["hash"])
    assert (status, problem["code"]) == (412, "stale_base")
    assert "The title changed from “From the page” to “From the disk”." in problem["hint"]
    assert read(studio.folder / MAIN)["title"] == "From the disk"


def test_a_broken_file_is_told_and_never_written_over(studio: Studio) -> None:
    found = studio.flow()
    (studio.folder / MAIN).write_text('{"format": 1, "title": "half')
    until(lambda: bool(findings(studio)), 1.0)
    told = findings(studio)
    assert [(each["code"], each["file"]) for each in told] == [("json_malformed", MAIN)]
    assert f"{MAIN}: $: Not JSON" in studio.told()
    status, problem = studio.save({**found["flow"], "title": "x"}, found["hash"])
    assert (status, problem["code"]) == (409, "file_broken")
    assert "Not JSON" in problem["detail"]
    assert (studio.folder / MAIN).read_text() == '{"format": 1, "title": "half'
    assert studio("POST", "/api/environments/front_door/releases", {"message": "x"})[0] == 422
    (studio.folder / MAIN).write_text(canonical_flow({**found["flow"], "title": "Whole"}))
    until(lambda: studio.flow()["flow"]["title"] == "Whole", 1.0)
    assert findings(studio) == []
    assert f"{MAIN}: mended." in studio.told()


def test_a_flow_that_is_no_flow_stays_as_it_was_on_the_page(studio: Studio) -> None:
    edit(studio.folder / MAIN, "start", to=7)
    until(lambda: bool(findings(studio)), 1.0)
    assert {(each["path"], each["file"]) for each in findings(studio)} == {("$.start", MAIN)}
    assert studio.flow()["flow"]["start"] == "hours"


def test_flows_come_and_go_with_their_files(studio: Studio) -> None:
    assert run("new", studio.folder, "--flow", "support/extra").code == 0
    extra = "/api/environments/support/flows/extra"
    until(lambda: studio("GET", extra)[0] == 200, 1.0)
    status, ran = studio("POST", extra + "/cases/run", {})
    assert (status, [each["ok"] for each in ran["results"]]) == (200, [True]), ran
    shutil.rmtree(studio.folder / "support" / "extra")
    until(lambda: studio("GET", extra)[0] == 404, 2.0)
    status, made = studio("POST", "/api/environments/support/flows", {"name": "fresh", "flow": read_flow(studio)})
    assert (status, (studio.folder / "support/fresh/flow.json").is_file()) == (201, True), made
    assert studio("DELETE", "/api/environments/support/flows/fresh", {}, If_Match="*")[0] in (200, 204)
    assert not (studio.folder / "support/fresh").exists()


def test_a_rename_over_the_file_is_an_edit_and_no_removal(studio: Studio) -> None:
    """As editors save: the old file is moved away, and the new one appears a moment later."""
    file = studio.folder / MAIN
    text = file.read_text()
    beside = file.with_name("flow.json~")
    file.rename(beside)
    assert studio.flow()["flow"]["title"]
    file.write_text(text.replace("Main line", "Renamed"))
    beside.unlink()
    until(lambda: studio.flow()["flow"]["title"] == "Renamed", 1.0)
    assert f"{MAIN}: removed" not in studio.told()


def test_people_and_places_follow_tenant_json(studio: Studio) -> None:
    def titles() -> dict[str, str]:
        return {row["name"]: row["title"] for row in studio("GET", "/api/contact-centers")[1]}

    tenant = studio.folder / "tenant.json"
    edit(tenant, "contact_centers", "desk", to={"title": "Desk"})
    until(lambda: titles().get("desk") == "Desk", 1.0)
    edit(tenant, "addresses", "+442079460100", "link", to={"contact_center": "desk"})
    until(lambda: studio("GET", "/api/addresses")[1][0]["link"] == {"contact_center": "desk"}, 1.0)
    edit(tenant, "addresses", "+442079460100", "link", to={"contact_center": "nowhere"})
    until(lambda: "tenant.json" in {each["file"] for each in findings(studio)}, 1.0)
    edit(tenant, "addresses", "+442079460100", "link", to={"front_door": "main"})
    document = read(tenant)
    del document["contact_centers"]["desk"]
    tenant.write_text(json.dumps(document))
    until(lambda: "desk" not in titles(), 1.0)
    assert findings(studio) == []


def test_publishing_makes_the_phone_say_it(studio: Studio) -> None:
    def says() -> str:
        body = {"address": "+442079460100", "channel": "voice", "number": "+447700900123"}
        status, begun = studio("POST", f"/api/visit/{TENANT}", body)
        assert status == 201, begun
        return str(studio("GET", f"/api/dialogues/{begun['dialogue']}")[1]["releases"]["front_door"])

    assert says() == str(studio.flow()["live_release"])
    edit(studio.folder / MAIN, "title", to="Next")
    until(lambda: studio.flow()["flow"]["title"] == "Next", 1.0)
    status, made = studio("POST", "/api/environments/front_door/releases", {"message": "Next"})
    assert status == 201, made
    assert says() == str(made["number"])


def test_nobody_pulls_a_plug_that_nobody_puts_back(studio: Studio) -> None:
    status, problem = studio("POST", "/api/demo/pull-the-plug")
    assert (status, problem["code"]) == (400, "no_keeper")


def test_a_reset_is_what_lies_in_the_folder(studio: Studio) -> None:
    edit(studio.folder / MAIN, "title", to="Stays")
    until(lambda: studio.flow()["flow"]["title"] == "Stays", 1.0)
    assert studio("POST", "/api/demo/reset")[0] in (200, 201, 204)
    assert (studio.flow()["flow"]["title"], studio.flow()["live_release"]) == ("Stays", 1)


def test_what_is_no_tenant_is_refused(tmp_path: Path) -> None:
    said = run("dev", tmp_path)
    assert (said.code, "no tenant.json" in said.err) == (2, True)
    (tmp_path / "tenant.json").write_text("{")
    assert run("dev", tmp_path).code == 1


def test_a_killed_server_leaves_whole_files_with_what_was_answered(tmp_path: Path) -> None:
    with developed(tmp_path) as studio:
        answered, stop = [""], threading.Event()

        def save() -> None:
            found = studio.flow()
            base = found["hash"]
            for n in range(10_000):
                if stop.is_set():
                    return
                status, saved = studio.save({**found["flow"], "title": f"Save {n}"}, base)
                if status != 200:
                    return  # the server is gone
                answered[0], base = f"Save {n}", saved["hash"]

        saving = threading.Thread(target=save)
        saving.start()
        until(lambda: answered[0] >= "Save 20")
        studio.kill()
        saving.join(30)
        stop.set()
        title = read(studio.folder / MAIN)["title"]
        assert int(title.split()[1]) - int(answered[0].split()[1]) in (0, 1)  # the last one may not have been answered
        assert run("check", studio.folder).code == 0
