"""docs/testing.md: its files are written and its commands run, in order; every method of `caller` is on the page."""

import re
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest

from flowengine.testbench.caller import TestCaller
from flowengine.testbench.caller_agent import TestAgent
from flowengine.testbench.plugin import pytest_addoption
from tests.main.shown import by_shell, by_word, examples, page, same_shape

PAGE = page("testing.md")
PARTS = re.compile(r"^`([\w./]+)`:\n\n```\w+\n(.*?)^```$|^(```console\n.*?^```)$", re.DOTALL | re.MULTILINE)


def test_every_example_does_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CI", "PYTEST_ADDOPTS", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    with chdir(tmp_path):
        for file, text, console in PARTS.findall(PAGE):
            if file:
                Path(file).parent.mkdir(parents=True, exist_ok=True)
                Path(file).write_text(text, "utf-8")
            for command, says in examples(f"{console}\n"):
                told = by_word(command) if command.startswith("dialogue-studio ") else by_shell(command)
                assert same_shape(says, told.splitlines()), f"$ {command}\n{told}"
        assert {file.name for file in Path("report").iterdir()} == {"index.html", "flows.info", "junit.xml"}


@pytest.mark.parametrize("kind", [TestCaller, TestAgent])
def test_every_method_is_on_the_page(kind: type) -> None:
    methods = [name for name in vars(kind) if not name.startswith("_") and name != "counted_in"]
    assert [name for name in methods if not re.search(rf"`{name}[`(]", PAGE)] == []


class Options:
    """Stands where pytest's parser would be: it keeps the names."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def getgroup(self, *_: str) -> "Options":
        return self

    def addoption(self, name: str, **_: Any) -> None:
        self.names.append(name)


def test_every_option_is_on_the_page() -> None:
    options = Options()
    pytest_addoption(options)  # type: ignore[arg-type]  # what it does with a parser, this does too
    assert [name for name in options.names if not re.search(rf"`{name}[` ]", PAGE)] == []
