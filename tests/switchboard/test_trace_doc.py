"""docs/trace.md lists exactly the words that interpreter and switchboard write into the trace."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
WRITERS = {"append", "traced", "fact"}


def words_of(source: str) -> Iterator[str]:
    """The first items of the tuples that are appended to facts, and the third arguments of `act.fact`."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        told = node.args[2] if name == "fact" and len(node.args) > 2 else node.args[0] if node.args else None
        if name in WRITERS and isinstance(told, ast.Tuple) and told.elts:
            told = told.elts[0]
        elif name != "fact":
            continue
        if isinstance(told, ast.Constant) and isinstance(told.value, str):
            yield told.value


def test_every_word_of_the_trace_is_described_and_no_other() -> None:
    files = [*ROOT.glob("flowengine/interpreter/*.py"), *ROOT.glob("flowengine/switchboard/*.py")]
    written = {word for file in files for word in words_of(file.read_text())}
    told = re.findall(r"^\| `([a-z_]+)` \|", (ROOT / "docs/trace.md").read_text(), re.MULTILINE)
    assert sorted(set(told)) == sorted(written)  # a word may be told of two kinds of subjects
