"""The gate: what stands against publishing some content, found by the checks and by the stored cases."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace

from flowengine.environments.content import Content, around, tree_around
from flowengine.environments.names import today
from flowengine.environments.place import CaseRunner
from flowengine.environments.tree import tenant_file
from flowengine.errors import Finding
from flowengine.lang.check.check import check_document
from flowengine.lang.check.environment import check_environment
from flowengine.lang.check.names import names_of
from flowengine.lang.document import FlowLoader
from flowengine.switchboard.switchboard import Switchboard


def nothing(_: str) -> list[Finding]:
    return []


@dataclass(frozen=True)
class Gate:
    """Checks in this process, where nothing is executed; cases in another one."""

    loader: FlowLoader
    runner: CaseRunner
    beside: Callable[[str], list[Finding]] = nothing  # what is wrong in an environment beside its drafts

    def findings(
        self, board: Switchboard, environment: str, content: Content, shared: Content | None = None
    ) -> list[Finding]:
        """Every finding of the environment's document and all its flows, each with its file. `shared`: what the front
        door is to be."""
        folders = around(board, environment, content, shared)
        names = replace(names_of(environment, tenant_file(board), folders, self.loader.palette), day=today())
        own = check_environment(content["environment"], names, content["flows"])
        found = [replace(finding, file=f"{environment}/environment.json") for finding in own] + [
            replace(finding, file=f"{environment}/{name}/flow.json")
            for name, flow in content["flows"].items()
            for finding in check_document(self.loader, flow, replace(names, flow=name))
        ]
        return [*found, *self.beside(environment)]

    async def failing(
        self, board: Switchboard, environment: str, content: Content, shared: Content | None = None
    ) -> list[Finding]:
        """Every stored case of the environment's flows that does not hold on this content."""
        tree = tree_around(board, environment, around(board, environment, content, shared))
        failed: list[Finding] = []
        for flow, parts in tree["environments"][environment]["flows"].items():
            if parts["cases"]:
                results = await self.runner.run(tree, environment, flow)
                folder = f"{environment}/{flow}/cases"
                failed += (_case_failed(folder, result) for result in results if not result["ok"])
        return failed


def errors_in(findings: list[Finding]) -> list[Finding]:
    """Those that nobody may force."""
    return [finding for finding in findings if finding.severity == "error"]


def _case_failed(folder: str, result: Mapping[str, Any]) -> Finding:
    """A case that does not hold, or a file of cases that cannot be used, as a finding of the gate."""
    case, failure = result["case"], result.get("failure") or {}
    said = failure.get("message", "")
    words = f"The case “{case}” fails at step {failure.get('step', 0)}: {said}" if case else f"{result['file']}: {said}"
    path = f"$.cases['{case}']" if case else "$"
    hint = "Mend the flow or the case, or publish with a reason."
    return Finding("case_failed", "error", path, words, hint, f"{folder}/{result['file']}")
