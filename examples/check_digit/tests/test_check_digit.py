"""The step by itself, and in a flow: both through what Dialogue Studio offers to packages."""

from pathlib import Path

import pytest
from dialogue_studio_check_digit.check_digit import Scheme, holds

from flowengine import Json, find_faults, installed_palette, run_cases

FLOWS = Path(__file__).parents[1] / "flows"
TABLE: dict[str, tuple[Scheme, Json, bool]] = {
    "iban with blanks": ("iban", "GB82 WEST 1234 5698 7654 32", True),
    "iban in small letters": ("iban", "nl91abna0417164300", True),
    "iban with a slip": ("iban", "GB82 WEST 1234 5698 7654 23", False),
    "iban too short": ("iban", "GB82", False),
    "card": ("luhn", "4111 1111 1111 1111", True),
    "card with a slip": ("luhn", "4111 1111 1111 1112", False),
    "citizen": ("bsn", "111222333", True),
    "citizen as a number": ("bsn", 111222333, True),
    "citizen with a slip": ("bsn", "111222334", False),
    "nobody": ("bsn", "000000000", False),
    "other digits": ("bsn", "١١١٢٢٢٣٣٣", False),
    "nothing": ("iban", None, False),
    "yes": ("bsn", True, False),
}


@pytest.mark.parametrize(("scheme", "value", "right"), TABLE.values(), ids=TABLE)
def test_holds(scheme: Scheme, value: Json, right: bool) -> None:
    assert holds(scheme, value) is right


def test_it_is_found() -> None:
    assert installed_palette()["check_digit"].title == "Check a number"


def test_the_flow_is_sound_and_its_cases_pass() -> None:
    assert list(find_faults(FLOWS)) == []
    results = run_cases([FLOWS])
    assert [result.case for result in results if not result.ok] == []
    assert len(results) == 3
