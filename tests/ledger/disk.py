"""Small disks for tests: a real one of a few megabytes, or where nobody may mount one, a limit of the system."""

import ctypes
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MEGABYTE = 1024 * 1024
REMOUNT = 32  # MS_REMOUNT


class Disk:
    """`folder` has room for so many bytes; `resize` gives it more."""

    def __init__(self, folder: Path, size: int) -> None:
        self.folder, self.is_mounted = folder, _mount(folder, size)
        if not self.is_mounted:
            self._before = resource.getrlimit(resource.RLIMIT_FSIZE)
            self.resize(size // 2)  # of each file: the log and the ledger share a mounted one

    def resize(self, size: int) -> None:
        if self.is_mounted:
            _mount(self.folder, size, REMOUNT)
        else:
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, self._before[1]))

    def end(self) -> None:
        if self.is_mounted:
            ctypes.CDLL(None).umount2(str(self.folder).encode(), 2)
        else:
            resource.setrlimit(resource.RLIMIT_FSIZE, self._before)


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[Disk]:
    folder.mkdir()
    disk = Disk(folder, size)
    try:
        yield disk
    finally:
        disk.end()


def _mount(folder: Path, size: int, flags: int = 0) -> bool:
    """Whether this process may; a superuser of a container often may not."""
    if os.getuid() != 0 or not hasattr(ctypes.CDLL(None), "mount"):
        return False
    options = f"size={size}".encode()
    done: int = ctypes.CDLL(None).mount(b"tmpfs", str(folder).encode(), b"tmpfs", flags, options)
    return done == 0
