"""pull, push and diff --server: two people and a real server; what one saved is never overwritten by the other."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flowengine.environments.sounds import file_of
from tests.environments.test_sounds import wav
from tests.main.served import ROOT, Client, Served, served
from tests.main.terminal import SERVER, TOKEN, edit, environment, read, run, token

MAIN = "front_door/main/flow.json"
HARTLEY = ROOT / "flows" / "hartley"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("data")) as found:
        yield found


@pytest.fixture
def page(server: Served) -> Iterator[Client]:
    """Somebody at the page; the terminal has an editor's token for the same server, which is as it was shipped."""
    client = server.client()
    client.sign_in("dora")
    assert client("POST", "/api/demo/reset")[0] in (200, 201, 204)
    with environment(**{SERVER: server.url, TOKEN: token(client)}):
        yield client


@pytest.fixture
def folder(page: Client, tmp_path: Path) -> Path:
    """What a pull brings."""
    assert run("pull", tmp_path / "hartley").code == 0
    return tmp_path / "hartley"


def save(page: Client, *way: str, to: Any, path: str = "front_door/flows/main") -> None:
    """Somebody at the page changes one place of a flow."""
    _, found = page("GET", f"/api/environments/{path}")
    place = found["flow"]
    for part in way[:-1]:
        place = place[part]
    place[way[-1]] = to
    status, answer = page("PUT", f"/api/environments/{path}", {"flow": found["flow"]}, If_Match=found["hash"])
    assert status == 200, answer


def draft(page: Client, path: str = "front_door/flows/main") -> Any:
    return page("GET", f"/api/environments/{path}")[1]["flow"]


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*.json")
        if ".studio" not in path.parts
    }


def test_a_pull_has_the_bytes_of_the_folder_form(folder: Path) -> None:
    pulled, shipped = bytes_of(folder), bytes_of(HARTLEY)
    assert pulled.keys() == shipped.keys()
    assert {name for name in pulled if pulled[name] != shipped[name]} == {"tenant.json"}  # people stay at home
    assert run("check", folder).code == 0
    assert (folder / ".studio" / ".gitignore").read_text() == "*\n"
    assert run("pull", folder).out.startswith("0 files pulled")


def test_a_push_is_a_draft_on_the_server(page: Client, folder: Path) -> None:
    edit(folder / MAIN, "title", to="Front desk")
    dry = run("push", folder, "--dry-run")
    assert (dry.code, "The title changed from" in dry.out) == (0, True)
    assert draft(page)["title"] == "Main line"
    said = run("push", folder)
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines()[-1].startswith("1 file pushed from ")
    assert draft(page)["title"] == "Front desk"
    assert run("push", folder).out.startswith("0 files pushed")


def test_flows_are_added_and_removed(page: Client, folder: Path) -> None:
    shutil.copytree(folder / "front_door" / "opening", folder / "desk" / "opening")
    (folder / "desk" / "environment.json").write_text('{"format": 1}')
    shutil.rmtree(folder / "billing" / "accounts")
    edit(folder / "billing" / "environment.json", "entry", to={})
    said = run("push", folder, "--json")
    assert said.code == 0, said
    told = {line["file"]: line["changes"][0]["kind"] for line in said.lines}
    assert (told["desk/opening/flow.json"], told["billing/accounts/flow.json"]) == ("file_added", "file_removed")
    assert page("GET", "/api/environments/billing/flows/accounts")[0] == 404
    assert page("GET", "/api/environments/desk/flows/opening/cases")[0] == 200


def test_what_others_saved_is_merged(page: Client, folder: Path) -> None:
    edit(folder / MAIN, "title", to="Mine")
    save(page, "nodes", "main_menu", "tries", to=2)
    said = run("push", folder)
    assert (said.code, "1 of them merged" in said.out) == (0, True), said
    for found in (draft(page), read(folder / MAIN)):
        assert (found["title"], found["nodes"]["main_menu"]["tries"]) == ("Mine", 2)


def test_a_conflict_writes_nothing_and_is_decided_by_a_person(page: Client, folder: Path) -> None:
    edit(folder / MAIN, "title", to="Mine")
    edit(folder / "billing/accounts/flow.json", "title", to="Mine too")
    save(page, "title", to="Theirs")
    before = bytes_of(folder)
    for word in ("push", "pull"):
        said = run(word, folder, "--json")
        assert said.code == 1
        assert [(line["file"], line["path"], line["code"]) for line in said.lines] == [
            (MAIN, "$.title", "merge_changed_twice")
        ]
        assert bytes_of(folder) == before
    assert (draft(page)["title"], draft(page, "billing/flows/accounts")["title"]) == ("Theirs", "Billing")
    assert read(folder / ".studio" / "theirs" / MAIN)["title"] == "Theirs"
    assert "Both sides changed title" in run("push", folder).err
    edit(folder / MAIN, "title", to="Both")
    assert run("push", folder).code == 1
    assert run("push", folder, "--resolved").code == 0
    assert (draft(page)["title"], draft(page, "billing/flows/accounts")["title"]) == ("Both", "Mine too")
    assert not (folder / ".studio" / "theirs" / MAIN).exists()
    assert run("push", folder, "--resolved").code == 2


def test_resolved_is_no_word_for_what_nobody_was_shown(page: Client, folder: Path) -> None:
    edit(folder / MAIN, "title", to="Mine")
    save(page, "title", to="Theirs")
    assert run("push", folder).code == 1
    save(page, "title", to="Theirs again")
    assert run("push", folder, "--resolved").code == 1
    assert draft(page)["title"] == "Theirs again"


def test_a_flow_that_one_removed_and_the_other_changed_is_a_conflict(page: Client, folder: Path) -> None:
    shutil.rmtree(folder / "billing" / "accounts")
    save(page, "title", to="Theirs", path="billing/flows/accounts")
    said = run("push", folder, "--json")
    assert said.code == 1
    assert [(line["file"], line["code"]) for line in said.lines] == [
        ("billing/accounts/flow.json", "merge_removed_and_changed")
    ]


def test_a_pull_keeps_what_was_changed_in_the_folder(page: Client, folder: Path) -> None:
    edit(folder / MAIN, "title", to="Mine")
    save(page, "nodes", "main_menu", "tries", to=1)
    save(page, "title", to="Their billing", path="billing/flows/accounts")
    dry = run("pull", folder, "--dry-run")
    assert (dry.code, read(folder / MAIN)["title"], "tries" in dry.out) == (0, "Mine", True)
    assert "Their billing" not in (folder / "billing/accounts/flow.json").read_text()
    assert run("pull", folder).code == 0
    found = read(folder / MAIN)
    assert (found["title"], found["nodes"]["main_menu"]["tries"]) == ("Mine", 1)
    assert read(folder / "billing/accounts/flow.json")["title"] == "Their billing"


def test_a_document_that_cannot_be_used_is_refused_whole(page: Client, folder: Path) -> None:
    edit(folder / "billing/accounts/flow.json", "title", to="Mine")
    edit(folder / MAIN, "nodes", "main_menu", "type", to="menus")
    said = run("push", folder)
    assert (said.code, MAIN in said.err, "menus" in said.err) == (1, True, True)
    assert draft(page, "billing/flows/accounts")["title"] == "Billing"
    (folder / MAIN).write_text('{"format": 1,')
    said = run("push", folder)
    assert (said.code, "Not JSON" in said.err) == (1, True)


def test_diff_with_a_server_speaks_of_drafts_and_of_what_is_live(page: Client, folder: Path) -> None:
    assert (run("diff", folder, "--server", page.url).code, run("diff", folder, "--server", page.url).out) == (
        0,
        "0 changes\n",
    )
    save(page, "title", to="Theirs")
    edit(folder / MAIN, "nodes", "main_menu", "tries", to=1)
    said = run("diff", folder, "--server", page.url, "--json")
    assert said.code == 1
    assert [change["kind"] for line in said.lines for change in line["changes"]] == ["title_changed", "field_added"]
    assert run("diff", folder).code == 2


def test_a_token_of_one_environment_touches_that_one_only(page: Client, folder: Path) -> None:
    edit(folder / MAIN, "title", to="Mine")
    edit(folder / "billing/accounts/flow.json", "title", to="Mine")
    with environment(**{TOKEN: token(page, "editor", "billing")}):
        said = run("push", folder)
    assert (said.code, "front_door" in said.err) == (0, True), said
    assert (draft(page)["title"], draft(page, "billing/flows/accounts")["title"]) == ("Main line", "Mine")
    assert run("push", folder, "--environment", "front_door").code == 0
    assert draft(page)["title"] == "Mine"
    assert run("push", folder, "--environment", "nowhere").code == 2
    with environment(**{TOKEN: token(page, "viewer")}):
        edit(folder / MAIN, "title", to="Again")
        said = run("push", folder)
    assert (said.code, "editor" in said.err) == (2, True)


def test_every_refusal_is_one_sentence_with_its_way_out(page: Client, folder: Path, tmp_path: Path) -> None:
    def refused(*words: str | Path) -> str:
        said = run(*words)
        assert (said.code, said.out) == (2, ""), said
        assert len(said.err.splitlines()) == 1, said.err
        return said.err

    assert "No server answers at http://127.0.0.1:9" in refused("push", folder, "--server", "http://127.0.0.1:9")
    assert "https://" in refused("push", folder, "--server", "http://studio.example.com")
    assert "is not a server" in refused("push", folder, "--server", "studio")
    assert "TLS" in refused("push", folder, "--server", page.url.replace("http:", "https:"))
    strange = tmp_path / "strange"
    strange.mkdir()
    assert "no tenant.json" in refused("push", strange)
    (strange / "letters.txt").write_text("dear")
    assert "something else" in refused("pull", strange)
    with environment(**{TOKEN: ""}):
        assert "There is no API token" in refused("push", folder)
    for text, words in (("nonsense", "not an API token"), (f"ds_{'0' * 32}_{'A' * 27}", "no such API token")):
        with environment(**{TOKEN: text}):
            assert words in refused("push", folder)
    assert "cannot be read" in refused("push", folder, "--token-file", tmp_path / "none")
    edit(folder / "tenant.json", "tenant", "id", to="emea-other")
    assert "emea-other" in refused("push", folder)
    shutil.copy(HARTLEY / "tenant.json", folder / "tenant.json")
    (next((folder / ".studio").glob("at-*.json"))).write_text('{"server": "htt')
    assert "pull again" in refused("push", folder)


def test_two_who_push_at_once_both_end_on_the_server(page: Client, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    assert run("pull", other).code == 0
    edit(folder / MAIN, "title", to="Mine")
    edit(other / MAIN, "nodes", "main_menu", "tries", to=1)
    command = [sys.executable, "-m", "flowengine.cli", "push"]
    pushing = [subprocess.Popen([*command, str(each)], cwd=ROOT, stdout=subprocess.PIPE) for each in (folder, other)]
    assert [(process.communicate(timeout=60), process.returncode)[1] for process in pushing] == [0, 0]
    assert (draft(page)["title"], draft(page)["nodes"]["main_menu"]["tries"]) == ("Mine", 1)


def test_too_much_at_once_is_told_with_the_way_out(page: Client, folder: Path) -> None:
    for place, flow in (("front_door", "main"), ("billing", "accounts")):
        many = {f"case {n}": {"steps": [{"expect": {"at": "x" * 1000}}]} for n in range(1100)}
        document = {"start": {"flow": flow}, "cases": many}
        (folder / place / flow / "cases" / "many.json").write_text(json.dumps(document))
    said = run("push", folder)
    assert (said.code, "--environment" in said.err) == (2, True), said
    assert run("push", folder, "--environment", "billing").code == 0


BYE = "/api/environments/front_door/parts/prompts/bye"
SOUNDS = "/api/environments/front_door/sounds"


def with_a_recording(page: Client, body: bytes) -> str:
    """A prompt on the server whose words are recorded; the file's name."""
    page("PUT", BYE, {"value": {"by_language": {"en": "Goodbye."}}}, If_None_Match="*")
    status, answer = page.send(f"{BYE}/sounds/en", body, "audio/wav", If_Match="*")
    assert status == 200, answer
    name: str = json.loads(answer)["value"]["sounds"]["en"]["file"]
    return name


def test_recordings_come_and_go_with_the_prompts_that_name_them(page: Client, folder: Path) -> None:
    first = with_a_recording(page, wav())
    foretold = run("pull", folder, "--dry-run").out
    assert f"front_door/sounds/{first}: Recording would come." in foretold
    assert not (folder / "front_door/sounds").exists()
    assert "1 file and 1 recording pulled" in run("pull", folder).out
    assert (folder / "front_door/sounds" / first).read_bytes() == wav()

    mine = wav(b"\2\0" * 90)
    second = file_of("bye", "en", mine)
    (folder / "front_door/sounds" / second).write_bytes(mine)
    document = read(folder / "front_door/environment.json")
    document["prompts"]["bye"]["sounds"]["en"]["file"] = second
    (folder / "front_door/environment.json").write_text(json.dumps(document))
    assert f"front_door/sounds/{second}: Recording would go." in run("push", folder, "--dry-run").out
    assert page.send(f"{SOUNDS}/{second}", b"", "audio/wav")[0] == 404
    assert "1 file and 1 recording pushed" in run("push", folder).out
    assert page.send(f"{SOUNDS}/{second}", b"", "audio/wav") == (200, mine)
    kept = page("GET", SOUNDS)[1]
    assert (kept[first], kept[second]) == (len(wav()), len(mine))
    assert run("push", folder).out.startswith("0 files pushed")


def test_another_recording_under_a_name_is_told_and_nothing_is_written(page: Client, folder: Path) -> None:
    name = with_a_recording(page, wav())
    assert run("pull", folder).code == 0
    (folder / "front_door/sounds" / name).write_bytes(wav(b"\3\0" * 90))
    save(page, "nodes", "main_menu", "tries", to=3)
    before = {path: body for path, body in bytes_of(folder).items() if ".studio" not in path}
    for word in ("pull", "push"):
        told = run(word, folder)
        assert (told.code, f"front_door/sounds/{name}" in told.err) == (1, True)
        assert "another recording than its name tells" in told.err
    assert {path: body for path, body in bytes_of(folder).items() if ".studio" not in path} == before
    other = wav(b"\4\0" * 90)
    assert page.send(f"{SOUNDS}/{name}", other, "audio/wav")[0] == 400
    assert page.send(f"{SOUNDS}/plain.wav", wav(), "audio/wav")[0] == 204
    assert page.send(f"{SOUNDS}/plain.wav", wav(), "audio/wav")[0] == 204
    assert page.send(f"{SOUNDS}/plain.wav", other, "audio/wav")[0] == 409
    assert page.send(f"{SOUNDS}/.hidden", wav(), "audio/wav")[0] == 400
