"""Keep and replay in a terminal, on a real server: what callers did is run again on a draft, a release and a folder."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from flowengine.testbench.runner import run_paths
from tests.main.served import Client, Served, served, until
from tests.main.shown import every_example_does_what_it_says, page
from tests.main.terminal import SERVER, TOKEN, edit, environment, read, run, token

MAIN = "+442079460100"
FLOW = Path("front_door/main/flow.json")


def called(server: Served, *keys: str) -> str:
    """A caller presses these keys, one after each question, and hangs up."""
    caller = server.client()
    dialogue = caller.call(MAIN)
    dora = server.client()
    dora.sign_in()

    def waits() -> list[str]:
        trace = dora("GET", f"/api/dialogues/{dialogue}/trace")[1]
        return [fact[1] for row in trace for fact in row["facts"] if fact[0] == "waits"]

    for count, key in enumerate(keys, 1):
        until(lambda wanted=count: len(waits()) >= wanted)  # type: ignore[misc]  # bound in the loop
        assert caller.does({"type": "KeyPressed", "key": key})[0] == 200
    until(lambda: len(waits()) > len(keys))
    assert caller.does({"type": "CallerHungUp"})[0] == 200
    return dialogue


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("data")) as found:
        yield found


@pytest.fixture(scope="module")
def dialogues(server: Served) -> list[str]:
    return [called(server, "1"), called(server, "2"), called(server, "2")]


@pytest.fixture
def folder(server: Served, tmp_path: Path) -> Iterator[Path]:
    """The demo's tree in a folder, with a token of an editor."""
    with environment(**{SERVER: server.url, TOKEN: token(Client(server.url))}):
        said = run("pull", tmp_path / "hartley")
        assert said.code == 0, said
        yield tmp_path / "hartley"


def test_every_example_of_the_page_does_what_it_says(server: Served, tmp_path: Path) -> None:
    every_example_does_what_it_says(page("replay.md"), server, tmp_path / "work")


def without_dutch(file: Path) -> None:
    flow = read(file)
    del flow["nodes"]["language_menu"]["choices"]["2"], flow["wires"]["language_menu"]["2"]
    file.write_text(json.dumps(flow), "utf-8")


def test_a_folder_is_tried_and_fails_a_pipeline(folder: Path, dialogues: list[str]) -> None:
    same = run("replay", folder)
    assert (same.code, same.out) == (0, "4 replayed: 4 go the same way, 0 part.\n"), same
    without_dutch(folder / FLOW)
    parts = run("replay", folder)
    assert parts.code == 1, parts
    assert "4 replayed: 1 go the same way, 3 part." in parts.out
    assert "front_door/main/language_menu: 2 before, asks again now: 3 (75.0%)" in parts.out
    report = run("replay", folder, "--json").lines[0]
    assert set(report["groups"][0]["examples"]) > set(dialogues[1:])  # beside the one of the page
    assert "7700900123" not in json.dumps(report)


def test_what_was_not_looked_at_is_said(server: Served, folder: Path, dialogues: list[str]) -> None:
    few = run("replay", folder, "--most", "2")
    assert few.out.splitlines()[0] == f"{len(dialogues) - 1} replayed: 2 go the same way, 0 part.", few
    assert few.out.splitlines()[1].startswith("There are older ones that were not looked at"), few
    assert few.out.splitlines()[2] == "Nothing before the newest 20,000 dialogues of the tenant is looked at."
    dora = server.client()
    dora.sign_in()
    newest = dora("GET", "/api/environments/front_door/replay")[1][0]
    assert (newest["replayed"], newest["parted"], newest["older"], newest["against"]) == (2, 0, True, "a folder")
    assert dora("GET", f"/api/environments/front_door/replay/{newest['id']}")[1]["looked_at"] == 20_000


def test_a_dialogue_is_kept_as_a_case_that_passes(folder: Path, dialogues: list[str]) -> None:
    file = folder / "front_door/main/cases/yesterday.json"
    for dialogue, name in ((dialogues[0], "kept"), (dialogues[1], "kept_2")):
        said = run("keep", dialogue, "--into", file)
        assert (said.code, said.out) == (0, f"{file}: {name} was added.\n"), said
    assert [result.ok for result in run_paths([file])] == [True, True]
    printed = run("keep", dialogues[0], "--name", "english")
    assert list(json.loads(printed.out)["cases"]) == ["english"]
    assert run("keep", dialogues[0], "--into", file, "--name", "kept").code == 2
    assert "There is no dialogue nothing" in run("keep", "nothing").err
    assert "begin elsewhere" in run("keep", dialogues[0], "--into", folder / "pharmacy/counter/cases/counter.json").err


def test_draft_release_and_what_is_asked_for(server: Served, folder: Path, dialogues: list[str]) -> None:
    assert run("replay", "--draft").code == 0
    without_dutch(folder / FLOW)
    assert run("push", folder).code == 0
    assert run("replay", "--draft").code == 1
    assert run("replay", "--release", "1").code == 0
    look_at_both(server, dialogues[1])
    assert run("replay", "--draft", "--environment", "pharmacy").out.startswith("No dialogue")
    assert run("replay", "--draft", "--address", "chat:hartley").out.startswith("No dialogue")
    assert run("replay", "--draft", "--to", "2001-01-01").out.startswith("No dialogue")
    assert run("replay", "--draft", "--from", "2001-01-01", "--to", "2999-01-01T00:00:00Z", "--most", "1").code == 1
    edit(folder / FLOW, "nodes", "language_menu", "type", to="nonsense")
    broken = run("replay", folder)
    assert broken.code == 1
    assert "nonsense" in broken.err


def look_at_both(server: Served, dialogue: str) -> None:
    """The newest three reports are of a release, of a draft, and of a folder."""
    dora = server.client()
    dora.sign_in()
    where = "/api/environments/front_door/replay"
    of = {row["against"]: f"{where}/{row['id']}/dialogues" for row in reversed(dora("GET", where)[1])}
    status, told = dora("GET", f"{of['the draft']}/{dialogue}")
    assert status == 200, told
    before, now = told["before"], told["now"]
    at = told["alike"]
    assert before[:at] == now[:at]
    assert before[at][:3] == now[at][:3] == ["front_door", "main", "language_menu"]
    assert (before[at][3], now[at][3]) == ("2", "asks again")
    same = dora("GET", f"{of['release 1']}/{dialogue}")[1]
    assert same["before"] == same["now"] == before
    assert dora("GET", f"{of['the draft']}/nothing")[0] == 404
    assert dora("GET", f"{of['a folder']}/{dialogue}")[1]["code"] == "folder_not_kept"
    assert dora("GET", f"{where}/nothing/dialogues/{dialogue}")[0] == 404


WRONG = {
    ("--release", "99"): "front_door has no release 99.",
    ("--draft", "--environment", "nowhere"): "There is no environment nowhere.",
    ("--draft", "--from", "noon"): "is not a moment",
    ("--draft", "--stage", "production"): "Stages are of folders.",
    ("--draft", "--release", "1"): "not allowed with",
    (): "required",
    ("--draft", "--most", "0"): "most",
}


def test_wrong_words_are_one_sentence(server: Served) -> None:
    with environment(**{SERVER: server.url, TOKEN: token(Client(server.url))}):
        for words, says in WRONG.items():
            said = run("replay", *words)
            assert (said.code, said.out) == (2, "")
            assert says in said.err
