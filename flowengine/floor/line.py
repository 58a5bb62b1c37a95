"""Line: sorted keys in blocks, so that joining, leaving and asking for a place stay cheap with a hundred thousand."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator

from flowengine.floor.entry import Key

BLOCK = 2048  # a block of twice as many is split: one list of all would move 800 KB at each change


class Line:
    """Who waits, in order. `first` is the smallest key, None if nobody waits; `size`: how many wait."""

    __slots__ = ("_blocks", "_lasts", "first", "size")

    def __init__(self) -> None:
        self._blocks: list[list[Key]] = [[]]
        self._lasts: list[Key] = []  # of every block but the last: no key in it is larger
        self.first: Key | None = None
        self.size = 0

    def add(self, key: Key) -> None:
        """Stand in line; most keys are the largest of all."""
        at = bisect_left(self._lasts, key) if self._lasts else 0
        block = self._blocks[at]
        if block and key < block[-1]:
            insort(block, key)
        else:
            block.append(key)
        self.size += 1
        if self.first is None or key < self.first:
            self.first = key
        if len(block) > 2 * BLOCK:
            rest = block[BLOCK:]
            del block[BLOCK:]
            self._blocks.insert(at + 1, rest)
            self._lasts.insert(at, block[-1])

    def add_all(self, keys: Iterable[Key]) -> None:
        """As `add` of each, for very many at once."""
        if self.size:
            for key in keys:
                self.add(key)
            return
        ordered = sorted(keys)
        if ordered:
            self._blocks = [ordered[at : at + BLOCK] for at in range(0, len(ordered), BLOCK)]
            self._lasts = [block[-1] for block in self._blocks[:-1]]
            self.first, self.size = ordered[0], len(ordered)

    def remove(self, key: Key) -> None:
        """Stand in line no more; the key must be in line."""
        at = bisect_left(self._lasts, key) if self._lasts else 0
        block = self._blocks[at]
        del block[0 if block[0] == key else bisect_left(block, key)]
        self.size -= 1
        if not block and self._lasts:
            del self._blocks[at]
            del self._lasts[min(at, len(self._lasts) - 1)]
        if key == self.first:
            self.first = self._blocks[0][0] if self.size else None

    def position(self, key: Key) -> int:
        """1 for who is next; of a key that is not in line the place it would have."""
        last = self._blocks[-1]
        if not last or key > last[-1]:  # who has just come, mostly
            return self.size + 1
        at = bisect_left(self._lasts, key) if self._lasts else 0
        block = self._blocks[at]
        before = self.size - len(block) if at == len(self._lasts) else sum(map(len, self._blocks[:at]))
        return before + bisect_left(block, key) + 1

    def head(self, count: int) -> list[Key]:
        """The first `count` keys."""
        found = self._blocks[0][:count]
        for block in self._blocks[1:]:
            if len(found) >= count:
                break
            found += block[: count - len(found)]
        return found

    def __len__(self) -> int:
        return self.size

    def __iter__(self) -> Iterator[Key]:
        for block in self._blocks:
            yield from block
