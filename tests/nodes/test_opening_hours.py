"""opening_hours: what the schedule says, or a fault if there is none."""

import pytest

from flowengine.lang.node_type import Fault
from flowengine.nodes.opening_hours import NODE, STATES
from tests.nodes.notebook import Notebook, entered


@pytest.mark.parametrize("state", STATES)
def test_leaves_by_the_state(state: str) -> None:
    assert entered(NODE, {"schedule": "office"}, Notebook(facts={("schedule", "office"): state})) == state


@pytest.mark.parametrize("state", ["", None, "ajar"])
def test_without_a_schedule_it_fails(state: str | None) -> None:
    found = entered(NODE, {"schedule": "office"}, Notebook(facts={("schedule", "office"): state}))
    assert found == Fault("there is no schedule “office”")
