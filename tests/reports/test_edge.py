"""The histogram answers exactly for every threshold that stands on an edge."""

from hypothesis import given
from hypothesis import strategies as st

from flowengine.reports.edge import BEYOND, EDGES_S, edge_of, edge_within

USUAL = (5, 10, 15, 20, 25, 30, 40, 45, 50, 60, 75, 90, 100, 120, 150, 180, 240, 300, 600, 900, 1_800, 3_600)


def test_the_usual_thresholds_are_edges() -> None:
    assert set(USUAL) <= set(EDGES_S)
    assert list(EDGES_S) == sorted(set(EDGES_S))


def test_a_wait_of_exactly_the_threshold_is_within_it() -> None:
    assert [edge_of(ms) for ms in (0, 1_000, 1_001, 20_000, 20_001, 86_400_000)] == [1, 1, 2, 20, 21, 86_400]
    assert edge_of(86_400_001) == BEYOND
    assert [edge_within(s) for s in (0, 0.9, 1, 20, 20.5, 62, 3_600, 10**7)] == [0, 0, 1, 20, 20, 60, 3_600, 86_400]


@given(st.lists(st.integers(0, 200_000_000)), st.sampled_from(EDGES_S))
def test_counting_by_edges_is_counting_waits(waits: list[int], threshold: int) -> None:
    by_edge = [edge_of(wait) for wait in waits]
    assert sum(edge <= threshold for edge in by_edge) == sum(wait <= threshold * 1_000 for wait in waits)
