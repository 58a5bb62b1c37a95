"""Line: whatever joins and leaves, it is as a sorted list would be, over many blocks too."""

from random import Random

import pytest

from flowengine.floor.bucket import LAST
from flowengine.floor.entry import Key
from flowengine.floor.line import BLOCK, Line
from flowengine.floor.wait import Wait


def key(number: int, priority: int = 5, at: int | None = None) -> Key:
    entry = Wait(f"d{number}", 1, "care", "voice").add("care", {})
    entry.wait.priority, entry.wait.enqueued_ms, entry.wait.sequence = priority, number if at is None else at, number
    return entry.fresh_key(0)


@pytest.mark.parametrize("at_once", [0, 1, BLOCK, 2 * BLOCK + 7])
def test_it_is_a_sorted_list(at_once: int) -> None:
    """However many of them come at once, to an empty line and to one in which somebody stands."""
    random, line, plain = Random(3), Line(), []  # noqa: S311  # no secret
    for first in (1 << 20, 1 << 21):
        many = [key(number) for number in range(first, first + at_once)]
        random.shuffle(many)
        line.add_all(many)
        plain += many
    for number in range(4 * BLOCK):
        new = key(number, random.choice((2, 5, 5)), random.choice((None, random.randrange(4 * BLOCK))))
        line.add(new)
        plain.append(new)
    plain.sort()
    assert list(line) == plain
    assert len(line) == len(plain)
    while plain:
        gone = plain.pop(random.choice((0, 0, random.randrange(len(plain)))))
        line.remove(gone)
        assert line.first == (plain[0] if plain else None)
        if len(plain) % 500 == 0:
            assert line.head(10) == plain[:10]
            assert [line.position(other) for other in plain[::100]] == list(range(1, len(plain) + 1, 100))
            assert list(line) == plain


def test_the_place_of_a_key_that_is_not_there_is_where_it_would_be() -> None:
    line = Line()
    for number in (1, 3, 5):
        line.add(key(number))
    assert [line.position(key(number)) for number in (0, 1, 2, 6)] == [1, 1, 2, 4]


def parts(wait: Wait, weight: int, ordinal: int) -> tuple[int, ...]:
    return -weight, wait.priority, wait.enqueued_ms - wait.boost_ms, wait.sequence, ordinal


def test_keys_stand_as_what_they_are_made_of() -> None:
    random, made = Random(5), []  # noqa: S311  # no secret
    for _ in range(300):
        wait = Wait("d", 1, "care", "voice")
        wait.priority, wait.sequence = random.randrange(10), random.choice((-1, 1, 2, (1 << 43) - 1))
        wait.enqueued_ms = 1_772_445_600_000 + random.choice((0, 1, 2, 1 << 40))
        wait.boost_ms = random.choice((0, 1, 2, 86_400_000, 1 << 46))
        entry, weight = wait.add("care", {}), random.choice((0, 1, 100))
        entry.ordinal = random.choice((0, 1, 7, 4095))
        made.append((parts(wait, weight, entry.ordinal), entry.fresh_key(weight)))
        assert entry.fresh_key(weight) < LAST
    assert [key for _, key in sorted(made)] == sorted(key for _, key in made)
    assert len({key for _, key in made}) == len({part for part, _ in made})
