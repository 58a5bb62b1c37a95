"""The body of an answer, unpacked while it arrives and never beyond its limit."""

import zlib

from flowengine.runtime.egress.refusal import EgressFailed, EgressTooLarge

MOST_BYTES = 1024 * 1024
ACCEPTED = "gzip, deflate"
_WINDOWS = {"gzip": 31, "x-gzip": 31, "deflate": 15}


class Content:
    """Takes pieces as they come; raises EgressTooLarge as soon as more than a MiB would be there."""

    def __init__(self, host: str, encoding: str) -> None:
        """Raises EgressFailed for an encoding that is not known, or more than one."""
        self._what = f"The request to {host[:100]}"
        name = encoding.strip().lower()
        if name not in ("", "identity", *_WINDOWS):
            raise EgressFailed(self._what, "the answer is packed in a way that is not known")
        self._unpack = zlib.decompressobj(_WINDOWS[name]) if name in _WINDOWS else None
        self._taken = 0
        self._body = bytearray()

    def add(self, piece: bytes) -> None:
        self._taken += len(piece)
        if self._taken > MOST_BYTES:
            raise self._too_large()
        if self._unpack is None:
            self._body += piece
            return
        try:
            self._body += self._unpack.decompress(piece, MOST_BYTES + 1 - len(self._body))
        except zlib.error as error:
            raise EgressFailed(self._what, "the answer cannot be unpacked") from error
        if len(self._body) > MOST_BYTES or self._unpack.unconsumed_tail:
            raise self._too_large()

    def whole(self) -> bytes:
        """All of it. Raises EgressFailed if it breaks off."""
        if self._unpack is not None and self._taken and not self._unpack.eof:
            raise EgressFailed(self._what, "the answer breaks off")
        return bytes(self._body)

    def _too_large(self) -> EgressTooLarge:
        return EgressTooLarge(self._what, f"the answer has more than {MOST_BYTES} bytes")
