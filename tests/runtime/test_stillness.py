"""How long a thing stood still is counted by looks, so that no clock and no pause makes anybody seem dead."""

from flowengine.runtime.stillness import LONGEST_STEP_MS, Stillness


def test_it_grows_while_nothing_changes() -> None:
    still = Stillness()
    for now_ms in (1_000, 1_100, 1_200):
        still.look(now_ms, {"a": 1, 7: ("a", now_ms)})
    assert (still.ms("a"), still.ms(7), still.ms("nobody")) == (200, 0, 0)
    assert (still.changes("a"), still.changes(7), still.changes("nobody")) == (0, 2, 0)
    still.look(1_300, {"a": 2})
    assert (still.ms("a"), still.changes("a"), still.ms(7)) == (0, 1, 0)


def test_neither_a_jump_nor_a_pause_is_a_silence() -> None:
    still = Stillness()
    for now_ms in (1_000, 3_600_000, 500, 600):
        still.look(now_ms, {"a": 1})
    assert still.ms("a") == LONGEST_STEP_MS + 0 + 100


def test_a_doubt_begins_the_count_of_changes_anew() -> None:
    still = Stillness()
    for beat in range(4):
        still.look(1_000 * beat, {"a": beat})
    still.doubt("a")
    still.doubt("nobody")
    still.look(4_000, {"a": 3})
    assert (still.ms("a"), still.changes("a")) == (LONGEST_STEP_MS, 0)
