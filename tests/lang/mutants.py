"""Mutants of the checks: copies of their modules, each with one small fault planted in the source."""

import ast
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from flowengine.errors import Finding
from flowengine.lang.check.check import CHECKS, Check
from flowengine.lang.check.names import Names
from flowengine.lang.document import Flow
from flowengine.lang.strict_json import loads
from tests.lang.findings_doc import LOADER, examples, names
from tests.lang.mistakes import Mistakes
from tests.lang.mutant_rows import MISTAKES

Seen = Counter[tuple[str, ...]] | frozenset[tuple[str, str]]


# Of a code with two severities the one that the tables of mistakes have.
SEVERITY = {example.code: example.severity for example in reversed(list(examples()))}


class Row(NamedTuple):
    """A flow, and what is to be found in it: code and severity; `is_whole`: with the path too, and how often."""

    flow: Flow
    names: Names
    is_whole: bool
    expected: Seen


@cache
def rows() -> tuple[Row, ...]:
    """The examples of docs/findings.md, bad and mended, and flows with several mistakes; each with its parts in the
    other order too."""
    found = [
        Row(LOADER.load(document), names(*mistakes.place), True, _whole(mistakes))
        for mistakes in MISTAKES
        for document in (mistakes.flow, {**mistakes.flow, "nodes": turned(mistakes.flow["nodes"])})
    ]
    for example in examples():
        kind, *rest = example.info.split()
        if kind == "flow":
            for body, expected in ((example.bad, [(example.code, example.severity)]), (example.good, [])):
                for document in (loads(body), turned(loads(body))):
                    faults, flow = LOADER.read(document)
                    if flow is not None and not faults:
                        found.append(Row(flow, names(*rest), False, frozenset(expected)))
    return tuple(found)


def _whole(mistakes: Mistakes) -> Seen:
    found = [(code, SEVERITY[code], path) for code, path in (*mistakes.found, *mistakes.twice)]
    return Counter(found)


def turned(value: Any) -> Any:
    """The same document with its objects the other way round, so that what was first is last."""
    if isinstance(value, dict):
        return {key: turned(part) for key, part in reversed(value.items())}
    return value


def modules() -> Mapping[str, tuple[str, ...]]:
    """Module -> the checks that it holds."""
    found: dict[str, list[str]] = {}
    for name, check in CHECKS.items():
        found.setdefault(check.__module__, []).append(name)
    return {module: tuple(checks) for module, checks in found.items()}


class Mutant(NamedTuple):
    words: str
    checks: Mapping[str, Check]


def mutants(module: str) -> Iterator[Mutant]:
    """Every fault that is planted in one module: what is found is not told, an error is a warning or the other way
    round, a loop leaves out its first item or its last."""
    source = Path(str(sys.modules[module].__file__)).read_text("utf-8")
    tree = ast.parse(source)
    for count, node in enumerate(ast.walk(tree)):
        for words, plant in planted(node):
            copy = deepcopy(tree)
            plant(next(one for n, one in enumerate(ast.walk(copy)) if n == count))
            space: dict[str, Any] = {"__name__": module}
            exec(compile(ast.fix_missing_locations(copy), module, "exec"), space)  # noqa: S102  # our own source
            checks = {name: space[CHECKS[name].__name__] for name in modules()[module]}
            line = source.splitlines()[node.lineno - 1].strip()  # type: ignore[attr-defined]  # as all that is planted
            yield Mutant(f"{module.rpartition('.')[2]}: {line} {words}", checks)


def planted(node: ast.AST) -> Iterator[tuple[str, Callable[[Any], None]]]:
    if isinstance(node, ast.Yield | ast.YieldFrom):
        yield "(what is found is not told)", _silenced
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"error", "warning"}:
        yield "(severity swapped)", _swapped
    if isinstance(node, ast.For) and any(isinstance(one, ast.Yield) for one in ast.walk(node)):
        yield "(the first item left out)", _without("[1:]")
        yield "(the last item left out)", _without("[:-1]")


def _silenced(node: Any) -> None:
    node.__class__ = ast.YieldFrom
    node.value = ast.Tuple([], ast.Load())


def _swapped(node: Any) -> None:
    other = "warning" if node.func.id == "error" else "error"
    module = ast.Call(ast.Name("__import__", ast.Load()), [ast.Constant("flowengine.lang.check.found")], [])
    module.keywords = [ast.keyword("fromlist", ast.List([ast.Constant(other)], ast.Load()))]
    node.func = ast.Attribute(module, other, ast.Load())


def _without(part: str) -> Callable[[Any], None]:
    def plant(node: Any) -> None:
        sliced = ast.parse(f"list(x){part}", mode="eval").body
        sliced.value.args = [node.iter]  # type: ignore[attr-defined]  # a subscript of a call, as written above
        node.iter = sliced

    return plant


def is_noticed(checks: Mapping[str, Check], table: tuple[Row, ...]) -> bool:
    """Whether some row of the table fails with these checks in place of the right ones."""
    return any(_seen(checks, row) != _due(checks, row) for row in table)


def _due(checks: Mapping[str, Check], row: Row) -> Seen:
    """What these checks owe: of what is expected, that which they find when they are right."""
    return row.expected & _seen({name: CHECKS[name] for name in checks}, row)


def _seen(checks: Mapping[str, Check], row: Row) -> Seen:
    try:
        found: list[Finding] = [finding for check in checks.values() for finding in check(row.flow, row.names)]
    except (LookupError, AttributeError, TypeError, ValueError, RuntimeError):
        return frozenset({("broken", "")})
    if row.is_whole:
        return Counter((finding.code, finding.severity, finding.path) for finding in found)
    return frozenset((finding.code, finding.severity) for finding in found)
