"""`dialogue-studio diff` and `merge`: words, exit codes, and a real git that merges by them."""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flowengine.cli import main
from flowengine.lang.canonical import canonical, canonical_flow
from flowengine.lang.strict_json import loads

ROOT = Path(__file__).parents[2]
HARTLEY = ROOT / "flows" / "hartley"
PAGE = (ROOT / "docs" / "git.md").read_text("utf-8")
BEFORE: dict[str, Any] = {
    "format": 1,
    "title": "Reception",
    "start": "menu",
    "nodes": {
        "menu": {
            "type": "menu",
            "prompt": {"by_language": {"en": "Press 1 for sales.", "nl": "Kies 1 voor verkoop."}},
            "choices": {"1": {"label": "Sales"}},
            "tries": 3,
        },
        "sales": {"type": "enqueue"},
    },
    "wires": {"menu": {"1": "sales", "no_input": "sales", "no_match": "sales"}},
}
LAYOUT = {"format": 1, "nodes": {"menu": {"x": 40, "y": 40}, "sales": {"x": 280, "y": 40}}, "notes": []}


def variant(*, title: str = "", words: str = "", nl: str = "", tries: int = 3, bye: bool = False) -> dict[str, Any]:
    flow: dict[str, Any] = json.loads(json.dumps(BEFORE))
    flow["title"] = title or flow["title"]
    texts = flow["nodes"]["menu"]["prompt"]["by_language"]
    texts.update({"en": words or texts["en"], "nl": nl or texts["nl"]})
    flow["nodes"]["menu"]["tries"] = tries
    if bye:
        flow["nodes"]["bye"] = {"type": "end"}
        flow["wires"]["menu"]["no_input"] = "bye"
    return flow


FILES = {
    "before.json": BEFORE,
    "after.json": variant(title="Front desk", words="For sales, press 1.", bye=True),
    "theirs.json": variant(words="Sales is 1.", tries=2),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, flow in FILES.items():
        (tmp_path / name).write_text(canonical_flow(flow))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def consoles() -> Iterator[tuple[str, str]]:
    """Every command of the page with what it shows."""
    for block in re.findall(r"^```console\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE):
        yield from re.findall(r"^\$ dialogue-studio (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)


def test_the_page_is_true(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    examples = list(consoles())
    assert len(examples) == 4
    for command, shown in examples:
        main(shlex.split(command))
        captured = capsys.readouterr()
        assert captured.out + captured.err == shown


def test_the_page_lists_every_code_and_kind() -> None:
    source = "".join(file.read_text("utf-8") for file in (ROOT / "flowengine/lang/merge").glob("*.py"))
    codes = set(re.findall(r'"(merge_\w+)"', source))
    assert len(codes) == 5
    assert codes == set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE))
    told = (ROOT / "flowengine/lang/diff/sentence.py").read_text("utf-8")
    kinds = set(re.findall(r'return "(\w+)",', told))
    assert kinds >= {"wired", "unwired", "rewired", "title_changed", "order_changed"}
    assert {kind for kind in kinds if f"`{kind}`" not in PAGE} == set()


def test_no_difference_is_exit_code_0(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "turned.json").write_text(json.dumps(dict(reversed(BEFORE.items()))))
    assert main(["diff", "before.json", "turned.json"]) == 0
    assert capsys.readouterr().out == "0 changes\n"
    assert main(["diff", "before.json", "turned.json", "--json"]) == 0
    assert capsys.readouterr().out == ""
    assert main(["diff", str(HARTLEY), str(HARTLEY)]) == 0


def test_differences_are_exit_code_1(folder: Path) -> None:
    assert main(["diff", "before.json", "after.json"]) == 1


@pytest.mark.parametrize(
    ("names", "words"),
    [
        pytest.param(["before.json", "nowhere.json"], "cannot be read", id="missing"),
        pytest.param(["before.json", "broken.json"], "Not JSON", id="not JSON"),
        pytest.param(["before.json", "."], "is a folder", id="a file and a folder"),
    ],
)
def test_what_cannot_be_read_is_exit_code_2(
    folder: Path, capsys: pytest.CaptureFixture[str], names: list[str], words: str
) -> None:
    (folder / "broken.json").write_text("{")
    assert main(["diff", *names]) == 2
    assert words in capsys.readouterr().err


def test_folders_are_compared_file_by_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for side, flow in (("a", BEFORE), ("b", variant(title="Front desk"))):
        write(tmp_path / side / "desk/main/flow.json", flow)
        write(tmp_path / side / "desk/main/layout.json", {"nodes": {side: {}}})
        write(tmp_path / side / ".hidden/flow.json", {side: 1})
    write(tmp_path / "a/desk/old/flow.json", variant(title="Old"))
    write(tmp_path / "b/desk/main/cases/new.json", {"cases": {}})
    assert main(["diff", str(tmp_path / "a"), str(tmp_path / "b")]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "desk/main/cases/new.json: The file was added.",
        "desk/main/flow.json: The title changed from “Reception” to “Front desk”.",
        "desk/old/flow.json: The flow “Old” was removed.",
        "3 changes",
    ]
    (tmp_path / "b/desk/old").mkdir()
    (tmp_path / "b/desk/old/flow.json").write_text("{")
    assert main(["diff", str(tmp_path / "a"), str(tmp_path / "b"), "--json"]) == 2
    assert [json.loads(line)["file"] for line in capsys.readouterr().out.splitlines()] == [
        "desk/main/cases/new.json",
        "desk/main/flow.json",
    ], "the rest is compared"


def write(file: Path, document: Any) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(canonical_flow(document) if file.name == "flow.json" else canonical(document))


def test_a_merge_without_out_is_printed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "ours.json", variant(nl="Een is verkoop."))
    assert main(["merge", "before.json", "ours.json", "theirs.json"]) == 0
    wanted = canonical_flow(variant(words="Sales is 1.", nl="Een is verkoop.", tries=2))
    assert capsys.readouterr().out == wanted
    assert (folder / "ours.json").read_text() == canonical_flow(variant(nl="Een is verkoop."))


UNWRITTEN = {
    "not JSON": ("{", "Not JSON"),
    "key twice": ('{"a": 1, "a": 2}', "stands twice"),
    "empty": ("", "empty"),
    "half a character": ('{"title": "\\ud800"}', "half a character"),
    "a number that is none": ('{"title": 1e999}', "too large"),
    "together too large": (json.dumps({"format": 1, "x": "x" * 1_200_000}), "over"),
}


@pytest.mark.parametrize("side", ["ours", "theirs"])
@pytest.mark.parametrize(("text", "words"), UNWRITTEN.values(), ids=UNWRITTEN)
def test_nothing_is_written_when_the_result_would_be_no_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, words: str, side: str
) -> None:
    base, ours, theirs = (tmp_path / f"{name}.json" for name in ("base", "ours", "theirs"))
    base.write_text('{"format": 1}')
    ours.write_text(json.dumps({"format": 1, "y": "y" * 1_200_000}))
    theirs.write_text(ours.read_text())
    (tmp_path / f"{side}.json").write_text(text)
    before = ours.read_bytes()
    assert main(["merge", str(base), str(ours), str(theirs), "-o", str(ours)]) == 2
    assert words in capsys.readouterr().err
    assert ours.read_bytes() == before


def test_a_file_that_both_sides_added_has_an_empty_base(folder: Path) -> None:
    (folder / "base.json").write_text("")
    assert main(["merge", "base.json", "before.json", "before.json", "-o", "out.json"]) == 0
    assert (folder / "out.json").read_text() == canonical_flow(BEFORE)


class Repository:
    """A real repository, set up as the page says, with the command of this tree on its path."""

    def __init__(self, root: Path) -> None:
        self.root = root / "repository"
        self.root.mkdir()
        command = root / "bin" / "dialogue-studio"
        command.parent.mkdir()
        command.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m flowengine.cli "$@"\n')
        command.chmod(0o755)
        self.environment = {
            "PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}", "HOME": str(root), "LC_ALL": "C.UTF-8",
            "GIT_CONFIG_NOSYSTEM": "1",
        }  # fmt: skip  # one row
        self.git("init", "-q", "-b", "main")
        self.git("config", "user.name", "Anna")
        self.git("config", "user.email", "anna@example.com")
        [setup] = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
        for line in setup.splitlines():
            self.git(*shlex.split(line)[1:])
        [attributes] = re.findall(r"^```gitattributes\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
        (self.root / ".gitattributes").write_text(attributes)

    def git(self, *words: str, ok: bool = True) -> str:
        ran = subprocess.run(
            ["git", *words], cwd=self.root, env=self.environment, capture_output=True, text=True, check=False
        )
        assert (ran.returncode == 0) == ok, ran.stdout + ran.stderr
        return ran.stdout + ran.stderr

    def commit(self, **documents: Any) -> None:
        for name, document in documents.items():
            write(self.root / "desk/main" / f"{name.replace('__', '/')}.json", document)
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "Change")

    def read(self, name: str) -> str:
        return (self.root / "desk/main" / name).read_text("utf-8")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    found = Repository(tmp_path)
    found.commit(flow=BEFORE, layout=LAYOUT, cases__calls={"cases": {"b": {"steps": []}}})
    found.git("branch", "theirs")
    return found


def test_git_merges_two_branches_that_text_could_not(repository: Repository) -> None:
    moved = LAYOUT | {"nodes": LAYOUT["nodes"] | {"sales": {"x": 300, "y": 40}}}
    repository.commit(
        flow=variant(words="For sales, press 1.", bye=True),
        layout=LAYOUT | {"nodes": LAYOUT["nodes"] | {"bye": {"x": 520, "y": 40}}},
        cases__calls={"cases": {"b": {"steps": []}, "ours": {"steps": []}}},
    )
    repository.git("checkout", "-q", "theirs")
    repository.commit(
        flow=variant(nl="Een is verkoop.", tries=2),
        layout=moved,
        cases__calls={"cases": {"b": {"steps": []}, "a": {"steps": []}}},
    )
    repository.git("-c", "merge.dialogue-studio.driver=false", "merge", "main", ok=False)
    repository.git("merge", "--abort")
    repository.git("merge", "-q", "-m", "Merge", "main")
    wanted = variant(words="For sales, press 1.", nl="Een is verkoop.", tries=2, bye=True)
    assert repository.read("flow.json") == canonical_flow(wanted)
    assert json.loads(repository.read("layout.json"))["nodes"] == moved["nodes"] | {"bye": {"x": 520, "y": 40}}
    assert list(json.loads(repository.read("cases/calls.json"))["cases"]) == ["b", "a", "ours"]
    assert repository.git("status", "--porcelain") == ""


def test_git_shows_a_conflict_and_the_file_stays_a_flow(repository: Repository) -> None:
    repository.commit(flow=variant(words="Sales is 1.", tries=2))
    repository.git("checkout", "-q", "theirs")
    repository.commit(flow=variant(title="Front desk", words="For sales, press 1."))
    told = repository.git("merge", "main", ok=False)
    assert (
        "desk/main/flow.json: $.nodes.menu.prompt.by_language.en: Both sides changed prompt in en of step “menu”"
        in told
    )
    assert "CONFLICT" in told
    assert repository.git("status", "--porcelain") == "UU desk/main/flow.json\n"
    text = repository.read("flow.json")
    assert text == canonical_flow(variant(title="Front desk", words="For sales, press 1.", tries=2))
    assert canonical_flow(loads(text)) == text
    repository.git("add", "-A")
    repository.git("commit", "-q", "-m", "Merge")


def test_git_keeps_our_file_when_theirs_is_broken(repository: Repository) -> None:
    (repository.root / "desk/main/flow.json").write_text("{broken")
    repository.git("commit", "-q", "-a", "-m", "Break")
    repository.git("checkout", "-q", "theirs")
    repository.commit(flow=variant(tries=2))
    assert "Not JSON" in repository.git("merge", "main", ok=False)
    assert repository.read("flow.json") == canonical_flow(variant(tries=2))


def test_git_merges_a_flow_that_both_added(repository: Repository) -> None:
    repository.commit(new__flow=variant(bye=True))
    repository.git("checkout", "-q", "theirs")
    repository.commit(new__flow=variant(bye=True, tries=2))
    assert "merge_added_twice" in repository.git("merge", "main", ok=False)
    assert repository.read("new/flow.json") == canonical_flow(variant(bye=True, tries=2))


def test_git_diff_speaks_in_words(repository: Repository) -> None:
    write(repository.root / "desk/main/flow.json", variant(tries=2))
    write(repository.root / "desk/main/new/flow.json", BEFORE)
    repository.git("add", "-A")
    assert repository.git("diff", "--cached") == (
        "desk/main/flow.json\nStep “menu”: tries changed from 3 to 2.\n1 change\n"
        "desk/main/new/flow.json\nThe flow “Reception” was added.\n1 change\n"
    )
