"""How figures are written."""

import pytest

from flowengine.testbench.simulation.student import Estimate
from flowengine.testbench.simulation.words import Unit, number, ranged


@pytest.mark.parametrize(
    ("value", "unit", "signed", "told"),
    [
        (None, "n", False, "-"), (0.8333, "share", False, "83.3 %"), (0.05, "share", True, "+5.0 points"),
        (-0.00001, "share", True, "0.0 points"), (12.34, "s", False, "12.3 s"), (1234.5, "n", False, "1,234"),
        (12.34, "n", False, "12.3"), (0.456, "n", False, "0.46"), (3.0, "n", True, "+3"), (-0.001, "n", True, "0.00"),
    ],
)  # fmt: skip  # a table reads better filled
def test_a_number(value: float | None, unit: Unit, signed: bool, told: str) -> None:
    assert number(value, unit, signed=signed) == told


def test_an_interval_stays_within_what_can_be() -> None:
    assert ranged(Estimate(0.9, 0.7, 1.1, 3), "share") == "90.0 % (70.0 to 100.0)"
    assert ranged(Estimate(2.0, -1.0, 5.0, 3), "s") == "2.0 s (0.0 to 5.0)"
    assert ranged(Estimate(0.0, -1.0, 1.0, 3), "share", signed=True) == "0.0 points (-100.0 to +100.0)"
    assert ranged(Estimate(2.0, None, None, 1), "n") == "2"
