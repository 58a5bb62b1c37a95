"""The real floor in virtual time against exact answers: ten replications, within three of their own deviations."""

import pytest

from tests.floor.models import SMALL, Known
from tests.floor.simulation import days, is_near, told

pytestmark = pytest.mark.proof


@pytest.mark.parametrize("known", SMALL, ids=lambda known: known.name)
def test_what_the_floor_does_is_what_theory_says(known: Known) -> None:
    seen = days(known.model, replications=10, calls=600, warm_up=60)
    for what, (look, exact) in known.expected.items():
        values = [look(day) for day in seen]
        assert is_near(values, exact), f"{known.name} {what}: {told(values, exact)}"
