"""Line: whatever joins and leaves, it is as a sorted list would be, over many blocks too."""

from random import Random

from flowengine.floor.entry import Key
from flowengine.floor.line import BLOCK, Line


def key(number: int, priority: int = 5, at: int | None = None) -> Key:
    return (0, priority, number if at is None else at, number, f"d{number}", 0)


def test_it_is_a_sorted_list() -> None:
    random, line, plain = Random(3), Line(), []  # noqa: S311  # no secret
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
