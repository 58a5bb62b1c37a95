"""House rules that read Python: sizes, docstrings, what may never be called."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import files, in_pure_room, nodes, python_files

FILE_LINES = 400
FUNCTION_LINES = 40
RUNS_TEXT = frozenset({"exec", "eval", "compile", "__import__"})
READS_CLOCK = frozenset({"now", "utcnow", "today"})
OPENS_URLS = ("urllib.request", "http.client", "ftplib", "smtplib", "telnetlib")
IMPORTS = (ast.Import, ast.ImportFrom)


def file_sizes(root: Path) -> Iterator[str]:
    """A file over 400 lines is two files; a generated one says so in its first line."""
    for path in files(root, ".py", ".ts", ".tsx", ".css"):
        text = path.read_text("utf-8")
        count = len(text.splitlines())
        if count > FILE_LINES and "generated" not in text.partition("\n")[0].lower():
            yield f"{path.relative_to(root).as_posix()}: {count} lines, at most {FILE_LINES}"


def function_sizes(root: Path) -> Iterator[str]:
    """A function over 40 lines is two functions."""
    for name, node in nodes(root, ast.FunctionDef, ast.AsyncFunctionDef):
        if (node.end_lineno or 0) - node.lineno + 1 > FUNCTION_LINES:
            yield f"{name}:{node.lineno}: {node.name} is longer than {FUNCTION_LINES} lines"


def module_docstrings(root: Path) -> Iterator[str]:
    """Every module opens with a sentence that says what it is for."""
    for name, syntax in python_files(root):
        opening = syntax.docstring.partition("\n")[0]
        if not opening.endswith((".", "?", "!", ":")):
            yield f"{name}:1: the module does not open with a sentence"


def no_code_from_text(root: Path) -> Iterator[str]:
    """Nothing in the engine turns text into running code, under whichever name."""
    told = "exec, eval, compile and __import__ are not used in the engine"
    for name, called in nodes(root, ast.Name, under="flowengine"):
        if called.id in RUNS_TEXT:
            yield f"{name}:{called.lineno}: {told}"
    for name, node in nodes(root, ast.Attribute, under="flowengine"):
        of = node.value.id if isinstance(node.value, ast.Name) else ""
        if node.attr in RUNS_TEXT and of in {"builtins", "__builtins__"}:
            yield f"{name}:{node.lineno}: {told}"


def no_swallowed_errors(root: Path) -> Iterator[str]:
    """An `except` whose whole body is `pass` or `...` hides a fault."""
    for name, node in nodes(root, ast.ExceptHandler):
        if all(_says_nothing(statement) for statement in node.body):
            yield f"{name}:{node.lineno}: an error is swallowed in silence"


def _says_nothing(statement: ast.stmt) -> bool:
    dots = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    return isinstance(statement, ast.Pass) or dots


def no_clock_in_pure_rooms(root: Path) -> Iterator[str]:
    """`datetime.now` and its like read the clock behind the import rules' back; time comes inside events."""
    for name, node in nodes(root, ast.Attribute, under="flowengine"):
        if (
            node.attr in READS_CLOCK
            and in_pure_room(name)
            and isinstance(node.value, ast.Name | ast.Attribute)
            and (node.value.id if isinstance(node.value, ast.Name) else node.value.attr) in {"datetime", "date"}
        ):
            yield f"{name}:{node.lineno}: a pure room reads the clock"


def one_way_out(root: Path) -> Iterator[str]:
    """Only the egress client reaches the outside; the import rules cannot see these parts of larger modules.

    `main` is exempt: its terminal call goes to the server that its user names, never where a flow says.
    """
    for name, node in nodes(root, *IMPORTS, under="flowengine"):
        outside = any(module.startswith(OPENS_URLS) for module in imported(node))
        if outside and not name.startswith("flowengine/main/"):
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
    told = "a test patches instead of passing a small real implementation"
    for name, found in nodes(root, *IMPORTS, under="tests"):
        if any("mock" in module.split(".") for module in imported(found)):
            yield f"{name}:{found.lineno}: {told}"
    for name, node in nodes(root, ast.Attribute, under="tests"):
        of = node.value.id if isinstance(node.value, ast.Name) else ""
        if node.attr in {"setattr", "setitem", "delattr"} and of in {"monkeypatch", "mp"}:
            yield f"{name}:{node.lineno}: {told}"


def pure_tests_do_not_wait(root: Path) -> Iterator[str]:
    """A test of a pure room has nothing to wait for."""
    for name, node in nodes(root, ast.Attribute, under="tests"):
        parts = Path(name).parts
        if node.attr == "sleep" and len(parts) > 2 and in_pure_room(f"flowengine/{parts[1]}/x"):
            yield f"{name}:{node.lineno}: a test of a pure room sleeps"
