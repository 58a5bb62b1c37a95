"""Recordings of prompts: judged by content, written once, stale when the words change; as a zip both ways."""

import io
import struct
import zipfile
from pathlib import Path

import pytest

from flowengine.environments.sounds import Sounds
from flowengine.environments.wav import examined
from flowengine.errors import Conflict, NotFound, RequestRefused
from flowengine.main.sound_files import SoundFiles
from tests.environments.office import TENANT, Author, Office, lived
from tests.environments.test_stock import At

PROMPT = {"by_language": {"en": "Goodbye.", "nl": "Dag {{ caller.name }}."}}


def wav(
    samples: bytes = b"\1\0" * 800, *, rate: int = 8000, codec: int = 1, bits: int = 16, beside: bytes = b""
) -> bytes:
    form = struct.pack("<HHIIHH", codec, 1, rate, rate * bits // 8, bits // 8, bits)
    inner = b"WAVEfmt " + struct.pack("<I", 16) + form + beside + b"data" + struct.pack("<I", len(samples)) + samples
    return b"RIFF" + struct.pack("<I", len(inner)) + inner


def test_a_recording_is_what_its_content_says() -> None:
    found = examined(wav(beside=b"LIST" + struct.pack("<I", 4) + b"INFO"))
    assert (found.rate, found.channels, found.seconds) == (8000, 1, 0.1)
    assert found.body == wav()  # what stands beside the sound is left out
    assert examined(wav(b"\x7f" * 80, codec=7, bits=8)).seconds == 0.01


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"ID3\4 an mp3 called goodbye.wav", "no WAV"),
        (wav()[:40], "cut off"),
        (wav()[:-100], "cut off"),
        (wav(codec=85), "kind 85"),
        (wav(rate=4000), "4000 Hz"),
        (wav(b""), "more than nothing"),
        (wav(b"\0" * 9_700_000), "at most 600 s"),
        (b"RIFF" + b"\0" * 11_000_000, "at most 10 MiB"),
    ],
    ids=["mp3", "no data", "short data", "codec", "rate", "silent", "long", "large"],
)
def test_what_a_telephone_cannot_play_is_refused(body: bytes, words: str) -> None:
    with pytest.raises(RequestRefused, match=words):
        examined(body)


def sounds_of(office: Office, folder: Path) -> Sounds:
    return Sounds(office.exchange, office.stock, SoundFiles(lambda tenant, place: folder / tenant / place))


def test_words_are_recorded_played_and_found_stale(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        sounds = sounds_of(office, tmp_path / "sounds")
        made = await office.stock.put(At("bye"), PROMPT, "")
        first = await sounds.record(At("bye"), "en", wav(), made.hash)
        sound = first.value["sounds"]["en"]
        assert (first.value["state"], first.findings) == ("recorded", [])
        assert await sounds.read(TENANT, "front_door", sound["file"]) == wav()
        with pytest.raises(Conflict):
            await sounds.record(At("bye"), "en", wav(), made.hash)
        second = await sounds.record(At("bye"), "en", wav(b"\2\0" * 80), first.hash)
        assert second.value["sounds"]["en"]["file"] != sound["file"]
        assert await sounds.read(TENANT, "front_door", sound["file"]) == wav()  # a release may still play it
        words = {**second.value, "by_language": {"en": "So long.", "nl": "Dag."}}
        stale = await office.stock.put(At("bye"), words, second.hash)
        assert [finding.code for finding in stale.findings] == ["sound_stale"]
        assert "sounds" not in (await sounds.forget(At("bye"), "en", stale.hash)).value

    lived(tmp_path, life)


def test_a_recording_without_fixed_words_is_refused_and_kept_nowhere(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        sounds = sounds_of(office, tmp_path / "sounds")
        made = await office.stock.put(At("bye"), PROMPT, "")
        for language, words in {"nl": "says values", "de": "no words in de"}.items():
            with pytest.raises(RequestRefused, match=words) as refused:
                await sounds.record(At("bye"), language, wav(), made.hash)
            assert refused.value.code == "no_words"
        with pytest.raises(NotFound):
            await sounds.record(At("other"), "en", wav(), "*")
        for file in ("../../ledger.sqlite", "bye.en.wav", ".bye"):
            with pytest.raises(NotFound):
                await sounds.read(TENANT, "front_door", file)
        assert not (tmp_path / "sounds").exists()
        assert office.stock.read(At("bye")).value == PROMPT

    lived(tmp_path, life)


def packed(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, body in files.items():
            archive.writestr(name.replace("__", "."), body)
    return out.getvalue()


def test_a_zip_goes_both_ways(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        sounds = sounds_of(office, tmp_path / "sounds")
        await office.stock.put(At("bye"), PROMPT, "")
        told = await sounds.take(Author(), "front_door", packed(bye__en__wav=wav()), dry_run=True)
        assert ([row.outcome for row in told.rows], told.applied) == (["added"], False)
        assert (await sounds.take(Author(), "front_door", packed(bye__en__wav=wav()), dry_run=False)).applied
        out = await sounds.packed(TENANT, "front_door")
        with zipfile.ZipFile(io.BytesIO(out)) as archive:
            assert {name: archive.read(name) for name in archive.namelist()} == {"bye.en.wav": wav()}
        again = await sounds.take(Author(), "front_door", out, dry_run=True)
        assert [row.outcome for row in again.rows] == ["unchanged"]
        mixed = packed(
            bye__en__wav=wav(b"\3\0"), bye__nl__wav=wav(), readme__txt=b"Hi", gone__en__wav=wav(), x__en__wav=b"mp3"
        )
        refused = await sounds.take(Author(), "front_door", mixed, dry_run=False)
        assert [row.outcome for row in refused.rows] == ["changed", "refused", "refused", "refused", "refused"]
        assert await sounds.packed(TENANT, "front_door") == out
        bomb = packed(**{f"bye__en__{n:08x}__wav": b"" for n in range(1_001)})
        for broken in (b"no zip", out[:-40], bomb):
            with pytest.raises(RequestRefused) as fault:
                await sounds.take(Author(), "front_door", broken, dry_run=True)
            assert fault.value.code == "bad_zip"

    lived(tmp_path, life)
