"""One attempt to have a request answered by another node: streaming both ways, each side as fast as the other takes."""

import asyncio
from contextlib import suppress

from flowengine.api.fence import one_header
from flowengine.api.passing import End, Passing, patiently
from flowengine.api.peer_line import Gone, PeerLine
from flowengine.api.peer_request import ANSWERED, MARK, MOVED, head_of
from flowengine.api.peers import Peers, Unreached
from flowengine.api.request_body import RequestBody
from flowengine.runtime.log import Log
from flowengine.runtime.place import There

_log = Log(__name__)


class CutOff(Exception):
    """The owner died after the client had seen the head of its answer."""


async def pass_request(there: There, passing: Passing, body: RequestBody, peers: Peers) -> End:
    """Raises RequestRefused, and Gone when the client left before it had asked."""
    await body.begin()
    opening = _opening(passing, body)
    try:
        line = await peers.lend(there.address)
    except Unreached:
        return End.UNSENT
    line.begin(opening)
    feeding = asyncio.create_task(_feed(line, body))
    is_clean = False
    try:
        ended = await _answer(line, there, passing)
        is_clean = body.is_sent
    except Gone:
        ended = End.DONE if body.client_is_gone else End.LOST
    except CutOff:
        _log.warning("forward_cut_off", node=there.node)
        ended = End.DONE  # the client sees a short answer: its connection is closed in the middle
    finally:
        feeding.cancel()
        peers.give_back(there.address, line, is_clean=is_clean)
    return ended


def _opening(passing: Passing, body: RequestBody) -> bytes:
    """The head, and the body as far as it is there."""
    if body.whole is not None:
        return head_of(passing.scope, passing.marks, len(body.whole)) + body.whole
    length = one_header(passing.scope, b"content-length")
    body.is_chunked = not length.isdecimal()
    return head_of(passing.scope, passing.marks, None if body.is_chunked else int(length)) + body.framed(body.first)


async def _feed(line: PeerLine, body: RequestBody) -> None:
    """The rest of the body; then this hears the client leave, and ends the line as well."""
    with suppress(Gone):  # who waits for the answer hears it too
        async for piece in body.rest():
            line.write(body.framed(piece))
            await line.drain()
        if body.is_chunked:
            line.write(b"0\r\n\r\n")
        body.is_sent = True
        await body.client_left()
    line.abort()


async def _answer(line: PeerLine, there: There, passing: Passing) -> End:
    """Raises Gone before anything was sent to the client, CutOff after."""
    answer = await patiently(line.answer, there, passing.look)
    if any(name == MOVED for name, _ in answer.headers):
        while await line.chunk():
            continue
        return End.MOVED
    headers = [(name, value) for name, value in answer.headers if name not in ANSWERED and not name.startswith(MARK)]
    await passing.send({"type": "http.response.start", "status": answer.status, "headers": headers})
    try:
        while True:
            piece = await patiently(line.chunk, there, passing.look)
            await passing.send({"type": "http.response.body", "body": piece, "more_body": not line.is_over})
            if line.is_over:
                return End.DONE
    except Gone:
        raise CutOff from None
