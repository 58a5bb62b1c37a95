"""A warm process beside the server that runs cases: one JSON request a line in, one JSON reply a line out.

Request: `{"id"?, "tenant": document, "environments": {name: {"environment", "flows": {name: document}}},
"environment", "flow", "draft"?, "cases": {file: document}, "given"?: {name: document}}`, or `"folder"` in place of
`tenant` and `environments`. Reply: `{"id", "results": [...], "ms"}`, or `{"id", "error"}` if it was no request.

With `"key"` the documents are kept under that name: who asks again sends the key alone, with the draft and the files of
cases that were `"edited"`, and is answered `unknown` if they are kept no longer. The reply has the flow's `coverage`
then, and says by `refused` what is wrong with a draft that is not well formed.
"""

import os
import sys
from collections import OrderedDict
from pathlib import Path
from time import perf_counter
from typing import Any

from msgspec import Struct

from flowengine.errors import Finding, FlowInvalid
from flowengine.interpreter.program import Release
from flowengine.messages import Json
from flowengine.testbench.coverage.covered import Covered
from flowengine.testbench.drafts.cases import DraftCases
from flowengine.testbench.lines import replies, write
from flowengine.testbench.result import Failure, Result
from flowengine.testbench.runner import compiler, run_suite, suite_of
from flowengine.testbench.tree import read_releases

NICER = 3
MOST_KEPT = 8  # flows that are written at the same time


class EnvironmentOf(Struct, frozen=True, forbid_unknown_fields=True):
    environment: dict[str, Any]
    flows: dict[str, dict[str, Any]] = {}


class Request(Struct, frozen=True, forbid_unknown_fields=True):
    """`draft` stands for the document of `flow` in `environment`; nothing is written anywhere."""

    environment: str
    flow: str
    cases: dict[str, Any]
    id: str | int = ""
    folder: str = ""
    tenant: dict[str, Any] | None = None
    environments: dict[str, EnvironmentOf] = {}
    draft: dict[str, Any] | None = None
    given: dict[str, Any] = {}
    key: str = ""
    edited: dict[str, Any] = {}


class Reply(Struct, frozen=True, omit_defaults=True):
    id: str | int
    results: list[Result] = []
    ms: float = 0.0
    error: str = ""
    unknown: bool = False
    refused: list[Finding] = []
    coverage: Covered | None = None


_kept: OrderedDict[str, DraftCases] = OrderedDict()  # this process's flows that are being written, by key


def answer(request: Request) -> Reply:
    """Run the cases of one request."""
    if not request.key:
        return _ran(request)
    if request.tenant is not None:
        place = (request.environment, request.flow)
        _kept[request.key] = DraftCases(place, request.tenant, _world(request)[1], (request.cases, request.given))
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    known = _kept.get(request.key)
    if known is None:
        return Reply(request.id, unknown=True)
    _kept.move_to_end(request.key)
    refused = compiler().loader.findings(request.draft) if request.draft is not None else []
    if refused:
        return Reply(request.id, refused=refused)
    began = perf_counter()
    results, covered = known.run(request.draft, request.edited)
    return Reply(request.id, results, (perf_counter() - began) * 1000, coverage=covered)


def _ran(request: Request) -> Reply:
    began = perf_counter()
    try:
        tenant, releases = _world(request)
    except FlowInvalid as invalid:
        failure = Failure(0, "The tenant cannot be read.", findings=invalid.findings)
        return Reply(request.id, [Result(request.flow, "", ok=False, ms=0.0, failure=failure)])
    results: list[Result] = []
    for file, document in request.cases.items():
        results += run_suite(suite_of(tenant, releases, request.environment, (file, document, request.given)))
    return Reply(request.id, results, (perf_counter() - began) * 1000)


def _world(request: Request) -> tuple[Json, dict[str, Release]]:
    if request.tenant is None:
        tenant, releases = read_releases(Path(request.folder))
    else:
        tenant = request.tenant
        releases = {name: Release(found.environment, dict(found.flows)) for name, found in request.environments.items()}
    if request.draft is not None:
        present = releases.get(request.environment, Release({"format": 1}, {}))
        flows = {**present.flows, request.flow: request.draft}
        releases = {**releases, request.environment: Release(present.environment, flows)}
    return tenant, releases


def _refusal(why: str) -> Reply:
    return Reply("", error=why)


if __name__ == "__main__":
    os.nice(NICER)  # callers come first when all processors are busy, and the check of what is typed
    compiler()  # before the first request, so that no author waits for it
    write(sys.stdout, replies(sys.stdin, Request, answer, _refusal))
