"""A warm process beside the server that replays stored dialogues: a JSON request a line in, a JSON reply a line out.

Request: see `Request`. Reply: `{"id", "outcomes": [...]}`, `{"id", "findings": [...]}` when the flows to replay against
cannot be compiled, or `{"id", "error"}` if it was no request. Nothing that a caller said is in a reply.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from flowengine.errors import Finding, FlowInvalid, RequestRefused
from flowengine.interpreter.program import Release
from flowengine.lang.upgrade.kinds import RELEASE
from flowengine.messages import Json
from flowengine.testbench.bench import Bench
from flowengine.testbench.kept.world import Tables
from flowengine.testbench.lines import replies, write
from flowengine.testbench.replay.again import beside, replayed
from flowengine.testbench.replay.keep import kept
from flowengine.testbench.replay.told import Beside, Replayed, Stored
from flowengine.testbench.runner import compiler

NOT_KEPT = "The release that it ran on cannot be compiled any more."


class Request(Struct, frozen=True, forbid_unknown_fields=True):
    """`contents`: hash -> a release's content; `live`: environment -> hash, of what a dialogue meets that it did not
    meet then; `against`: environment -> hash, of what is tried. `today`: environment -> the version of its stored
    document and the document, for what is marked live. `keep`: make a case of the one dialogue; `beside`: tell
    its two tracks."""

    tenant: dict[str, Any]
    contents: dict[str, Any]
    live: dict[str, str]
    against: dict[str, str]
    dialogues: list[Stored]
    today: dict[str, tuple[int, dict[str, Any]]] = {}
    keep: bool = False
    beside: bool = False
    id: str | int = ""


class Reply(Struct, frozen=True, omit_defaults=True):
    id: str | int
    outcomes: list[Replayed] = []
    findings: list[Finding] = []
    case: dict[str, Any] = {}
    beside: Beside | None = None
    refused: str = ""
    error: str = ""


def answer(request: Request) -> Reply:
    """Replay the dialogues of one request."""
    benches = _Benches(request)
    tables = _tables(request)
    if request.keep:
        return _kept(benches, request, tables)
    try:
        benches.of({})
        if request.beside:
            return Reply(request.id, beside=_beside(benches, request.dialogues[0], tables))
        outcomes = [_outcome(benches, stored, tables) for stored in request.dialogues]
    except FlowInvalid as invalid:
        return Reply(request.id, findings=invalid.findings)
    return Reply(request.id, outcomes)


def _kept(benches: "_Benches", request: Request, tables: Tables) -> Reply:
    [stored] = request.dialogues
    try:
        return Reply(request.id, case=kept(stored, benches.of(stored.releases, tried=False), tables))
    except FlowInvalid:
        return Reply(request.id, refused=NOT_KEPT)
    except RequestRefused as refused:
        return Reply(request.id, refused=str(refused))


def _tables(request: Request) -> Tables:
    """The rows of live tables, as long as the document that has them is the one that was read then."""

    def rows_of(name: str, version: int) -> list[dict[str, Json]] | None:
        for stored, document in request.today.values():
            table = document.get("tables", {}).get(name)
            if table and stored == version:
                rows: list[dict[str, Json]] = table["rows"]
                return rows
        return None

    return rows_of


def _outcome(benches: "_Benches", stored: Stored, tables: Tables) -> Replayed:
    try:
        ran_on = benches.of(stored.releases, tried=False)
    except FlowInvalid:
        return Replayed(stored.id, untold=NOT_KEPT)
    return replayed(stored, ran_on, lambda: benches.of(stored.releases), tables)


def _beside(benches: "_Benches", stored: Stored, tables: Tables) -> Beside:
    try:
        ran_on = benches.of(stored.releases, tried=False)
    except FlowInvalid:
        return Beside(untold=NOT_KEPT)
    return beside(stored, ran_on, lambda: benches.of(stored.releases), tables)


class _Benches:
    """One for each set of releases that dialogues ran on, with and without what is tried."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._releases: dict[str, Release] = {}
        self._made: dict[tuple[tuple[str, str], ...], Bench] = {}

    def of(self, releases: Mapping[str, str], *, tried: bool = True) -> Bench:
        """Raises FlowInvalid."""
        request = self._request
        hashes = {**request.live, **releases, **(request.against if tried else {})}
        key = tuple(sorted(hashes.items()))
        found = self._made.get(key)
        if found is None:
            met = {name: self._release(digest) for name, digest in hashes.items() if digest}
            found = self._made[key] = compiler().bench(request.tenant, met)
        return found

    def _release(self, digest: str) -> Release:
        found = self._releases.get(digest)
        if found is None:
            content = RELEASE.upgraded(self._request.contents[digest])
            found = self._releases[digest] = msgspec.convert(content, Release)
        return found


def answers(lines: Iterable[str]) -> Iterator[Reply]:
    """One reply for each line; what cannot be read is answered, never fatal."""
    return replies(lines, Request, answer, lambda why: Reply("", error=why))


if __name__ == "__main__":
    compiler()
    write(sys.stdout, answers(sys.stdin))
