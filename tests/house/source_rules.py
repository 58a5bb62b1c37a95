"""House rules that read Python: sizes, docstrings, what may never be called."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import files, in_pure_room, python_files

FILE_LINES = 400
FUNCTION_LINES = 40
RUNS_TEXT = frozenset({"exec", "eval", "compile", "__import__"})
READS_CLOCK = frozenset({"now", "utcnow", "today"})
OPENS_URLS = ("urllib.request", "http.client", "ftplib", "smtplib", "telnetlib")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def file_sizes(root: Path) -> Iterator[str]:
    """A file over 400 lines is two files; a generated one says so in its first line."""
    for path in files(root, ".py", ".ts", ".tsx", ".css"):
        text = path.read_text("utf-8")
        count = len(text.splitlines())
        if count > FILE_LINES and "generated" not in text.partition("\n")[0].lower():
            yield f"{path.relative_to(root).as_posix()}: {count} lines, at most {FILE_LINES}"


def function_sizes(root: Path) -> Iterator[str]:
    """A function over 40 lines is two functions."""
    for name, tree in python_files(root):
        for node in ast.walk(tree):
            if isinstance(node, Function) and (node.end_lineno or 0) - node.lineno + 1 > FUNCTION_LINES:
                yield f"{name}:{node.lineno}: {node.name} is longer than {FUNCTION_LINES} lines"


def module_docstrings(root: Path) -> Iterator[str]:
    """Every module opens with a sentence that says what it is for."""
    for name, tree in python_files(root):
        opening = (ast.get_docstring(tree) or "").partition("\n")[0]
        if not opening.endswith((".", "?", "!", ":")):
            yield f"{name}:1: the module does not open with a sentence"


def no_code_from_text(root: Path) -> Iterator[str]:
    """Nothing in the engine turns text into running code, under whichever name."""
    for name, tree in python_files(root, "flowengine"):
        for node in ast.walk(tree):
            called = isinstance(node, ast.Name) and node.id in RUNS_TEXT
            reached = (
                isinstance(node, ast.Attribute)
                and node.attr in RUNS_TEXT
                and isinstance(node.value, ast.Name)
                and node.value.id in {"builtins", "__builtins__"}
            )
            if called or reached:
                yield f"{name}:{node.lineno}: exec, eval, compile and __import__ are not used in the engine"


def no_swallowed_errors(root: Path) -> Iterator[str]:
    """An `except` whose whole body is `pass` or `...` hides a fault."""
    for name, tree in python_files(root):
        for node in ast.walk(tree):
            if isinstance(node, ast.ExceptHandler) and all(_says_nothing(statement) for statement in node.body):
                yield f"{name}:{node.lineno}: an error is swallowed in silence"


def _says_nothing(statement: ast.stmt) -> bool:
    dots = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    return isinstance(statement, ast.Pass) or dots


def no_clock_in_pure_rooms(root: Path) -> Iterator[str]:
    """`datetime.now` and its like read the clock behind the import rules' back; time comes inside events."""
    for name, tree in python_files(root, "flowengine"):
        for node in ast.walk(tree) if in_pure_room(name) else ():
            if (
                isinstance(node, ast.Attribute)
                and node.attr in READS_CLOCK
                and isinstance(node.value, ast.Name | ast.Attribute)
                and (node.value.id if isinstance(node.value, ast.Name) else node.value.attr) in {"datetime", "date"}
            ):
                yield f"{name}:{node.lineno}: a pure room reads the clock"


def one_way_out(root: Path) -> Iterator[str]:
    """Only the egress client reaches the outside; the import rules cannot see these parts of larger modules.

    `main` is exempt: its terminal call goes to the server that its user names, never where a flow says.
    """
    for name, tree in python_files(root, "flowengine"):
        for node in ast.walk(tree) if not name.startswith("flowengine/main/") else ():
            if any(module.startswith(OPENS_URLS) for module in imported(node)):
                yield f"{name}:{node.lineno}: only the egress client reaches the outside"


def imported(node: ast.AST) -> list[str]:
    """The full names that an import statement brings: `from a import b` gives a.b."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module or ''}.{alias.name}" for alias in node.names]
    return []


def tests_patch_nothing(root: Path) -> Iterator[str]:
    """Fakes are small real implementations: no mock library, no attribute set from outside."""
    for name, tree in python_files(root, "tests"):
        for node in ast.walk(tree):
            mocks = any("mock" in module.split(".") for module in imported(node))
            patches = (
                isinstance(node, ast.Attribute)
                and node.attr in {"setattr", "setitem", "delattr"}
                and isinstance(node.value, ast.Name)
                and node.value.id in {"monkeypatch", "mp"}
            )
            if mocks or patches:
                yield f"{name}:{node.lineno}: a test patches instead of passing a small real implementation"


def pure_tests_do_not_wait(root: Path) -> Iterator[str]:
    """A test of a pure room has nothing to wait for."""
    for name, tree in python_files(root, "tests"):
        parts = Path(name).parts
        for node in ast.walk(tree) if len(parts) > 2 and in_pure_room(f"flowengine/{parts[1]}/x") else ():
            if isinstance(node, ast.Attribute) and node.attr == "sleep":
                yield f"{name}:{node.lineno}: a test of a pure room sleeps"
