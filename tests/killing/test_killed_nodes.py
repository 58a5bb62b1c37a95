"""Three servers on one PostgreSQL, one of them killed every two seconds, while callers call through all of them."""

from pathlib import Path

from tests.killing.run import survive

SECONDS = 15.0


def test_nothing_acknowledged_is_lost_doubled_or_out_of_order(tmp_path: Path, database: str) -> None:
    found = survive(tmp_path, database, SECONDS, seed=7)
    assert found["kills"] >= 2, "on a quiet machine it is one every two seconds"
    assert found["acknowledged"] >= 20
