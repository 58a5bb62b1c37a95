"""Preview: what an expression or a text gives at a step, with the values that a case has when it comes there."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from time import perf_counter
from typing import Any

from msgspec import Struct

from flowengine.interpreter.context import StepContext
from flowengine.interpreter.program import CompiledNode
from flowengine.interpreter.scope import looks_of
from flowengine.lang.expression import Expression
from flowengine.lang.fault import EvaluationFault
from flowengine.lang.node_type import Context
from flowengine.lang.reading import calls, reads
from flowengine.lang.template import Template
from flowengine.messages import Json
from flowengine.testbench.bench import Bench
from flowengine.testbench.case import Case
from flowengine.testbench.runner import run_case

MOST_VALUES = 5  # of one case: a step may be entered again and again
LONGEST_S = 0.5  # after so long no further case is tried
MOST_SHOWN = 2000  # characters of one value


class Value(Struct, frozen=True, omit_defaults=True):
    """What came out, or why nothing did."""

    value: Any = None
    problem: str = ""


class Preview(Struct, frozen=True, omit_defaults=True):
    """What one case gives, in the order of its visits; no `case`: none of them comes
    there. `of`: how many were there to ask."""

    file: str = ""
    case: str = ""
    example: str = ""
    values: list[Value] = []
    of: int = 0


def preview(
    bench: Bench, home: str, cases: list[Case], at: tuple[str, str, str], source: Expression | Template
) -> Preview:
    """The first of the cases that comes to the step; `at`: environment, flow and node."""
    node = _node(bench, at)
    if node is None:
        return Preview(of=len(cases))
    began = perf_counter()
    for case in cases:
        values: list[Value] = []
        with watched(node, partial(look, source, values)):
            run_case(bench, case, home)
        if values:
            return Preview(case.file, case.name, case.example, values, len(cases))
        if perf_counter() - began > LONGEST_S:
            break
    return Preview(of=len(cases))


def _node(bench: Bench, at: tuple[str, str, str]) -> CompiledNode | None:
    environment, flow, node = at
    if environment not in bench.releases:
        return None
    found = bench.releases[environment][1].flows.get(flow)
    return found.nodes.get(node) if found is not None else None


@contextmanager
def watched(node: CompiledNode, take: Callable[[StepContext], None]) -> Iterator[None]:
    """The step as it is, with somebody who looks on each time that it is entered."""
    run = node.run

    def run_and_tell(ctx: Context) -> Any:
        if isinstance(ctx, StepContext):
            take(ctx)
        return run(ctx)

    node.run = run_and_tell
    try:
        yield
    finally:
        node.run = run


def look(source: Expression | Template, values: list[Value], ctx: StepContext) -> None:
    """Add what the source gives now; the step is left as if nobody had looked."""
    if len(values) < MOST_VALUES:
        values.append(_value(source, ctx))


def _value(source: Expression | Template, ctx: StepContext) -> Value:
    facts = len(ctx.facts)
    names = set(ctx.scope)
    try:
        ctx.look(looks_of(reads(source), calls(source)))
        found: Json = source.evaluate(ctx.scope) if isinstance(source, Expression) else source.render(ctx.scope)
    except EvaluationFault as fault:
        return Value(problem=fault.message)
    finally:
        del ctx.facts[facts:]  # looking on leaves no trace
        for name in set(ctx.scope) - names:
            del ctx.scope[name]
    return Value(_short(found))


def _short(value: Json) -> Json:
    return value[:MOST_SHOWN] + "…" if isinstance(value, str) and len(value) > MOST_SHOWN else value
