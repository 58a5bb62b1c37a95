"""The checks are held by their tables: whatever small fault is planted in one, some row of the tables fails."""

from collections import Counter

import pytest

from flowengine.lang.check.check import check
from tests.lang.mutants import Row, is_noticed, modules, mutants, rows

pytestmark = pytest.mark.proof

# Faults that change nothing, or nothing that can be seen with the steps that there are.
SAME = {
    "wiring: for leaving in node.leavings: (the last item left out)": "the last is `error`, which need not be wired",
    "condition: for field in node.config.__struct_fields__ if isinstance(node.config, Struct) else (): "
    "(the last item left out)": "no type has its cases last",
    "secret: for path, source in written(node.config) if _has_address(node.type.config) else (): "
    "(the last item left out)": "an address is never the last text",
}


@pytest.mark.parametrize("module", modules())
def test_every_mutant_is_noticed(module: str) -> None:
    planted = list(mutants(module))
    assert planted
    lived = {mutant.words for mutant in planted if not is_noticed(mutant.checks, rows())}
    assert lived - SAME.keys() == set(), "add an example to docs/findings.md, or a flow to mutant_rows.py"


def test_the_right_checks_pass_the_table() -> None:
    for row in rows():
        found = check(row.flow, row.names)
        if row.is_whole:
            assert Counter((one.code, one.severity, one.path) for one in found) == row.expected
        else:
            assert {(one.code, one.severity) for one in found} == row.expected


def test_the_table_notices_a_check_that_is_gone() -> None:
    for module, checks in modules().items():
        nothing = dict.fromkeys(checks, lambda flow, names: [])
        assert is_noticed(nothing, rows()), module


def test_a_mutant_is_the_check_with_one_fault() -> None:
    first = next(mutants("flowengine.lang.check.share"))
    assert first.words.startswith("share: ")
    right = [row for row in rows() if not row.expected]
    assert isinstance(right[0], Row)
    assert list(first.checks) == ["shares"]
