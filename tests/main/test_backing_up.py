"""What a backup holds, and that one which is not whole is not restored; test_moving.py makes them under load."""

import asyncio
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import apsw
import pytest

from flowengine.cli import main
from flowengine.ledger.chain import FIRST
from flowengine.ledger.copying import sums_of
from flowengine.ledger.schema import MIGRATIONS
from flowengine.ledger.sqlite_file import migrate
from flowengine.ledger.sqlite_tables import SqliteSource
from flowengine.main.package import MANIFEST, Manifest, write_manifest
from tests.ledger.test_copying import filled


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup in a folder, of a ledger with a little of everything."""
    place = tmp_path_factory.mktemp("whole")
    (place / "data").mkdir()
    asyncio.run(filled(place / "data" / "ledger.sqlite"))
    (place / "data" / "secrets.key").write_text("the key")
    assert main(["backup", str(place / "package"), "--data", str(place / "data")]) == 0
    return place / "package"


def test_a_backup_lies_in_the_open(whole: Path, tmp_path: Path) -> None:
    told = json.loads((whole / MANIFEST).read_text())
    assert told["tables"]["tenant"]["rows"] == 2
    assert "sounds/emea-anna/front_door/a.wav" in told["files"]
    assert not list(whole.rglob("secrets.key*"))
    assert main(["restore", str(whole), "--data", str(tmp_path / "data")]) == 0
    assert (tmp_path / "data/sounds/emea-anna/front_door/a.wav").read_bytes() == b"RIFF\x00"
    assert main(["backup", str(tmp_path / "again"), "--data", str(tmp_path / "data")]) == 0
    assert json.loads((tmp_path / "again" / MANIFEST).read_text())["tables"] == told["tables"]


def changed(folder: Path, sql: str) -> None:
    db = apsw.Connection(str(folder / "ledger.sqlite"))
    db.execute(sql)
    db.close()


def cut(file: Path) -> None:
    body = file.read_bytes()
    file.write_bytes(body[: len(body) // 2])


def renewed(folder: Path) -> None:
    told = json.loads((folder / MANIFEST).read_text())
    (folder / MANIFEST).write_text(json.dumps({**told, "format": 2}))


SPOILED: dict[str, tuple[Callable[[Path], object], str]] = {
    "a row is gone": (lambda it: changed(it, "DELETE FROM document WHERE rowid = 1"), "The table document"),
    "a row is another": (lambda it: changed(it, "UPDATE tenant SET region = 'NORA'"), "The table tenant"),
    "a recording is another": (lambda it: next(it.rglob("*.wav")).write_bytes(b"RIFE\x00"), "a.wav"),
    "the ledger is cut off": (lambda it: cut(it / "ledger.sqlite"), "damaged"),
    "the list is gone": (lambda it: (it / MANIFEST).unlink(), "is no backup"),
    "the list is not one": (lambda it: (it / MANIFEST).write_text("[]"), "cannot be read"),
    "a newer schema": (lambda it: changed(it, "PRAGMA user_version = 99"), "newer Dialogue Studio"),
    "a newer form": (renewed, "newer Dialogue Studio"),
}  # fmt: skip  # read as a table


@pytest.mark.parametrize("how", sorted(SPOILED))
def test_what_is_not_whole_is_not_restored(
    whole: Path, tmp_path: Path, how: str, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil, told = SPOILED[how]
    shutil.copytree(whole, tmp_path / "package")
    spoil(tmp_path / "package")
    assert main(["restore", str(tmp_path / "package"), "--data", str(tmp_path / "data")]) == 1
    assert told in capsys.readouterr().err
    assert not (tmp_path / "data").exists(), "something was left behind"


def test_a_backup_of_an_older_version_is_brought_to_ours(tmp_path: Path) -> None:
    old = tmp_path / "package"
    old.mkdir()
    db = apsw.Connection(str(old / "ledger.sqlite"))
    migrate(db, 0, MIGRATIONS[:2])  # before audits had heads, and cells keys
    db.execute("INSERT INTO tenant (id, shard, region, state) VALUES ('emea-old', 7, 'EMEA', 'active')")
    db.close()
    source = SqliteSource(old / "ledger.sqlite")
    sums = asyncio.run(sums_of(source))
    source.close()
    write_manifest(old, Manifest(1, "0.1", 2, "sqlite", sums, {"emea-old": (0, FIRST)}))
    assert main(["restore", str(old), "--data", str(tmp_path / "data")]) == 0
    db = apsw.Connection(str(tmp_path / "data" / "ledger.sqlite"))
    assert db.pragma("user_version") == len(MIGRATIONS)
    assert db.execute("SELECT id, shard FROM tenant").fetchall() == [("emea-old", 7)]
    db.close()


def test_places_that_are_taken_are_left_alone(whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "data"
    assert main(["restore", str(whole), "--data", str(data)]) == 0
    before = (data / "ledger.sqlite").read_bytes()
    assert main(["restore", str(whole), "--data", str(data)]) == 1
    assert "a ledger in" in capsys.readouterr().err
    assert (data / "ledger.sqlite").read_bytes() == before
    assert main(["backup", str(whole), "--data", str(data)]) == 1
    assert "never replaces" in capsys.readouterr().err
    assert main(["backup", str(tmp_path / "new"), "--data", str(tmp_path / "nowhere")]) == 1
    assert "no ledger" in capsys.readouterr().err
    assert not list(tmp_path.glob(".new*"))


def test_a_zip_that_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.zip").write_bytes(b"Dear diary")
    assert main(["restore", str(tmp_path / "a.zip"), "--data", str(tmp_path / "data")]) == 1
    assert "no backup" in capsys.readouterr().err
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as packed:
        packed.writestr("../outside", "x")
    assert main(["restore", str(tmp_path / "b.zip"), "--data", str(tmp_path / "data")]) == 1
    assert not (tmp_path.parent / "outside").exists()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.zip", "b.zip"]
