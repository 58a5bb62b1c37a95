"""A warm process beside the server in which drafts are tried: a JSON request a line in, a JSON reply a line out.

It has no ledger, no secrets and no way out: whatever a flow asks outside is answered by the author, or made up.
"""

import os
import sys
from collections import OrderedDict
from typing import Any

from msgspec import Struct

from flowengine.errors import Finding, FlowInvalid, RequestRefused
from flowengine.interpreter.program import Release
from flowengine.messages import Json
from flowengine.testbench.lines import replies, write
from flowengine.testbench.result import StepFailed
from flowengine.testbench.runner import compiler
from flowengine.testbench.trial.keep import Kept, kept_walk
from flowengine.testbench.trial.trial import walked
from flowengine.testbench.trial.view import Sight, sight_of
from flowengine.testbench.trial.walk import Walk

NICER = 5
TREES_KEPT = 16


class EnvironmentOf(Struct, frozen=True, forbid_unknown_fields=True):
    environment: dict[str, Any]
    flows: dict[str, dict[str, Any]] = {}


class Tree(Struct, frozen=True, forbid_unknown_fields=True):
    """The tenant around the draft; an environment without flows has no release."""

    tenant: dict[str, Any]
    environments: dict[str, EnvironmentOf]


class Request(Struct, frozen=True, forbid_unknown_fields=True):
    """`base` names a tree; it comes with `tree` the first time. `draft` stands for the document of `flow`."""

    base: str
    environment: str
    flow: str
    walk: Walk
    tree: Tree | None = None
    draft: dict[str, Any] | None = None
    keep: bool = False


class Reply(Struct, frozen=True, omit_defaults=True):
    """`unknown`: the tree is not known here, send it. `refused` says why there is nothing to see."""

    sight: Sight | None = None
    kept: Kept | None = None
    findings: list[Finding] = []
    refused: str = ""
    hint: str = ""
    error: str = ""
    unknown: bool = False


_trees: OrderedDict[str, Tree] = OrderedDict()


def answer(request: Request) -> Reply:
    """One request."""
    if request.tree is not None:
        _trees[request.base] = request.tree
        while len(_trees) > TREES_KEPT:
            _trees.popitem(last=False)
    if request.base not in _trees:
        return Reply(unknown=True)
    _trees.move_to_end(request.base)
    try:
        bench = compiler().bench(*_met(_trees[request.base], request))
        if request.keep:
            return Reply(kept=kept_walk(bench, request.environment, request.walk))
        return Reply(sight=sight_of(bench, walked(bench, request.environment, request.walk)))
    except FlowInvalid as invalid:
        return Reply(findings=invalid.findings)
    except StepFailed as failed:
        return Reply(refused=failed.message)
    except RequestRefused as refused:
        return Reply(refused=str(refused), hint=refused.hint)


def _met(tree: Tree, request: Request) -> tuple[Json, dict[str, Release]]:
    releases = {name: Release(one.environment, dict(one.flows)) for name, one in tree.environments.items() if one.flows}
    if request.draft is not None:
        present = releases.get(request.environment, Release({"format": 1}, {}))
        flows = {**present.flows, request.flow: request.draft}
        releases[request.environment] = Release(present.environment, flows)
    return tree.tenant, releases


if __name__ == "__main__":
    os.nice(NICER)  # callers come first when all processors are busy
    compiler()
    write(sys.stdout, replies(sys.stdin, Request, answer, lambda why: Reply(error=why)))
