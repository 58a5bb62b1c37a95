"""The folder's files as they change: what counts as a change, and when a file is gone."""

import os
from pathlib import Path

from flowengine.main.disk import GONE_AFTER_S, Disk

MAIN, HOME = "desk/main/flow.json", "desk/environment.json"


class Clock:
    def __init__(self) -> None:
        self.s = 0.0

    def __call__(self) -> float:
        return self.s


def tenant(folder: Path) -> Disk:
    disk = Disk(folder)
    for path in ("tenant.json", HOME, MAIN):
        disk.write(path, "{}")
    return disk


def test_a_change_is_told_once_and_what_we_write_is_none(tmp_path: Path) -> None:
    disk = tenant(tmp_path)
    assert disk.changes() == ([], [])
    (tmp_path / MAIN).write_text('{"a": 1}')
    assert disk.changes() == ([MAIN], [])
    assert disk.changes() == ([], [])
    disk.write(MAIN, '{"a": 2}')
    assert disk.changes() == ([], [])


def test_a_change_of_the_same_size_and_time_is_a_change(tmp_path: Path) -> None:
    disk = tenant(tmp_path)
    before = (tmp_path / MAIN).stat()
    (tmp_path / MAIN).write_text("[]")
    os.utime(tmp_path / MAIN, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert disk.changes() == ([MAIN], [])


def test_a_file_is_gone_when_it_stays_away(tmp_path: Path) -> None:
    clock = Clock()
    disk = Disk(tmp_path, clock)
    disk.write(MAIN, "{}")
    (tmp_path / MAIN).rename(tmp_path / "aside")
    assert disk.changes() == ([], [])
    clock.s += GONE_AFTER_S / 2
    (tmp_path / "aside").rename(tmp_path / MAIN)
    assert disk.changes()[1] == []
    (tmp_path / MAIN).unlink()
    assert disk.changes() == ([], [])
    clock.s += GONE_AFTER_S / 2
    assert disk.changes() == ([], [])
    clock.s += GONE_AFTER_S
    assert disk.changes() == ([], [MAIN])
    assert disk.changes() == ([], [])


def test_only_a_tenants_files_count(tmp_path: Path) -> None:
    disk = tenant(tmp_path)
    for other in (
        ".studio/at-home.json",
        ".git/x.json",
        "desk/main/notes.json",
        "desk/main/flow.json~",
        "a/b/c/d.json",
    ):
        (tmp_path / other).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / other).write_text("{}")
    assert disk.changes() == ([], [])


def test_removing_a_flow_leaves_no_empty_folder(tmp_path: Path) -> None:
    disk = tenant(tmp_path)
    disk.write(MAIN, "")
    assert not (tmp_path / "desk" / "main").exists()
    assert (tmp_path / HOME).exists()
    assert disk.changes() == ([], [])
