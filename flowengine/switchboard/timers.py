"""The tenant's timers: one live row per owner and name; a generation that never comes back tells the stale ones."""

from collections.abc import Iterable

from flowengine.messages import OwnerKind
from flowengine.switchboard.outcome import TimerChange

Key = tuple[OwnerKind, str, str]


class Timers:
    """Changes in place and remembers what changed. `last` is the highest generation ever given in this tenant."""

    def __init__(self, rows: Iterable[TimerChange] = (), last: int = 0) -> None:
        self.last = last
        self._live: dict[Key, TimerChange] = {(row.owner_kind, row.owner, row.name): row for row in rows}
        self._by_owner: dict[tuple[OwnerKind, str], set[str]] = {}
        for kind, owner, name in self._live:
            self._by_owner.setdefault((kind, owner), set()).add(name)
        self._changed: dict[Key, TimerChange] = {}

    def start(self, kind: OwnerKind, owner: str, name: str, due_ms: int) -> None:
        """Start the timer, or move it: what was due before under this name is stale from now on."""
        self.last += 1
        key = (kind, owner, name)
        self._live[key] = self._changed[key] = TimerChange(kind, owner, name, self.last, due_ms)
        self._by_owner.setdefault((kind, owner), set()).add(name)

    def cancel(self, kind: OwnerKind, owner: str, name: str) -> None:
        """Forget the timer, if it runs."""
        key = (kind, owner, name)
        row = self._live.pop(key, None)
        if row is None:
            return
        self._changed[key] = TimerChange(kind, owner, name, row.generation, None)
        names = self._by_owner[kind, owner]
        names.discard(name)
        if not names:
            del self._by_owner[kind, owner]

    def cancel_all(self, kind: OwnerKind, owner: str) -> None:
        """Forget every timer of this owner: no timer outlives its owner."""
        for name in sorted(self._by_owner.get((kind, owner), ())):
            self.cancel(kind, owner, name)

    def names(self, kind: OwnerKind, owner: str) -> frozenset[str]:
        """The live timers of this owner."""
        return frozenset(self._by_owner.get((kind, owner), ()))

    def take(self, kind: OwnerKind, owner: str, name: str, generation: int) -> bool:
        """Whether this timer is the live one; if so it has fired and is gone."""
        row = self._live.get((kind, owner, name))
        if row is None or row.generation != generation:
            return False
        self.cancel(kind, owner, name)
        return True

    def due(self) -> list[TimerChange]:
        """Every live timer, soonest first."""
        return sorted(self._live.values(), key=lambda row: (row.due_ms or 0, row.generation))

    def soonest(self) -> TimerChange | None:
        """The live timer that is due first; None: none runs."""
        return min(self._live.values(), key=lambda row: (row.due_ms or 0, row.generation)) if self._live else None

    def take_changes(self) -> list[TimerChange]:
        """What changed since the last call."""
        changed, self._changed = list(self._changed.values()), {}
        return changed
