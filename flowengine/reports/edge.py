"""The edges of the wait histogram: for each of them it is known exactly how many waits were not longer."""

from bisect import bisect_left, bisect_right

EDGES_S = (
    *range(1, 60), *range(60, 300, 5), *range(300, 1_800, 30), *range(1_800, 3_601, 60), 7_200, 14_400, 28_800, 86_400,
)  # fmt: skip  # one line reads as the ladder that it is
BEYOND = 1_000_000_000  # the edge of waits that are longer than the last one
_EDGES_MS = tuple(edge * 1_000 for edge in EDGES_S)


def edge_of(wait_ms: int) -> int:
    """The first edge, in seconds, that this wait does not exceed."""
    at = bisect_left(_EDGES_MS, wait_ms)
    return EDGES_S[at] if at < len(EDGES_S) else BEYOND


def edge_within(seconds: float) -> int:
    """The last edge that is within `seconds`; 0: there is none."""
    at = bisect_right(EDGES_S, seconds)
    return EDGES_S[at - 1] if at else 0
