"""A warm process beside the server that runs cases: one JSON request a line in, one JSON reply a line out.

Request: `{"id"?, "tenant": document, "environments": {name: {"environment", "flows": {name: document}}},
"environment", "flow", "draft"?, "cases": {file: document}, "given"?: {name: document}}`, or `"folder"` in place of
`tenant` and `environments`. Reply: `{"id", "results": [...], "ms"}`, or `{"id", "error"}` if it was no request.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Any, TextIO

import msgspec
from msgspec import Struct

from flowengine.errors import FlowEngineError, FlowInvalid
from flowengine.interpreter.program import Release
from flowengine.messages import Json
from flowengine.testbench.result import Failure, Result
from flowengine.testbench.runner import compiler, run_suite, suite_of
from flowengine.testbench.tree import read_releases


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


class Reply(Struct, frozen=True, omit_defaults=True):
    id: str | int
    results: list[Result] = []
    ms: float = 0.0
    error: str = ""


def answer(request: Request) -> Reply:
    """Run the cases of one request."""
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


def replies(lines: Iterable[str]) -> Iterator[Reply]:
    """One reply for each line; what cannot be read is answered, never fatal."""
    decoder = msgspec.json.Decoder(Request)
    for line in lines:
        if not line.strip():
            continue
        try:
            yield answer(decoder.decode(line))
        except (msgspec.DecodeError, FlowEngineError, OSError) as fault:
            yield Reply("", error=f"{fault}")


def serve(lines: Iterable[str], out: TextIO) -> None:
    """Answer until the input ends. The compiler is made before the first request, so that no author waits for it."""
    compiler()
    for reply in replies(lines):
        out.write(msgspec.json.encode(reply).decode() + "\n")
        out.flush()


if __name__ == "__main__":
    serve(sys.stdin, sys.stdout)
