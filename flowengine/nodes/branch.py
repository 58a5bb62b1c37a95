"""branch: leave by the first case whose condition is true."""

from collections.abc import Callable
from typing import Annotated

from msgspec import Meta, Struct

from flowengine.lang.expression import Expression
from flowengine.lang.node_config import NodeConfig, OutcomeName
from flowengine.lang.node_type import Context, NodeType, Step
from flowengine.lang.outcome import values_of
from flowengine.messages import Json


class BranchCase(Struct, frozen=True, forbid_unknown_fields=True):
    when: Annotated[Expression, Meta(description="Taken if this is true")]
    outcome: Annotated[OutcomeName, Meta(description="The way out when this is the first that holds")]


class Branch(NodeConfig, frozen=True, tag="branch", forbid_unknown_fields=True):
    cases: Annotated[tuple[BranchCase, ...], Meta(min_length=1, max_length=100, description="Tried in order")]


def enter(config: Branch, ctx: Context) -> Step:
    return lower(config)(ctx)


def lower(config: Branch) -> Callable[[Context], Step]:
    """A look-up if every case compares the same value with a text; else the conditions, tried in order."""
    path, table = _table(config.cases)
    if len(path) == 2:
        return _looked_up(path[0], path[1], table)
    cases = tuple((case.when.evaluate, case.outcome) for case in config.cases)

    def run(ctx: Context) -> Step:
        scope = ctx.scope
        for is_met, outcome in cases:
            if is_met(scope):
                return outcome
        return "otherwise"

    return run


def _table(cases: tuple[BranchCase, ...]) -> tuple[tuple[str, ...], dict[Json, str]]:
    """The path that all cases read, and the outcome for each text there; no path if they are not of that form."""
    paths: set[tuple[str, ...]] = set()
    table: dict[Json, str] = {}
    for case in cases:
        path, fixed = case.when.equals or ((), None)
        paths.add(path if type(fixed) is str else ())
        table.setdefault(fixed, case.outcome)  # the first case of a text is the one that is met
    return (paths.pop() if len(paths) == 1 else ()), table


def _looked_up(first: str, second: str, table: dict[Json, str]) -> Callable[[Context], Step]:
    """The way for each text that `first.second` may be."""

    def run(ctx: Context) -> Step:
        try:
            value = ctx.scope[first][second]
        except (KeyError, TypeError, IndexError):  # as an expression reads: what is not there is nothing
            return "otherwise"
        return table.get(value, "otherwise") if type(value) is str else "otherwise"

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
