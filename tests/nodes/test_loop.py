"""loop: again as often as it says, then finished."""

from hypothesis import given
from hypothesis import strategies as st

from flowengine.nodes.loop import NODE
from tests.nodes.notebook import Notebook, entered


@given(st.integers(1, 100))
def test_loop(times: int) -> None:
    ctx = Notebook()
    round_one = [entered(NODE, {"times": times}, ctx) for _ in range(times + 1)]
    assert round_one == ["again"] * times + ["finished"]
    assert [entered(NODE, {"times": times}, ctx) for _ in range(times + 1)] == round_one
