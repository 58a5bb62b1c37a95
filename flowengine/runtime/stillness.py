"""For how long each thing of the cell has stood still, counted by our own looks at it."""

from collections.abc import Hashable, Mapping

LONGEST_STEP_MS = 300


class Stillness:
    """INVARIANT: a clock that jumps, a pause of this process or a store that was away make nobody seem dead: a look
    adds at most LONGEST_STEP_MS (tests/runtime/test_stillness.py)."""

    def __init__(self) -> None:
        self._last_ms: int | None = None
        self._still: dict[Hashable, tuple[Hashable, int, int]] = {}  # what it shows, for how long, its changes so far

    def look(self, now_ms: int, seen: Mapping[Hashable, Hashable]) -> None:
        """`seen`: each thing and what it shows; those that are not named any more are forgotten."""
        step_ms = 0 if self._last_ms is None else min(max(0, now_ms - self._last_ms), LONGEST_STEP_MS)
        self._last_ms = now_ms
        self._still = {thing: self._grown(thing, shown, step_ms) for thing, shown in seen.items()}

    def _grown(self, thing: Hashable, shown: Hashable, step_ms: int) -> tuple[Hashable, int, int]:
        before, still_ms, changes = self._still.get(thing, (shown, -step_ms, 0))
        return (shown, still_ms + step_ms, changes) if before == shown else (shown, 0, changes + 1)

    def ms(self, thing: Hashable) -> int:
        """0 for what nobody has seen."""
        return self._still[thing][1] if thing in self._still else 0

    def changes(self, thing: Hashable) -> int:
        """How often it has changed since we first saw it, or since we took it for dead."""
        return self._still[thing][2] if thing in self._still else 0

    def doubt(self, thing: Hashable) -> None:
        """Count its changes from here on."""
        if thing in self._still:
            self._still[thing] = (*self._still[thing][:2], 0)
