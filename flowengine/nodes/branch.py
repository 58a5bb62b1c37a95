"""branch: leave by the first case whose condition is true."""

from collections.abc import Callable
from typing import Annotated

from msgspec import Meta, Struct

from flowengine.lang.expression import Expression
from flowengine.lang.node_config import NodeConfig, OutcomeName
from flowengine.lang.node_type import Context, NodeType, Step
from flowengine.lang.outcome import values_of


class BranchCase(Struct, frozen=True, forbid_unknown_fields=True):
    when: Annotated[Expression, Meta(description="Taken if this is true")]
    outcome: OutcomeName


class Branch(NodeConfig, frozen=True, tag="branch", forbid_unknown_fields=True):
    cases: Annotated[tuple[BranchCase, ...], Meta(min_length=1, max_length=100, description="Tried in order")]


def enter(config: Branch, ctx: Context) -> Step:
    return lower(config)(ctx)


def lower(config: Branch) -> Callable[[Context], Step]:
    """The conditions as a row of closures, tried in order."""
    cases = tuple((case.when.evaluate, case.outcome) for case in config.cases)

    def run(ctx: Context) -> Step:
        scope = ctx.scope
        for is_met, outcome in cases:
            if is_met(scope):
                return outcome
        return "otherwise"

    return run


NODE = NodeType(
    name="branch",
    config=Branch,
    outcomes=(values_of("cases[].outcome"), "otherwise"),
    enter=enter,
    lower=lower,
    title="Branch",
    purpose="Go one of several ways, by conditions tried in order.",
    group="Decide",
    icon="branch",
    without_caller=True,
    example={"type": "branch", "cases": [{"when": "caller.known", "outcome": "known"}]},
)
