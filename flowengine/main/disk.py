"""The files of a tenant's folder as they change under somebody's editor, or under git."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic

from flowengine.environments.path import TENANT, stand_at
from flowengine.ledger.folder import write_atomically

GONE_AFTER_S = 0.25  # editors that save by renaming leave a file out for a moment
Mark = tuple[int, int, int, int]


class Disk:
    """Remembers how each file looked when it was last read or written. All calls block: away from the loop."""

    def __init__(self, root: Path, now_s: Callable[[], float] = monotonic) -> None:
        self.root = root.resolve()
        self._now_s = now_s
        self._marks: dict[str, Mark] = {}
        self._missing: dict[str, float] = {}

    def changes(self) -> tuple[list[str], list[str]]:
        """(paths that are new or changed since the last look, paths that are gone)."""
        present = {path: mark for path in self._paths() if (mark := _mark(self.root / path)) is not None}
        changed = sorted(path for path, mark in present.items() if self._marks.get(path) != mark)
        now = self._now_s()
        self._missing = {path: self._missing.get(path, now) for path in self._marks if path not in present}
        gone = sorted(path for path, since in self._missing.items() if now - since >= GONE_AFTER_S)
        self._marks.update(present)
        for path in gone:
            del self._marks[path]
        return changed, gone

    def write(self, path: str, text: str) -> None:
        """Write a file at once or not at all; "" removes it. What we write ourselves is no change."""
        file = self.root / path
        if text:
            write_atomically(file, text)
            mark = _mark(file)
            if mark is not None:
                self._marks[path] = mark
        else:
            file.unlink(missing_ok=True)
            self._marks.pop(path, None)
            _remove_empty(file.parent, self.root)

    def forget(self, path: str) -> None:
        """Look at this file again, whether it changed or not."""
        self._marks.pop(path, None)

    def forget_all(self) -> None:
        self._marks.clear()
        self._missing.clear()

    def _paths(self) -> Iterator[str]:
        for place, folders, files in os.walk(self.root):
            at = Path(place).relative_to(self.root).as_posix()
            folders[:] = [name for name in folders if not name.startswith(".") and at.count("/") < 3]
            for name in files:
                path = name if at == "." else f"{at}/{name}"
                if path == TENANT or stand_at(path) is not None:
                    yield path


def _mark(file: Path) -> Mark | None:
    try:
        found = file.stat()
    except OSError:  # gone between the look and this
        return None
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino


def _remove_empty(folder: Path, root: Path) -> None:
    for each in (folder, *folder.parents):
        if each == root or not each.is_dir() or any(each.iterdir()):
            break
        each.rmdir()
