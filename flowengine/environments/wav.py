"""WAV: what a recording is by its content, whatever its name; and the same without anything but the sound."""

import struct
from collections.abc import Iterator

from msgspec import Struct

from flowengine.errors import RequestRefused

MOST_BYTES = 10 * 1024 * 1024
LONGEST_S = 600
CODECS = {1: (8, 16, 24), 6: (8,), 7: (8,)}  # PCM, A-law, u-law, with the bits of a sample
_EXTENSIBLE = 0xFFFE
_HINT = "Save it as WAV: PCM or G.711, 8 to 48 kHz, one or two channels."


class Wav(Struct, frozen=True):
    """`body` is a WAV file that holds format and samples alone."""

    body: bytes
    rate: int
    channels: int
    seconds: float


def examined(body: bytes) -> Wav:
    """Raises RequestRefused with what is wrong: no WAV, a codec or rate that telephones lack, cut off, too long."""
    if len(body) > MOST_BYTES:
        raise RequestRefused(
            f"A recording has at most {MOST_BYTES // 2**20} MiB.", hint="Shorten it.", code="too_large"
        )
    if body[:4] != b"RIFF" or body[8:12] != b"WAVE":
        raise _bad("This is no WAV file.")
    parts = dict(_chunks(body))
    form, data = parts.get(b"fmt "), parts.get(b"data")
    if form is None or len(form) < 16 or data is None:
        raise _bad("This WAV file has no sound in it, or was cut off.")
    codec, channels, rate, _, _, bits = struct.unpack("<HHIIHH", form[:16])
    if codec == _EXTENSIBLE and len(form) >= 26:
        codec = struct.unpack("<H", form[24:26])[0]
    if bits not in CODECS.get(codec, ()):
        raise _bad(f"Telephones cannot play WAV of kind {codec} with {bits} bits.")
    if channels not in (1, 2) or not 8_000 <= rate <= 48_000:
        raise _bad(f"It has {channels} channels at {rate} Hz.")
    frame = channels * bits // 8
    data = data[: len(data) // frame * frame]
    seconds = len(data) / frame / rate
    if not data or seconds > LONGEST_S:
        raise _bad(f"It lasts {seconds:.0f} s; a recording lasts at most {LONGEST_S} s, and more than nothing.")
    plain = struct.pack("<HHIIHH", codec, channels, rate, rate * frame, frame, bits)
    return Wav(_file(plain, data), rate, channels, round(seconds, 2))


def _chunks(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each once, the first of a name; one that is longer than the file ends it."""
    at, seen = 12, set[bytes]()
    while at + 8 <= len(body):
        name, size = body[at : at + 4], struct.unpack("<I", body[at + 4 : at + 8])[0]
        if at + 8 + size > len(body):
            return
        if name not in seen:
            yield name, body[at + 8 : at + 8 + size]
        seen.add(name)
        at += 8 + size + size % 2


def _file(form: bytes, data: bytes) -> bytes:
    padded = data + b"\0" * (len(data) % 2)
    inner = b"WAVEfmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", len(data)) + padded
    return b"RIFF" + struct.pack("<I", len(inner)) + inner


def _bad(words: str) -> RequestRefused:
    return RequestRefused(words, hint=_HINT, code="bad_sound")
