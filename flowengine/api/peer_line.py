"""One HTTP connection to another node of the cell: a request out, its answer in, as fast as the client takes it."""

import asyncio
from collections import deque

import httptools
from msgspec import Struct

MOST_HEAD_BYTES = 64 * 1024  # of an answer's headers
HIGH_BYTES = 256 * 1024  # of an answer that the client has not taken yet; then the other node waits


class Answer(Struct, frozen=True):
    status: int
    headers: list[tuple[bytes, bytes]]


class Gone(Exception):
    """The connection ended before the answer did."""


class PeerLine(asyncio.Protocol):
    """Used by one task at a time; again and again while both sides keep it open."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._can_write = asyncio.Event()
        self._can_write.set()
        self._woken: asyncio.Future[None] | None = None
        self._is_gone = False
        self._begin()

    def _begin(self) -> None:
        self._parser = httptools.HttpResponseParser(self)
        self._headers: list[tuple[bytes, bytes]] = []
        self._head_bytes = 0
        self._answer: Answer | None = None
        self._chunks: deque[bytes] = deque()
        self._held = 0
        self._is_whole = False
        self._keeps = True

    # What the request needs

    def begin(self, head: bytes) -> None:
        """Send the head of a request, with as much of its body as there is."""
        self._begin()
        self.write(head)

    def write(self, data: bytes) -> None:
        if self._transport is not None and not self._is_gone:
            self._transport.write(data)

    async def drain(self) -> None:
        """Wait until the other node has taken most of what was written. Raises Gone."""
        await self._can_write.wait()
        if self._is_gone:
            raise Gone

    async def answer(self) -> Answer:
        """The answer's head. Raises Gone."""
        while self._answer is None:
            await self._wait()
        return self._answer

    async def chunk(self) -> bytes:
        """The next piece of the body; b"" at its end. Raises Gone."""
        while not self._chunks and not self._is_whole:
            await self._wait()
        if not self._chunks:
            return b""
        found = b"".join(self._chunks)
        self._chunks.clear()
        if self._held > HIGH_BYTES and self._transport is not None and not self._is_gone:
            self._transport.resume_reading()
        self._held = 0
        return found

    @property
    def is_over(self) -> bool:
        """Whether the answer has come whole and was taken."""
        return self._is_whole and not self._chunks

    @property
    def can_be_used_again(self) -> bool:
        return not self._is_gone and self.is_over and self._keeps

    @property
    def is_gone(self) -> bool:
        return self._is_gone

    def abort(self) -> None:
        """End it at once; whoever waits hears Gone."""
        if self._transport is not None:
            self._transport.abort()
        self.connection_lost(None)

    async def _wait(self) -> None:
        if self._is_gone:
            raise Gone
        self._woken = asyncio.get_running_loop().create_future()
        await self._woken

    def _wake(self) -> None:
        if self._woken is not None and not self._woken.done():
            self._woken.set_result(None)

    # What the loop tells

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101  # TCP's is
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        if self._is_whole:  # nobody asked for more
            self.abort()
            return
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self.abort()
        if self._head_bytes > MOST_HEAD_BYTES:
            self.abort()
        if self._held > HIGH_BYTES and self._transport is not None and not self._is_gone:
            self._transport.pause_reading()
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        self._is_gone = True
        self._can_write.set()
        self._wake()

    def pause_writing(self) -> None:
        self._can_write.clear()

    def resume_writing(self) -> None:
        self._can_write.set()

    # What the parser tells

    def on_header(self, name: bytes, value: bytes) -> None:
        self._head_bytes += len(name) + len(value)
        self._headers.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        self._answer = Answer(self._parser.get_status_code(), self._headers)

    def on_body(self, body: bytes) -> None:
        self._chunks.append(body)
        self._held += len(body)

    def on_message_complete(self) -> None:
        self._is_whole = True
        self._keeps = self._parser.should_keep_alive()
