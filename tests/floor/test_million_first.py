"""The first half of a million random events: every decision of the floor as the rules alone make it."""

import pytest

from tests.floor.million import EVENTS, PARTS, play_part

pytestmark = pytest.mark.proof


@pytest.mark.parametrize("part", range(PARTS // 2))
def test_as_many_events_decide_alike(part: int) -> None:
    assert play_part(part) * PARTS >= EVENTS
