"""A warm process beside the server that makes reports from its ledger, which it can only read.

One line of JSON in, one line out, and after it as many bytes as that line says.
"""

import gzip
import os
import sys
from collections.abc import Iterable, Iterator
from typing import BinaryIO

import msgspec
from msgspec import Struct

from flowengine.errors import FlowEngineError, RequestRefused
from flowengine.interpreter.state import Dialogue, decode
from flowengine.ledger.moment import Moment, TenantMoment, moment_of
from flowengine.ledger.record import CounterRow
from flowengine.main.database import VARIABLE
from flowengine.messages import Json
from flowengine.reports.answer import MOST_ROWS, too_many
from flowengine.reports.answering import Question, answered
from flowengine.reports.interval import Span
from flowengine.reports.member import Members, Moved, Places
from flowengine.reports.running import Running, running
from flowengine.tenancy.user import User

NICER = 10  # callers come first when all processors are busy


_questions: msgspec.json.Decoder[Question] = msgspec.json.Decoder(Question)


class Told(Struct, frozen=True, omit_defaults=True):
    """`bytes` follow, or it was refused."""

    bytes: int = 0
    refused: str = ""
    hint: str = ""
    code: str = ""


class Reading:
    """The ledger at one moment, as reports ask for it."""

    def __init__(self, moment: TenantMoment) -> None:
        self._moment = moment
        self._rows = 0

    def counters(self, kind: str, spans: list[Span]) -> list[list[CounterRow]]:
        found = []
        for span in spans:
            rows = self._moment.counters(kind, [span])[0]
            self._rows += len(rows)
            if self._rows > MOST_ROWS:
                raise too_many()
            found.append(rows)
        return found

    def members(self, since_ms: int) -> Members:
        users = ((key, msgspec.json.decode(text, type=User)) for key, text in self._moment.documents("user"))
        today = {key: tuple(name for name in user.memberships if user.is_agent_in(name)) for key, user in users}
        moved = (
            Moved(at_ms, str(fact[2]), _places(fact[3]), _places(fact[4]))
            for at_ms, fact in self._moment.steered(since_ms) if fact[1] == "agent"
        )  # fmt: skip  # reads as it is said
        return Members(today, moved)

    def running(self) -> list[Running]:
        return running(self._moment.floor("agent"), (body for _, body in self._moment.floor("reservation")))

    def dialogues(self, first: str, before: str) -> Iterator[Dialogue]:
        return map(decode, self._moment.dialogues(first, before))

    def facts(self, dialogue: str) -> Iterator[tuple[Json, ...]]:
        return self._moment.facts(dialogue)


def _places(profile: object) -> Places:
    """Of what the floor was told of an agent; None: there was none."""
    return tuple(profile["memberships"]) if isinstance(profile, dict) else ()


def made(ledger: Moment, line: bytes) -> tuple[Told, bytes]:
    """The answer to one request; a refusal is an answer."""
    try:
        asked = _questions.decode(line)
        with ledger.of(asked.tenant) as moment:
            body = answered(asked, Reading(moment))
    except RequestRefused as refusal:
        return Told(refused=str(refusal), hint=refusal.hint, code=refusal.code), b""
    except (FlowEngineError, msgspec.DecodeError) as fault:
        return Told(refused=f"The report could not be made: {fault}", code="report_failed"), b""
    body = gzip.compress(body, 5) if asked.gzip else body
    return Told(bytes=len(body)), body


def serve(ledger: Moment, lines: Iterable[bytes], out: BinaryIO) -> None:
    """Answer until the input ends."""
    for line in lines:
        told, body = made(ledger, line)
        out.write(msgspec.json.encode(told) + b"\n" + body)
        out.flush()


if __name__ == "__main__":
    os.nice(NICER)
    serve(moment_of(sys.argv[1] or os.environ[VARIABLE]), sys.stdin.buffer, sys.stdout.buffer)
