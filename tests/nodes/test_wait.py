"""wait: a pause without sound."""

import msgspec
import pytest

from flowengine.lang.node_type import Pause, WokeUp
from flowengine.nodes.wait import NODE
from tests.nodes.notebook import entered, resumed


@pytest.mark.parametrize("seconds", [0.5, 2, 3600])
def test_wait(seconds: float) -> None:
    assert entered(NODE, {"seconds": seconds}) == Pause(None, float(seconds))
    assert resumed(NODE, {"seconds": seconds}, None, WokeUp()) == "done"


@pytest.mark.parametrize("seconds", [0, -1, 3601])
def test_a_wait_is_finite_and_takes_time(seconds: float) -> None:
    with pytest.raises(msgspec.ValidationError):
        entered(NODE, {"seconds": seconds})
