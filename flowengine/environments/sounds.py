"""Sounds: recordings of an environment's prompts; each file is written once, so that a release keeps what it plays."""

import asyncio
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from hashlib import blake2b
from typing import Any, Protocol

from msgspec import Struct

from flowengine.environments.place import Author, PartPlace, Tenants
from flowengine.environments.stock import Document, Part, Stock, check_base
from flowengine.environments.tree import environment_document, known_environment
from flowengine.environments.wav import MOST_BYTES, examined
from flowengine.errors import Conflict, NotFound, RequestRefused
from flowengine.lang.named_prompt import NamedPrompt, hash_of, parse_named_prompt
from flowengine.messages import Json
from flowengine.tenancy.table import RowResult

FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}(\.[A-Za-z0-9_-]{1,32}){0,3}")
_ENTRY = re.compile(
    r"(?P<name>[a-z][a-z0-9_]{0,63})\.(?P<language>[a-z]{2,3}(-[A-Za-z0-9]{2,8})*)(\.[0-9a-f]{8})?\.wav"
)
_HASHED = re.compile(r"[^.]+\.[A-Za-z0-9-]+\.([0-9a-f]{8})\.wav")
MOST_FILES = 1_000
MOST_UNPACKED = 128 * 1024 * 1024
EPOCH = (1980, 1, 1, 0, 0, 0)  # the same sounds give the same zip


class SoundKeep(Protocol):
    """Files of an environment by name; one that is there is never written again."""

    async def read(self, tenant: str, environment: str, file: str) -> bytes | None: ...
    async def write(self, tenant: str, environment: str, file: str, body: bytes) -> None: ...
    async def sizes(self, tenant: str, environment: str) -> dict[str, int]: ...


class Taken(Struct, frozen=True):
    """What became, or would become, of each file of a zip; `applied`: the prompts are so now."""

    rows: list[RowResult]
    applied: bool


class Sounds:
    """Raises NotFound, Conflict and RequestRefused; whatever is refused changed nothing."""

    def __init__(self, tenants: Tenants, stock: Stock, keep: SoundKeep) -> None:
        self._tenants = tenants
        self._stock = stock
        self._keep = keep

    async def read(self, tenant: str, environment: str, file: str) -> bytes:
        """A recording. Raises NotFound for one that only the telephone system knows, too."""
        known_environment(self._tenants.board(tenant), environment)
        found = await self._keep.read(tenant, environment, file) if FILE.fullmatch(file) else None
        if found is None:
            raise NotFound(f"{environment} has no recording “{file}” here.")
        return found

    async def sizes(self, tenant: str, environment: str) -> dict[str, int]:
        """The recordings that are kept here, each with its bytes."""
        known_environment(self._tenants.board(tenant), environment)
        return await self._keep.sizes(tenant, environment)

    async def keep(self, tenant: str, environment: str, file: str, body: bytes) -> None:
        """Keep a recording under the name that a prompt gives it, or is about to. The same again is fine; another one
        under this name is refused, as is one whose name tells other content."""
        known_environment(self._tenants.board(tenant), environment)
        if not FILE.fullmatch(file):
            hint = "Letters, digits, _ and -, with dots between; such as goodbye.en.wav."
            raise RequestRefused(f"“{file}” is no name of a recording.", hint=hint, code="bad_name")
        await asyncio.to_thread(examined, body)
        if not says_content(file, body):
            hint = "Its name holds the hash of what it says: take the file as it was, or record it anew."
            raise RequestRefused(f"“{file}” is another recording than its name tells.", hint=hint, code="bad_sound")
        present = await self._keep.read(tenant, environment, file)
        if present is not None and present != body:
            hint = "What a release plays never changes: give yours another name."
            raise Conflict(f"{environment} has another recording “{file}”.", hint=hint)
        if present is None:
            await self._keep.write(tenant, environment, file, body)

    async def record(self, place: PartPlace, language: str, body: bytes, base: str) -> Part:
        """Give the words of a prompt in this language this recording, against the prompt that was read."""
        self._stock.read(place)
        wav = await asyncio.to_thread(examined, body)
        file = file_of(place.name, language, wav.body)

        def edited(document: Document) -> Document:
            check_base(document, place, base)
            return recorded(document, place.name, language, file)

        edited(self._document(place.tenant, place.environment))  # refused before anything is kept
        await self._keep.write(place.tenant, place.environment, file, wav.body)
        await self._stock.change(place, place.environment, edited)
        return self._stock.read(place)

    async def forget(self, place: PartPlace, language: str, base: str) -> Part:
        """The words in this language are spoken again; releases keep the recording."""
        self._stock.read(place)

        def edited(document: Document) -> Document:
            check_base(document, place, base)
            return recorded(document, place.name, language, "")

        await self._stock.change(place, place.environment, edited)
        return self._stock.read(place)

    async def packed(self, tenant: str, environment: str) -> bytes:
        """A zip with `<prompt>.<language>.wav` for every recording that is kept here."""
        document = self._document(tenant, environment)
        files: dict[str, bytes] = {}
        for name, language, file in recordings_of(document):
            body = await self._keep.read(tenant, environment, file)
            if body is not None:
                files[f"{name}.{language}.wav"] = body
        return await asyncio.to_thread(_zip, files)

    async def take(self, author: Author, environment: str, body: bytes, *, dry_run: bool) -> Taken:
        """The recordings of a zip, all of them or none; they are taken for recordings of today's words."""
        document = self._document(author.tenant, environment)
        files = await asyncio.to_thread(_unzipped, body)
        rows: list[RowResult] = []
        found: list[tuple[str, str, str, bytes]] = []
        for path, content in files:
            try:
                name, language, wav = await asyncio.to_thread(_sound, path, content)
                file = file_of(name, language, wav)
                after = recorded(document, name, language, file)
                rows.append(
                    RowResult(0, path, "unchanged" if after == document else _outcome(document, name, language))
                )
                found.append((name, language, file, wav))
            except RequestRefused as refusal:
                rows.append(RowResult(0, path, "refused", "", str(refusal), refusal.hint, refusal.code))
        if dry_run or not found or any(row.outcome == "refused" for row in rows):
            return Taken(rows, applied=False)
        for _, _, file, wav in found:
            await self._keep.write(author.tenant, environment, file, wav)

        def edited(present: Document) -> Document:
            for name, language, file, _ in found:
                present = recorded(present, name, language, file)
            return present

        await self._stock.change(author, environment, edited)
        return Taken(rows, applied=True)

    def _document(self, tenant: str, environment: str) -> Document:
        board = self._tenants.board(tenant)
        found: Document = environment_document(board.library, known_environment(board, environment))
        return found


def file_of(name: str, language: str, body: bytes) -> str:
    """A name of its own for each content: what a release plays never changes."""
    return f"{name}.{language}.{blake2b(body, digest_size=4).hexdigest()}.wav"


def says_content(file: str, body: bytes) -> bool:
    """Whether a name is that of this content; one that holds no hash tells nothing and may be any's."""
    hashed = _HASHED.fullmatch(file)
    return hashed is None or hashed[1] == blake2b(body, digest_size=4).hexdigest()


def holds_hash(file: str) -> bool:
    """Whether a name tells its content."""
    return _HASHED.fullmatch(file) is not None


def recorded(document: Document, name: str, language: str, file: str) -> Document:
    """The document with this recording of a prompt's words, or with none (""). Raises NotFound, RequestRefused."""
    prompts: dict[str, Any] = document.get("prompts") or {}
    value = prompts.get(name)
    if value is None:
        raise NotFound(f"There is no prompt “{name}”.", hint="Write it first: a recording says its words.")
    if not isinstance(value, dict) or language not in (value.get("by_language") or {}):
        hint = "Write them first: a recording says them, and is played for that language."
        raise RequestRefused(f"“{name}” has no words in {language}.", hint=hint, code="no_words")
    sounds = {key: sound for key, sound in (value.get("sounds") or {}).items() if file or key != language}
    if file:
        sounds[language] = {"file": file, "says": _says(parse_named_prompt(value), name, language)}
    rest = {key: part for key, part in value.items() if key != "sounds"}
    if file and rest.get("state", "draft") == "draft":
        rest["state"] = "recorded"
    changed: Json = {**rest, "sounds": sounds} if sounds else rest
    return {**document, "prompts": {**prompts, name: changed}}


def _says(prompt: NamedPrompt, name: str, language: str) -> str:
    template = prompt.template((language,), "voice")
    if template is None or not template.is_plain:
        hint = "Take the {{ }} out of them, or leave it to the voice."
        raise RequestRefused(f"“{name}” says values in {language}, so it is always spoken.", hint=hint, code="no_words")
    return hash_of(template.source)


def recordings_of(document: Document) -> Iterator[tuple[str, str, str]]:
    """(Prompt, language, file) of each recording that an environment's prompts name."""
    for name, value in (document.get("prompts") or {}).items():
        for language, sound in (value.get("sounds") or {}).items() if isinstance(value, dict) else ():
            yield name, language, sound["file"]


def _outcome(document: Document, name: str, language: str) -> Any:
    known = any((name, language) == one[:2] for one in recordings_of(document))
    return "changed" if known else "added"


def _sound(path: str, content: bytes) -> tuple[str, str, bytes]:
    found = _ENTRY.fullmatch(path.rpartition("/")[2])
    if found is None:
        hint = "Name it by prompt and language: goodbye.en.wav."
        raise RequestRefused("The name tells no prompt.", hint=hint, code="bad_name")
    return found["name"], found["language"], examined(content).body


def _zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, EPOCH), body, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _unzipped(body: bytes) -> list[tuple[str, bytes]]:
    """(Path, content) of each file. Bounded before and while it is unpacked; nothing is written anywhere."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            entries = [one for one in archive.infolist() if not one.is_dir() and not _aside(one.filename)]
            if len(entries) > MOST_FILES or sum(one.file_size for one in entries) > MOST_UNPACKED:
                raise _bad_zip(f"A zip holds at most {MOST_FILES} files and {MOST_UNPACKED // 2**20} MiB of sound.")
            return [(one.filename, _unpacked(archive, one)) for one in entries]
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        ValueError,
    ):
        raise _bad_zip("This is no zip that can be read.") from None


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with archive.open(entry) as file:
        return file.read(MOST_BYTES + 1)


def _aside(path: str) -> bool:
    """What systems put into zips by themselves."""
    return path.startswith("__MACOSX/") or path.rpartition("/")[2].startswith(".")


def _bad_zip(words: str) -> RequestRefused:
    return RequestRefused(words, hint="Pack the WAV files anew, without a password.", code="bad_zip")
