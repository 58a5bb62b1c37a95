"""The demo's robots: they answer until somebody sits down who wants the same calls."""

import pytest

from flowengine.main.demo import demo_tree, robots_wanted
from flowengine.tenancy.directory import directory_from

USERS = directory_from(demo_tree()["tenant"]).users


@pytest.mark.parametrize(
    ("taken", "robots"),
    [
        pytest.param(frozenset(), ["anna", "ben", "carla", "dev"], id="nobody sits down"),
        pytest.param(frozenset({"anna"}), ["carla"], id="Anna's desk: appointments and billing"),
        pytest.param(frozenset({"carla"}), ["anna", "ben", "dev"], id="the pharmacy's only desk"),
        pytest.param(frozenset({"anna", "carla"}), [], id="two desks"),
        pytest.param(frozenset({"dora"}), ["anna", "ben", "carla", "dev"], id="no agent's desk"),
    ],
)
def test_robots_leave_the_calls_to_whoever_sits_down(taken: frozenset[str], robots: list[str]) -> None:
    assert robots_wanted(USERS, taken) == robots
