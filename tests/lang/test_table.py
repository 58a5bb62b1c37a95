"""Tables: a row is found by its key, however that is written."""

from hypothesis import given
from hypothesis import strategies as st

from flowengine.lang.table import Table, key_of

ROWS = (
    {"id": "EC1", "n": 1},
    {"id": 7, "n": 2},
    {"n": 3},
    {"id": True, "n": 4},
    {"id": 1.5, "n": 5},
    {"id": "7", "n": 6},
)


def test_index() -> None:
    table = Table("id", ROWS)
    assert table.index() == {"EC1": ROWS[0], "7": ROWS[1]}
    assert list(table.keys()) == ["EC1", "7", None, None, None, "7"]


@given(st.lists(st.text() | st.integers(), unique_by=str))
def test_each_row_is_found_by_its_key(keys: list[str | int]) -> None:
    index = Table("k", tuple({"k": key} for key in keys)).index()
    assert [index[key_of(key) or ""]["k"] for key in keys] == keys
