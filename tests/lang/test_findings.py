"""docs/findings.md is complete and true: each code stands there with an example that makes it, and one mended."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from flowengine.lang.check.check import CHECKS
from flowengine.lang.convert import DEFINITIONS
from flowengine.lang.strict_json import loads
from tests.lang.findings_doc import LOADER, Example, codes, examples, findings, names

ROOT = Path(__file__).parents[2] / "flowengine"
WRITERS = {"Finding", "error", "warning", "write", "_refuse", "_find"}
EXAMPLES = list(examples())
IDS = [example.code for example in EXAMPLES]


def written_codes() -> Iterator[str]:
    """Every code that the engine writes: the first argument of what makes findings, and those of the schema."""
    for path in [*ROOT.glob("lang/**/*.py"), *ROOT.glob("tenancy/*.py"), *ROOT.glob("interpreter/*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args and getattr(node.func, "id", "") in WRITERS:
                code = node.args[0]
                if isinstance(code, ast.Constant):
                    yield str(code.value)
            elif path.name == "schema.py" and isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
                yield from (str(item.value) for item in node.value.elts[:1] if isinstance(item, ast.Constant))


FORMATS = {
    f"{name}_invalid" for known in DEFINITIONS.values() if (name := known.get("format", "")) not in ("", "seconds")
}


def test_every_code_is_documented() -> None:
    assert (set(written_codes()) | FORMATS) - codes() == set()


@pytest.mark.parametrize("example", EXAMPLES, ids=IDS)
def test_example_makes_its_finding_and_no_other_kind(example: Example) -> None:
    found = findings(example.info, example.bad)
    assert {(finding.code, finding.severity) for finding in found} == {(example.code, example.severity)}


@pytest.mark.parametrize("example", EXAMPLES, ids=IDS)
def test_mended_example_has_no_finding(example: Example) -> None:
    assert findings(example.info.split(" escaped")[0].split(" times")[0], example.good) == []


@pytest.mark.parametrize("example", EXAMPLES, ids=IDS)
def test_finding_says_where_what_and_the_way_out(example: Example) -> None:
    for finding in findings(example.info, example.bad):
        assert finding.path.startswith("$")
        assert finding.message.endswith((".", "…"))
        assert finding.hint


@cache
def finders() -> list[set[str]]:
    """For each example of a flow that passes the schema: the checks that find something in it."""
    flows = [example for example in EXAMPLES if example.info.startswith("flow")]
    loaded = [(LOADER.built(loads(one.bad)), names(*one.info.split()[1:])) for one in flows if not is_malformed(one)]
    return [{name for name, check in CHECKS.items() if list(check(flow, known))} for flow, known in loaded]


def is_malformed(example: Example) -> bool:
    return bool(LOADER.findings(loads(example.bad)))


@pytest.mark.parametrize("check", CHECKS)
def test_no_check_is_idle(check: str) -> None:
    """Without this check one example is not found at all: a check that is removed or emptied is noticed."""
    assert {check} in finders()
