"""The names of a scope that are made only for the nodes that read them, because they are dear or must be traced."""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from flowengine.lang.function_body import OUTSIDE
from flowengine.lang.functions import FUNCTIONS

# Those that anything may read at any time: nothing is traced when they are made.
UNTRACED = ("caller", "contact_center", "now", OUTSIDE)
MADE_ON_DEMAND = frozenset({*UNTRACED, "switches", "bindings"})
_READ_BY_FUNCTIONS = frozenset({"now", OUTSIDE})


def looks_of(paths: Iterable[tuple[str, ...]], functions: Iterable[str] = ()) -> tuple[str, ...]:
    """The names to make before something is evaluated that reads `paths` and calls `functions`."""
    names = MADE_ON_DEMAND.intersection(path[0] for path in paths)
    if any(FUNCTIONS[name].reads_scope for name in functions):
        names |= _READ_BY_FUNCTIONS
    return tuple(sorted(names))


@lru_cache(maxsize=1024)
def local_time(zone: str, second: int) -> str:
    """`now` in expressions: RFC 3339 on the clock of `zone`. The events of a batch share their second."""
    return datetime.fromtimestamp(second, UTC).astimezone(ZoneInfo(zone)).isoformat(timespec="seconds")
