"""Who may play, by name."""

from collections.abc import Callable

from tests.simulation.callers import Callers
from tests.simulation.hartley import Hartley
from tests.simulation.life import Cast

CASTS: dict[str, Callable[[], Cast]] = {"callers": Callers, "hartley": Hartley}
