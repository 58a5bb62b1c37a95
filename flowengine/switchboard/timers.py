"""The tenant's timers: one live row per owner and name; a generation that never comes back tells the stale ones."""

from collections.abc import Iterable, Iterator
from itertools import chain

from flowengine.messages import OwnerKind
from flowengine.switchboard.outcome import TimerChange

Owner = tuple[OwnerKind, str]


class Timers:
    """Changes in place and remembers what changed. `last` is the highest generation ever given in this tenant.

    An owner has one to three timers and there may be 100,000 owners: each has one tuple, not a set and a table's rows.
    """

    def __init__(self, rows: Iterable[TimerChange] = (), last: int = 0) -> None:
        self.last = last
        self._of = of = dict[Owner, tuple[TimerChange, ...]]()
        for row in rows:
            owner = (row.owner_kind, row.owner)
            known = of.get(owner)
            of[owner] = (row,) if known is None else (*known, row)
        self._changed: dict[tuple[OwnerKind, str, str], TimerChange] = {}

    def start(self, kind: OwnerKind, owner: str, name: str, due_ms: int) -> None:
        """Start the timer, or move it: what was due before under this name is stale from now on."""
        self.last = last = self.last + 1
        row = self._changed[kind, owner, name] = TimerChange(kind, owner, name, last, due_ms)
        key = (kind, owner)
        rows = self._of.get(key)
        if rows is None or (len(rows) == 1 and rows[0].name == name):
            self._of[key] = (row,)
        else:
            self._of[key] = (*[each for each in rows if each.name != name], row)

    def cancel(self, kind: OwnerKind, owner: str, name: str) -> None:
        """Forget the timer, if it runs."""
        self.cancel_those(kind, owner, (name,))

    def cancel_those(self, kind: OwnerKind, owner: str, names: tuple[str, ...]) -> None:
        """Forget those of the owner's timers with these names that run."""
        key = (kind, owner)
        rows = self._of.get(key)
        if rows is None:
            return
        left = []
        for row in rows:
            if row.name in names:
                self._changed[kind, owner, row.name] = TimerChange(kind, owner, row.name, row.generation, None)
            else:
                left.append(row)
        if not left:
            del self._of[key]
        elif len(left) < len(rows):
            self._of[key] = tuple(left)

    def cancel_all(self, kind: OwnerKind, owner: str) -> None:
        """Forget every timer of this owner: no timer outlives its owner."""
        self.cancel_those(kind, owner, tuple(row.name for row in self._of.get((kind, owner), ())))

    def names(self, kind: OwnerKind, owner: str) -> frozenset[str]:
        """The live timers of this owner."""
        return frozenset(row.name for row in self._of.get((kind, owner), ()))

    def take(self, kind: OwnerKind, owner: str, name: str, generation: int) -> bool:
        """Whether this timer is the live one; if so it has fired and is gone."""
        for row in self._of.get((kind, owner), ()):
            if row.name == name and row.generation == generation:
                self.cancel(kind, owner, name)
                return True
        return False

    def runs(self, row: TimerChange) -> bool:
        """Whether this is a live timer as it is now."""
        return row in self._of.get((row.owner_kind, row.owner), ())

    def due(self) -> list[TimerChange]:
        """Every live timer, soonest first."""
        return sorted(self._all(), key=_soonest)

    def soonest(self) -> TimerChange | None:
        """The live timer that is due first; None: none runs."""
        return min(self._all(), key=_soonest, default=None)

    def _all(self) -> Iterator[TimerChange]:
        return chain.from_iterable(self._of.values())

    def take_changes(self) -> list[TimerChange]:
        """What changed since the last call."""
        changed, self._changed = list(self._changed.values()), {}
        return changed


def _soonest(row: TimerChange) -> tuple[int, int]:
    return (row.due_ms or 0, row.generation)
