"""A wire between a ledger and its database that can be cut, held, or made to swallow an answer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress


class Wire:
    def __init__(self, port: int) -> None:
        self.port, self.target = 0, port
        self.flows = asyncio.Event()  # what the ledger says is held while this is not set
        self.flows.set()
        self.loses_question = self.loses_answer = False  # the next one; then that connection is cut
        self._lines: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.transport.abort()
            return
        lost = asyncio.Event()
        self._lines |= {writer, far_writer}
        for task in (
            asyncio.create_task(self._ask(reader, far_writer, writer, lost)),
            asyncio.create_task(self._answer(far_reader, writer, lost)),
        ):
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _ask(
        self, reader: asyncio.StreamReader, far: asyncio.StreamWriter, near: asyncio.StreamWriter, lost: asyncio.Event
    ) -> None:
        with suppress(OSError):
            while data := await reader.read(65_536):
                if self.loses_question:
                    self.loses_question = False
                    near.transport.abort()
                    break
                if self.loses_answer:
                    self.loses_answer = False
                    lost.set()
                await self.flows.wait()
                far.write(data)
                await far.drain()
        far.close()

    async def _answer(self, reader: asyncio.StreamReader, near: asyncio.StreamWriter, lost: asyncio.Event) -> None:
        with suppress(OSError):
            while data := await reader.read(65_536):
                if lost.is_set():
                    break
                near.write(data)
                await near.drain()
        near.transport.abort()

    def cut(self) -> None:
        """Every connection, at once."""
        for line in self._lines:
            line.transport.abort()
        self._lines.clear()


@asynccontextmanager
async def wire(url: str) -> AsyncIterator[tuple[Wire, str]]:
    """A wire to the database of this URL, and the URL through it."""
    before, _, database = url.rpartition("/")
    head, _, port = before.rpartition(":")
    made = Wire(int(port))
    server = await asyncio.start_server(made.join, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made, f"{head}:{made.port}/{database}"
    finally:
        server.close()
        made.cut()
        made.flows.set()
        await asyncio.gather(*made._tasks)
