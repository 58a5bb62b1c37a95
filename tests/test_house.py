"""The house keeps its rules, and each rule is shown to catch a violation that was planted."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from launch.lock import pins
from tests.house import source_rules, tree_rules

ROOT = Path(__file__).parent.parent
Rule = Callable[[Path], Iterator[str]]
LONG_FILE = '"""Long."""\n' + "x = 1\n" * 400
LONG_FUNCTION = '"""Long."""\ndef f():\n' + "    x = 1\n" * 40
NODE_ROOM = {"flowengine/nodes/__init__.py": "", "flowengine/nodes/palette.py": "from flowengine.nodes import say\n"}
RESOLVED = '{"packages": {"node_modules/a": {"resol' + 'ved": "https://host.example/a.tgz"}}}'
MACHINE = "/ho" + "me/anna/x"
NOQA = "# no" + "qa: F401"
IGNORE = "# type: ig" + "nore[attr-defined]"
INVARIANT = "# INVA" + "RIANT: x, guarded by "

PLANTED: list[tuple[Rule, dict[str, str]]] = [
    (source_rules.file_sizes, {"flowengine/a.py": LONG_FILE}),
    (source_rules.file_sizes, {"studio_ui/src/a.tsx": "let x\n" * 401}),
    (source_rules.function_sizes, {"flowengine/a.py": LONG_FUNCTION}),
    (source_rules.module_docstrings, {"flowengine/a.py": "x = 1\n"}),
    (source_rules.module_docstrings, {"tests/test_a.py": '"""a"""\n'}),
    (source_rules.no_code_from_text, {"flowengine/a.py": "eval('1')\n"}),
    (source_rules.no_code_from_text, {"flowengine/a.py": "run = exec\n"}),
    (source_rules.no_code_from_text, {"flowengine/a.py": "import builtins\nbuiltins.compile('1', '', 'eval')\n"}),
    (source_rules.no_swallowed_errors, {"launch/a.py": "try:\n    x = 1\nexcept ValueError:\n    pass\n"}),
    (source_rules.no_swallowed_errors, {"launch/a.py": "try:\n    x = 1\nexcept ValueError:\n    ...\n"}),
    (source_rules.no_clock_in_pure_rooms, {"flowengine/lang/a.py": "from datetime import datetime\ndatetime.now()\n"}),
    (source_rules.no_clock_in_pure_rooms, {"flowengine/errors.py": "import datetime\ndatetime.date.today()\n"}),
    (source_rules.one_way_out, {"flowengine/runtime/a.py": "import urllib.request\n"}),
    (source_rules.one_way_out, {"flowengine/runtime/a.py": "from http import client\n"}),
    (source_rules.tests_patch_nothing, {"tests/lang/test_a.py": "from unittest import mock\n"}),
    (
        source_rules.tests_patch_nothing,
        {"tests/lang/test_a.py": "def test(monkeypatch):\n    monkeypatch.setattr(1)\n"},
    ),
    (source_rules.pure_tests_do_not_wait, {"tests/lang/test_a.py": "import time\ntime.sleep(1)\n"}),
    (tree_rules.telling_names, {"flowengine/lang/string_utils.py": ""}),
    (tree_rules.telling_names, {"studio_ui/src/common/a.ts": ""}),
    (tree_rules.telling_names, {"flowengine/lang/a.py": "class FlowManager: ...\n"}),
    (tree_rules.palette_complete, {**NODE_ROOM, "flowengine/nodes/menu.py": ""}),
    (tree_rules.palette_complete, {"flowengine/nodes/menu.py": ""}),
    (tree_rules.nodes_tested, {**NODE_ROOM, "flowengine/nodes/say.py": ""}),
    (tree_rules.tests_mirror_rooms, {"flowengine/lang/__init__.py": "", "tests/nothing.txt": ""}),
    (tree_rules.tests_mirror_rooms, {"tests/elsewhere/test_a.py": ""}),
    (tree_rules.exceptions_have_reasons, {"flowengine/a.py": f"import os  {NOQA}\n"}),
    (tree_rules.exceptions_have_reasons, {"flowengine/a.py": f"x.y  {IGNORE}\n"}),
    (tree_rules.exceptions_have_reasons, {"studio_ui/src/a.ts": "// @ts-expect-error\n"}),
    (tree_rules.exceptions_have_reasons, {"studio_ui/src/a.ts": "// oxlint-disable-next-line no-eval\n"}),
    (tree_rules.exceptions_have_reasons, {"pyproject.toml": 'ignore = [\n    "E501",\n]\n'}),
    (tree_rules.locks_name_no_host, {"studio_ui/package-lock.json": RESOLVED}),
    (tree_rules.locks_name_no_host, {"requirements/dev.txt": "--extra-index-url https://host.example/simple\n"}),
    (tree_rules.locks_name_no_host, {"requirements/dev.txt": "--find-links wheels\n"}),
    (tree_rules.no_machine_paths, {"docs/a.md": f"see {MACHINE}\n"}),
    (tree_rules.invariants_name_tests, {"flowengine/a.py": f"{INVARIANT}test_that_is_nowhere\n"}),
    (tree_rules.invariants_name_tests, {"flowengine/a.py": f"{INVARIANT}nobody\n"}),
]
ALLOWED: list[tuple[Rule, dict[str, str]]] = [
    (source_rules.file_sizes, {"studio_ui/src/a.ts": "// generated from the schema\n" * 500}),
    (source_rules.no_code_from_text, {"flowengine/a.py": "import re\nre.compile('a')\n"}),
    (
        source_rules.no_clock_in_pure_rooms,
        {"flowengine/runtime/a.py": "from datetime import datetime\ndatetime.now()\n"},
    ),
    (tree_rules.palette_complete, {**NODE_ROOM, "flowengine/nodes/say.py": ""}),
    (tree_rules.telling_names, {"flowengine/ledger/database.py": ""}),
    (tree_rules.exceptions_have_reasons, {"a.py": f"import os  {NOQA}  the embedder's surface\n"}),
    (tree_rules.exceptions_have_reasons, {"a.py": f"x.y  {IGNORE}  # stubs lag behind\n"}),
    (tree_rules.locks_name_no_host, {"studio_ui/package-lock.json": '{"packages": {"a": {"integrity": "sha512-x"}}}'}),
    (
        tree_rules.invariants_name_tests,
        {"flowengine/a.py": f"{INVARIANT}test_x\n", "tests/test_a.py": "def test_x(): ...\n"},
    ),
]
RULES = sorted({rule for rule, _ in PLANTED}, key=lambda rule: rule.__name__)


def plant(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_house_keeps_the_rule(rule: Rule) -> None:
    assert list(rule(ROOT)) == []


@pytest.mark.parametrize(("rule", "files"), PLANTED, ids=lambda value: getattr(value, "__name__", ""))
def test_rule_catches_what_was_planted(rule: Rule, files: dict[str, str], tmp_path: Path) -> None:
    assert list(rule(plant(tmp_path, files)))


@pytest.mark.parametrize(("rule", "files"), ALLOWED, ids=lambda value: getattr(value, "__name__", ""))
def test_rule_lets_pass_what_is_right(rule: Rule, files: dict[str, str], tmp_path: Path) -> None:
    assert list(rule(plant(tmp_path, files))) == []


def test_checks_install_all_that_the_server_does() -> None:
    """A checkout set up for tests runs the server on the same versions."""
    runtime, dev = (pins(ROOT / "requirements" / f"{name}.txt") for name in ("runtime", "dev"))
    assert {name: dev.get(name) for name in runtime} == runtime


def test_every_pin_has_a_hash() -> None:
    for name in ("runtime", "dev", "web"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
        blocks = [block for block in text.replace("\\\n", " ").splitlines() if block[:1].isalnum()]
        assert blocks
        assert [block for block in blocks if "--hash=sha256:" not in block] == []


BAD_CODE = {
    "ruff check": (["ruff", "check"], '"""A."""\n\nimport os\n'),
    "ruff format": (["ruff", "format", "--check"], '"""A."""\nx   =  1\n'),
    "mypy": (["mypy", "--no-incremental"], '"""A."""\n\n\ndef f(x):\n    return x\n'),
}


@pytest.mark.parametrize("tool", BAD_CODE)
def test_tool_catches_what_was_planted(tool: str, tmp_path: Path) -> None:
    """The settings of this project, not those of the tool, make it fail."""
    command, text = BAD_CODE[tool]
    bad = tmp_path / "bad.py"
    bad.write_text(text, "utf-8")
    settings = "--config-file" if tool == "mypy" else "--config"
    where = [sys.executable, "-m", *command, settings, str(ROOT / "pyproject.toml"), str(bad)]
    assert subprocess.run(where, cwd=tmp_path, capture_output=True, check=False).returncode == 1
