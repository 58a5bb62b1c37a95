"""Recordings on the way between a folder and a server: files of their own, each written once on either side.

A name holds the hash of what it says, so the same name is the same recording. Where it holds none (a file that somebody
named), two that differ are a conflict, and neither side is changed.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from msgspec import Struct

from flowengine.environments.sounds import FILE, holds_hash, recordings_of, says_content
from flowengine.environments.wav import MOST_BYTES
from flowengine.errors import Finding
from flowengine.ledger.folder import SOUNDS, write_atomically
from flowengine.main.remote import Refused, Server
from flowengine.messages import Json

WAV = "audio/wav"


class Sound(Struct, frozen=True, order=True):
    """A recording of an environment, by the name that its prompts give it."""

    environment: str
    file: str

    @property
    def path(self) -> str:
        """Below the tenant's folder."""
        return f"{self.environment}/{SOUNDS}/{self.file}"

    @property
    def route(self) -> str:
        return f"/api/environments/{quote(self.environment)}/sounds/{quote(self.file)}"


class Sounds(Struct, frozen=True):
    """What is missing on a side, and what differs. One that neither side has is the telephone system's own."""

    missing: list[Sound]
    conflicts: list[Finding]


def to_pull(root: Path, server: Server, files: Mapping[str, Json]) -> Sounds:
    """Those that these documents name, and the server has, and the folder has not."""
    return _compared(root, server, files, wanted_here=True)


def to_push(root: Path, server: Server, files: Mapping[str, Json]) -> Sounds:
    """Those that these documents name, and the folder has, and the server has not."""
    return _compared(root, server, files, wanted_here=False)


def take(root: Path, server: Server, sounds: list[Sound]) -> None:
    """Write what the server has into the folder. Raises Refused."""
    for sound in sounds:
        body = server.file("GET", sound.route)
        if not says_content(sound.file, body):
            raise Refused(f"{sound.path} came damaged from {server.url}.", "Pull again.")
        write_atomically(root / sound.path, body)


def give(root: Path, server: Server, sounds: list[Sound]) -> None:
    """Send what the folder has, before the documents that name it. Raises Refused; what was sent stays, unused."""
    for sound in sounds:
        server.send(sound.route, _body(root / sound.path, sound), WAV)


def _compared(root: Path, server: Server, files: Mapping[str, Json], *, wanted_here: bool) -> Sounds:
    missing: list[Sound] = []
    conflicts: list[Finding] = []
    kept: dict[str, dict[str, int]] = {}
    for sound in sorted(set(_named(files))):
        if sound.environment not in kept:
            kept[sound.environment] = server.ask("GET", f"/api/environments/{quote(sound.environment)}/sounds")
        there, here = kept[sound.environment].get(sound.file), (root / sound.path).is_file()
        if there is not None and here:
            conflicts += _differing(root, server, sound, there)
        elif (there is not None) if wanted_here else here:
            missing.append(sound)
    return Sounds(missing, conflicts)


def _named(files: Mapping[str, Json]) -> Iterator[Sound]:
    for path, document in files.items():
        environment, _, name = path.partition("/")
        if name == "environment.json" and isinstance(document, dict):
            for _, _, file in recordings_of(document):
                if FILE.fullmatch(file):
                    yield Sound(environment, file)


def _differing(root: Path, server: Server, sound: Sound, there_bytes: int) -> Iterator[Finding]:
    mine = _body(root / sound.path, sound)
    if not says_content(sound.file, mine):
        words, hint = "This is another recording than its name tells.", "Take the file as it was, or record it anew."
    elif len(mine) == there_bytes and (holds_hash(sound.file) or server.file("GET", sound.route) == mine):
        return
    else:
        words, hint = "The server has another recording of this name.", "Give yours another name, and name it so."
    yield Finding("merge_changed_twice", "error", "$", words, hint, sound.path)


def _body(file: Path, sound: Sound) -> bytes:
    if file.stat().st_size > MOST_BYTES:
        hint = f"A recording has at most {MOST_BYTES // 2**20} MiB."
        raise Refused(f"{sound.path} is too large.", hint, code="too_large")
    return file.read_bytes()
