"""A million random events in every run of CI, in parts that may run side by side."""

from tests.floor.play import BULK, replay, seeded

EVENTS = 1_000_000
PARTS = 20
THROWS = 1_000  # per world: tries to make an event


def play_part(part: int) -> int:
    """A twentieth of them, and how many there were; the last world is replayed."""
    events, seed = 0, part * EVENTS // PARTS
    while events < EVENTS // PARTS:
        duel = seeded(seed, THROWS, pace=BULK)
        events, seed = events + duel.events, seed + 1
    replay(duel)
    return events
