"""split: shares of what is drawn, to the hundredth of a percent."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowengine.messages import Json
from flowengine.nodes.split import NODE
from tests.nodes.notebook import Notebook, entered

TABLE: dict[str, tuple[Json, int, str]] = {
    "the first of a share": ({"a": 10, "b": 90}, 0, "a"),
    "the last of it": ({"a": 10, "b": 90}, 999, "a"),
    "the first of the next": ({"a": 10, "b": 90}, 1000, "b"),
    "a hundredth of a percent": ({"a": 0.01, "b": 99.99}, 0, "a"),
    "and no more": ({"a": 0.01, "b": 99.99}, 1, "b"),
    "no share": ({"a": 0, "b": 100}, 0, "b"),
    "all of it": ({"a": 100}, 9999, "a"),
    "thirds": ({"a": 33.33, "b": 33.33, "c": 33.34}, 9999, "c"),
    "too little in all": ({"a": 10, "b": 10}, 9999, "b"),
}


def leave(parts: Json, drawn: int, by: str = "dialogue") -> object:
    return entered(NODE, {"parts": parts, "by": by}, Notebook(drawn={by: drawn}))


@pytest.mark.parametrize(("parts", "drawn", "part"), TABLE.values(), ids=TABLE)
def test_split(parts: Json, drawn: int, part: str) -> None:
    assert leave(parts, drawn) == part


def test_by_caller() -> None:
    assert leave({"a": 50, "b": 50}, 5000, "caller") == "b"


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=8))
def test_each_part_has_its_share(cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), 10_000]
    shares = {f"p{n}": (end - start) / 100 for n, (start, end) in enumerate(pairwise(edges))}
    for n, (start, end) in enumerate(pairwise(edges)):
        for drawn in {start, end - 1} if end > start else ():
            assert leave(shares, drawn) == f"p{n}"
