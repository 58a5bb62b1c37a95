"""A backup as it lies on a disk: a ledger file, recordings and a list of what there must be, in a folder or one zip."""

import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from msgspec import Struct

from flowengine.errors import LedgerError
from flowengine.ledger.folder import SOUNDS, write_atomically
from flowengine.ledger.port import StoreFull, StoreReadOnly
from flowengine.ledger.tables import Sum

MANIFEST = "backup.json"
LEDGER = "ledger.sqlite"
FORMAT = 1
MOST_MANIFEST = 64 * 1024 * 1024


class BackupRefused(LedgerError):
    """A backup cannot be made there, or is not whole."""


class FileSum(Struct, frozen=True):
    bytes: int
    hash: str


class Manifest(Struct, frozen=True):
    """`audit`: tenant -> number and hash of the last link, as they were when the backup was made."""

    made_ms: int
    version: str
    schema: int
    source: str
    tables: dict[str, Sum]
    audit: dict[str, tuple[int, str]]
    files: dict[str, FileSum] = {}
    format: int = FORMAT


def refuse_taken(out: Path) -> None:
    """A backup never replaces another. Raises BackupRefused."""
    if not out.parent.is_dir():
        raise BackupRefused(f"The folder {out.parent} does not exist. Make it first.")
    if out.is_file() or (out.is_dir() and any(out.iterdir())):
        raise BackupRefused(f"{out} is there already. Name a new place: a backup never replaces another.")


@contextmanager
def filling(out: Path) -> Iterator[Path]:
    """A folder to be filled; it becomes `out` when all went well, and leaves nothing behind when not."""
    refuse_taken(out)
    part = out.with_name(f".{out.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        part.mkdir()
        yield part
        if out.suffix == ".zip":
            _pack(part, out)
        else:
            if out.is_dir():
                out.rmdir()
            part.rename(out)
    except OSError as error:
        raise _told(error, out) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


@contextmanager
def unpacked(package: Path) -> Iterator[tuple[Path, Manifest]]:
    """The folder of a backup and what it must hold. Raises BackupRefused."""
    if package.is_dir():
        yield package, manifest_of(package)
        return
    if not package.is_file():
        raise BackupRefused(f"There is no backup at {package}.")
    with TemporaryDirectory(prefix="dialogue-studio-", dir=package.resolve().parent) as place:
        try:
            _unpack(package, Path(place))
        except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
            raise BackupRefused(f"{package} is damaged or no backup of Dialogue Studio.") from error
        except OSError as error:
            raise _told(error, Path(place)) from error
        yield Path(place), manifest_of(Path(place))


def manifest_of(folder: Path) -> Manifest:
    file = folder / MANIFEST
    if not file.is_file() or file.stat().st_size > MOST_MANIFEST:
        raise BackupRefused(f"{folder} is no backup of Dialogue Studio: it has no {MANIFEST}.")
    try:
        found = msgspec.json.decode(file.read_bytes(), type=Manifest)
    except msgspec.MsgspecError as error:
        raise BackupRefused(f"{file} cannot be read: {error}.") from error
    if found.format > FORMAT:
        raise BackupRefused(f"{folder} was made by a newer Dialogue Studio ({found.version}); use that one.")
    return found


def write_manifest(folder: Path, manifest: Manifest) -> None:
    write_atomically(folder / MANIFEST, msgspec.json.format(msgspec.json.encode(manifest), indent=2))


def sums_in(folder: Path) -> dict[str, FileSum]:
    """The recordings in a backup's folder, relative to it."""
    files = [file for file in sorted((folder / SOUNDS).rglob("*")) if file.is_file()]
    return {file.relative_to(folder).as_posix(): sum_of(file) for file in files}


def sum_of(file: Path) -> FileSum:
    digest = blake2b(digest_size=16)
    with file.open("rb") as body:
        while piece := body.read(1 << 20):
            digest.update(piece)
    return FileSum(file.stat().st_size, digest.hexdigest())


def refuse_spoiled(folder: Path, manifest: Manifest) -> None:
    """Raises BackupRefused for a file that is missing or not the one that was put there."""
    for path, wanted in manifest.files.items():
        file = folder / path
        if not file.resolve().is_relative_to(folder.resolve()) or not file.is_file() or sum_of(file) != wanted:
            raise BackupRefused(f"{path} in the backup is missing or damaged. Use another backup.")


def _pack(folder: Path, out: Path) -> None:
    part = out.with_name(f".{out.name}.new")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
            for file in sorted(folder.rglob("*")):
                if file.is_file():
                    packed.write(file, file.relative_to(folder).as_posix())
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


def _unpack(package: Path, place: Path) -> None:
    """`extractall` leaves nothing outside of `place`; what is no file of a backup is not taken."""
    with zipfile.ZipFile(package) as packed:
        names = [n for n in packed.namelist() if n in (MANIFEST, LEDGER) or n.startswith(f"{SOUNDS}/")]
        packed.extractall(place, names)


def _told(error: OSError, place: Path) -> LedgerError:
    if error.errno == 28:  # ENOSPC
        return StoreFull(f"The disk of {place} is full: the backup was not kept. Make room, or name another place.")
    if error.errno in (13, 30):  # EACCES, EROFS
        return StoreReadOnly(f"{place} cannot be written: {error.strerror}. Name another place.")
    return BackupRefused(f"{place} could not be used: {error.strerror}.")
