"""House rules that read the tree: names, palette, mirrored tests, reasons, lock files, machine paths."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.source_rules import imported
from tests.house.tree import files, lines, nodes, tracked

EMPTY_NAMES = frozenset({"util", "utils", "helper", "helpers", "common", "manager", "base", "misc"})
OTHER_TEST_FOLDERS = frozenset({"laws", "contracts", "golden", "e2e", "house", "vectors", "killing", "simulation"})
NOT_NODES = frozenset({"__init__", "dutch", "dutch_choices", "dutch_forms", "palette"})
EXCEPTION = re.compile(
    r"#\s*(?:noqa(?::\s*(?P<codes>[A-Z]+\d+(?:[,\s]+[A-Z]+\d+)*))?|type:\s*ignore(?:\[[^\]]*\])?|fmt:\s*(?:skip|off)|pragma:[^#]*)"
    r"(?P<reason>.*)"
)
SCRIPT_EXCEPTION = re.compile(
    r"(?:@ts-(?:expect-error|ignore)|(?:eslint|oxlint)-disable(?:-next-line|-line)?\s+\S+)(?P<reason>.*)"
)
RULE_LINE = re.compile(r'\s*"[A-Z]+\d*",(?P<reason>.*)')
MACHINE_PATH = re.compile(r"(?<![\w.~:/-])/(?:root|work|home|Users)/[\w.]")
INVARIANT = re.compile(r"#\s*INVARIANT:")


def telling_names(root: Path) -> Iterator[str]:
    """A file, folder or class is named by what it holds; `utils` and its kin hold anything."""
    for path in files(root, ".py", ".ts", ".tsx"):
        name = path.relative_to(root)
        for part in name.with_suffix("").parts:
            if EMPTY_NAMES & set(_words(part)):
                yield f"{name.as_posix()}: `{part}` does not say what it holds"
    for name, node in nodes(root, ast.ClassDef):
        if EMPTY_NAMES & set(_words(node.name)):
            yield f"{name}:{node.lineno}: class {node.name} does not say what it holds"


def _words(name: str) -> list[str]:
    return [word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)]


def palette_complete(root: Path) -> Iterator[str]:
    """Every node file stands in the palette, which is written by hand."""
    room = root / "flowengine" / "nodes"
    if not room.exists():
        return
    palette = room / "palette.py"
    if not palette.exists():
        yield "flowengine/nodes: palette.py is missing"
        return
    listed = {
        part
        for node in ast.walk(ast.parse(palette.read_text("utf-8")))
        for name in imported(node)
        for part in name.split(".")
    }
    for path in sorted(room.glob("*.py")):
        if path.stem not in NOT_NODES | listed:
            yield f"flowengine/nodes/{path.name}: not in palette.py"


def nodes_tested(root: Path) -> Iterator[str]:
    """A node type costs its file, a palette line and its test file."""
    for path in sorted((root / "flowengine" / "nodes").glob("*.py")):
        name = f"test_{path.stem.rstrip('_')}.py"
        if path.stem not in NOT_NODES and not (root / "tests" / "nodes" / name).exists():
            yield f"flowengine/nodes/{path.name}: tests/nodes/{name} is missing"


def tests_mirror_rooms(root: Path) -> Iterator[str]:
    """Each room has tests under its own name, and no other folder of tests stands beside them."""
    rooms = {path.parent.name for path in (root / "flowengine").glob("*/__init__.py")}
    for room in sorted(rooms):
        if not any((root / "tests" / room).rglob("test_*.py")):
            yield f"flowengine/{room}: tests/{room} has no test"
    for folder in sorted((root / "tests").glob("*/")):
        if folder.is_dir() and folder.name not in rooms | OTHER_TEST_FOLDERS and not folder.name.startswith(("_", ".")):
            yield f"tests/{folder.name}: mirrors no room"


def exceptions_have_reasons(root: Path) -> Iterator[str]:
    """Who switches a check off says why, on the same line."""
    for name, number, line in lines(root, ".py", ".ts", ".tsx"):
        pattern = EXCEPTION if name.endswith(".py") else SCRIPT_EXCEPTION
        found = pattern.search(line)
        if found and not any(_is_reason(part) for part in [found["reason"], *found["reason"].split("#")]):
            yield f"{name}:{number}: the exception gives no reason"
    settings = root / "pyproject.toml"
    for number, line in enumerate(settings.read_text("utf-8").splitlines() if settings.exists() else (), 1):
        found = RULE_LINE.fullmatch(line)
        if found and not _is_reason(found["reason"].strip(" #")):
            yield f"pyproject.toml:{number}: the exception gives no reason"


def _is_reason(text: str) -> bool:
    plain = EXCEPTION.sub("", text).strip(" #-:*/}")
    return len(plain.split()) >= 2


def locks_name_no_host(root: Path) -> Iterator[str]:
    """A lock file pins by version and hash, not by where one developer fetched it."""
    for path in tracked(root):
        name = path.relative_to(root).as_posix()
        if path.name in {"package-lock.json", "npm-shrinkwrap.json"}:
            packages = json.loads(path.read_text("utf-8")).get("packages", {})
            hosted = [key for key, entry in packages.items() if "://" in str(entry.get("resolved", ""))]
            if hosted:
                yield f"{name}: {hosted[0]} and {len(hosted) - 1} more name a host"
        elif path.suffix == ".lock" or name.startswith("requirements/"):
            for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
                if "://" in line or line.startswith(
                    ("-i", "--index", "--extra-index", "-f", "--find-links", "--trusted")
                ):
                    yield f"{name}:{number}: a lock file names a host"


def no_machine_paths(root: Path) -> Iterator[str]:
    """No file speaks of one developer's machine."""
    for path in tracked(root):
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue  # an image or font has no paths to read
        for number, line in enumerate(text.splitlines(), 1):
            if MACHINE_PATH.search(line):
                yield f"{path.relative_to(root).as_posix()}:{number}: names a path of one machine"


def invariants_name_tests(root: Path) -> Iterator[str]:
    """`# INVARIANT:` names the test that guards it, and the test is there."""
    functions = nodes(root, ast.FunctionDef, ast.AsyncFunctionDef, under="tests")
    known = {node.name for _, node in functions if node.name.startswith("test_")}
    known |= {path.stem for path in files(root, ".py", under="tests")}
    for path in files(root, ".py", under="flowengine"):
        text = path.read_text("utf-8").splitlines()
        for number, line in enumerate(text, 1):
            if not INVARIANT.search(line):
                continue
            comment = "".join(row for row in text[number - 1 : number + 4] if "#" in row)
            if not known & set(re.findall(r"test_\w+", comment)):
                yield f"{path.relative_to(root).as_posix()}:{number}: names no test that exists"
