"""The body of a request that may be passed on: one that came whole can be sent again, a long one passes once."""

from collections.abc import AsyncIterator
from typing import Any

from litestar.types import Receive

from flowengine.api.peer_line import Gone


class RequestBody:
    """Nothing is read before `begin`. `whole` is the body if it came in one piece."""

    def __init__(self, receive: Receive) -> None:
        self._receive: Any = receive
        self._first: Any = None
        self.is_spent = False  # a piece was passed on that is kept nowhere
        self.is_sent = False
        self.is_chunked = False
        self.client_is_gone = False

    async def begin(self) -> None:
        """Raises Gone when the client left before it had sent anything."""
        if self._first is None:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise Gone
            self._first = message

    @property
    def whole(self) -> bytes | None:
        is_whole = self._first is not None and not self._first.get("more_body", False)
        return self._first.get("body", b"") if is_whole else None

    @property
    def first(self) -> bytes:
        body: bytes = self._first.get("body", b"")
        return body

    async def rest(self) -> AsyncIterator[bytes]:
        """What comes after the first piece. Raises Gone when the client leaves before the end."""
        more = self.whole is None
        while more:
            message = await self._receive()
            self.is_spent = True
            if message["type"] == "http.disconnect":
                self.client_is_gone = True
                raise Gone
            more = message.get("more_body", False)
            if message.get("body"):
                yield message["body"]

    def framed(self, piece: bytes) -> bytes:
        """As it is written to the other side."""
        return b"%x\r\n%b\r\n" % (len(piece), piece) if self.is_chunked and piece else piece

    async def client_left(self) -> None:
        """Returns when the client is gone."""
        while (await self._receive())["type"] != "http.disconnect":
            continue
        self.client_is_gone = True

    async def again(self) -> Any:
        """ASGI's `receive` for whoever answers here: what was read stands before what is still to come."""
        if self._first is not None:
            message, self._first = self._first, None
            return message
        return await self._receive()
