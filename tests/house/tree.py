"""Which files of a tree are ours to judge."""

import ast
import os
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeVar

NOT_OURS = frozenset({"node_modules", "static", "demo", "dist", "build", "__pycache__", "coverage"})
JUDGED: tuple[type[ast.AST], ...] = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Name, ast.Attribute, ast.ExceptHandler, ast.Import,
    ast.ImportFrom,
)  # fmt: skip  # a list reads better than one item a line
N = TypeVar("N", bound=ast.AST)
PURE_ROOMS = ("messages", "tenancy", "lang", "nodes", "interpreter", "floor", "switchboard", "errors")


def files(root: Path, *endings: str, under: str = "") -> Iterator[Path]:
    """Our files with one of the endings, sorted; nothing built, fetched or hidden."""
    for folder, folders, names in os.walk(root / under):
        folders[:] = sorted(name for name in folders if name not in NOT_OURS and not name.startswith("."))
        yield from (Path(folder, name) for name in sorted(names) if name.endswith(endings))


class Syntax(NamedTuple):
    """What the rules ask about one Python file; the tree itself is not kept."""

    docstring: str
    nodes: dict[type[ast.AST], list[ast.AST]]  # those in JUDGED


def python_files(root: Path, under: str = "") -> Iterator[tuple[str, Syntax]]:
    """Every Python file of ours as (path from the root, what is in it)."""
    for path in files(root, ".py", under=under):
        yield path.relative_to(root).as_posix(), parsed(path, path.stat().st_mtime_ns)


def nodes(root: Path, *kinds: type[N], under: str = "") -> Iterator[tuple[str, N]]:
    """Every node of these kinds as (path from the root, node)."""
    for name, syntax in python_files(root, under):
        for kind in kinds:
            for node in syntax.nodes[kind]:
                assert isinstance(node, kind)
                yield name, node


@cache
def parsed(path: Path, _changed_ns: int) -> Syntax:
    """Walked once for all rules: there are more nodes than anything else in these tests."""
    tree = ast.parse(path.read_text("utf-8"), str(path))
    found: dict[type[ast.AST], list[ast.AST]] = {kind: [] for kind in JUDGED}
    for node in ast.walk(tree):
        if type(node) in found:
            found[type(node)].append(node)
    return Syntax(ast.get_docstring(tree) or "", found)


def lines(root: Path, *endings: str, under: str = "") -> Iterator[tuple[str, int, str]]:
    """Every line of our text files as (path from the root, number, text)."""
    for path in files(root, *endings, under=under):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            yield path.relative_to(root).as_posix(), number, line


def tracked(root: Path) -> list[Path]:
    """What git would commit; in a tree without git, every file."""
    if not (root / ".git").exists():
        return [path for path in sorted(root.rglob("*")) if path.is_file()]
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=root,
        capture_output=True,
        check=True,
        text=True,
    )
    return [path for name in listed.stdout.split("\0") if name and (path := root / name).is_file()]


def in_pure_room(name: str) -> bool:
    """Whether a path like flowengine/lang/x.py or flowengine/errors.py belongs to a pure room."""
    parts = Path(name).with_suffix("").parts
    return len(parts) > 1 and parts[0] == "flowengine" and parts[1] in PURE_ROOMS
