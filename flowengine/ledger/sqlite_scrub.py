"""Overwrites what SQLite leaves behind in the gaps of its pages: copies of rows that it moved before they were erased.

`secure_delete` overwrites a row where it stands, but a row that was moved to another page stands in the gap of the old
one until something is written over it. A gap is no part of the content: zeros there change nothing that can be read.
"""

import os
from pathlib import Path

PAGES = 512  # that are looked at in one step
# A tree page begins with its kind. All other pages begin with a page number, so in a file of fewer pages with a zero.
_KINDS = {2: 12, 5: 12, 10: 8, 13: 8}  # kind -> length of the page's header
_MOST_PAGES = 1 << 24


class Scrub:
    """To be used by the file's only writer, while the file is as the last commit left it: nothing is in the log.

    The descriptor stays open as long as the connections do: the system takes all locks of a process on a file away when
    it closes any of its descriptors.
    """

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDWR)
        size = int.from_bytes(os.pread(self._descriptor, 2, 16), "big")
        self._page = 65_536 if size == 1 else size
        self._usable = self._page - os.pread(self._descriptor, 1, 20)[0]

    def step(self, first: int) -> tuple[int, bool]:
        """Overwrite the gaps of the pages from number `first` on: where to go on, 0 at the end; and whether any had
        something."""
        body = os.pread(self._descriptor, PAGES * self._page, first * self._page)
        count = len(body) // self._page
        if first + count >= _MOST_PAGES:
            return 0, False
        dirty = False
        for n in range(count):
            if first + n:  # the first page holds the schema, and nothing of anybody
                dirty |= self._clean(body[n * self._page : (n + 1) * self._page], (first + n) * self._page)
        if dirty:
            os.fsync(self._descriptor)
        return (first + count if count == PAGES else 0), dirty

    def _clean(self, page: bytes, at: int) -> bool:
        gap = gap_of(page, self._usable)
        if gap is None or not page[gap[0] : gap[1]].strip(b"\0"):
            return False
        os.pwrite(self._descriptor, bytes(gap[1] - gap[0]), at + gap[0])
        return True

    def close(self) -> None:
        os.close(self._descriptor)


def gap_of(page: bytes, usable: int) -> tuple[int, int] | None:
    """From where to where a tree page has nothing: between the pointers to its cells and the cells."""
    header = _KINDS.get(page[0])
    if header is None:
        return None
    cells = int.from_bytes(page[3:5], "big")
    start = int.from_bytes(page[5:7], "big") or 65_536
    first = header + 2 * cells
    return (first, start) if first < start <= usable else None
