"""Runs cases in a process of their own, kept warm: a process that serves callers never runs a test."""

import sys
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from flowengine.environments.place import Posted
from flowengine.errors import Finding, FlowInvalid, RequestRefused
from flowengine.main.child import Child, Fault
from flowengine.testbench.tree import given_by_name

LIMIT_S = 30.0
FAULT = Fault(
    slow=f"The cases did not end within {LIMIT_S:.0f} s.", hint="Look for an endless case.", slow_code="cases_slow",
    broken="The process that runs cases stopped; run them again.", broken_code="cases_failed",
)  # fmt: skip  # one line per thought


class CaseWorker(Child):
    """One child at a time, started when first needed and again after it died; requests take turns."""

    def __init__(self, command: tuple[str, ...] = (sys.executable, "-m", "flowengine.testbench.worker")) -> None:
        super().__init__(command, LIMIT_S, FAULT)

    async def run(self, tree: Mapping[str, Any], environment: str, flow: str) -> list[dict[str, Any]]:
        """The results of a flow's cases. Raises RequestRefused if they take too long or the worker breaks."""
        answer = await self._answer(_request(tree, environment, flow))
        results: list[dict[str, Any]] = answer.get("results", [])
        return results

    async def tried(
        self, key: str, tree: Callable[[], Mapping[str, Any]], flow: tuple[str, str], posted: Posted
    ) -> dict[str, Any]:
        """See environments/place.py. The process is told what it does not know, and keeps it."""
        environment, name = flow
        asked: dict[str, Any] = {"key": key, "environment": environment, "flow": name, "edited": posted.cases}
        if posted.flow is not None:
            asked["draft"] = posted.flow
        answer = await self._answer({**asked, "cases": {}})
        if answer.get("unknown"):
            answer = await self._answer({**_request(tree(), environment, name), **asked})
        if answer.get("refused"):
            raise FlowInvalid(msgspec.convert(answer["refused"], list[Finding]))
        return {"results": answer.get("results", []), "coverage": answer.get("coverage")}

    async def _answer(self, request: Mapping[str, Any]) -> dict[str, Any]:
        answer, _ = await self.ask(msgspec.json.encode(request))
        if answer.get("error"):
            raise RequestRefused(str(answer["error"]), code="cases_failed")
        found: dict[str, Any] = answer
        return found


def _request(tree: Mapping[str, Any], environment: str, flow: str) -> dict[str, Any]:
    """A tenant's documents and one flow's cases, as testbench/worker.py takes them."""
    parts = tree["environments"][environment]["flows"][flow]
    return {
        "tenant": tree["tenant"],
        # An environment without flows has no release: its contact center goes straight to the queue.
        "environments": {name: _documents(env) for name, env in tree["environments"].items() if env["flows"]},
        "environment": environment,
        "flow": flow,
        "cases": parts["cases"],
        "given": given_by_name(tree["environments"], environment) | parts["given"],
    }


def _documents(environment: Mapping[str, Any]) -> dict[str, Any]:
    """An environment as the worker takes it: documents only."""
    flows = {name: parts["flow"] for name, parts in environment["flows"].items()}
    return {"environment": environment["environment"], "flows": flows}
