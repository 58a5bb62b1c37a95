"""What a flow reads from outside its dialogue: schedules, queues, places, tables; each look is traced."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from flowengine.interpreter.program import Program
from flowengine.interpreter.surroundings import Row
from flowengine.lang.fault import EvaluationFault
from flowengine.lang.named_prompt import NamedPrompt
from flowengine.lang.table import key_of
from flowengine.messages import Json

if TYPE_CHECKING:  # these readers are part of the context, kept in a file of their own
    from flowengine.interpreter.context import StepContext


def _schedule(ctx: StepContext, name: str) -> Json:
    zone = ctx.around.zone(ctx.after.contact_center)
    return next((state for program in ctx.programs() if (state := _state(ctx, program, name, zone))), "")


def _state(ctx: StepContext, program: Program, name: str, zone: str) -> str:
    schedule = program.environment.schedules.get(name)
    if schedule is None:
        return ""
    switch = schedule.emergency_switch
    emergency = bool(switch and ctx.around.switches(ctx.now_ms).get(switch))
    return schedule.state(ctx.now_ms, zone, emergency, ctx.around.exceptions(program.name, name))


def _contact_center(ctx: StepContext, name: str) -> Json:
    found = ctx.around.contact_center(name)
    if found is None or not found["hours"]:
        return None if found is None else {"enabled": found["enabled"], "open": True}
    state = _state(ctx, ctx.program(name), found["hours"], ctx.around.zone(name)) or "open"
    return {"enabled": found["enabled"], "open": state == "open"}


def _queue(ctx: StepContext, name: str) -> Json:
    return ctx.around.queue(name or ctx.after.contact_center, ctx.now_ms)


def _place(ctx: StepContext, name: str) -> Json:
    return ctx.around.place(ctx.state.id, ctx.now_ms)


READERS: Mapping[str, Callable[[StepContext, str], Json]] = MappingProxyType(
    {"schedule": _schedule, "contact_center": _contact_center, "queue": _queue, "place": _place}
)


def prompt_of(ctx: StepContext, name: str) -> NamedPrompt | None:
    """A prompt of this environment or of the tenant's own; a live one as it is stored now, if it can be said."""
    for program in ctx.programs():
        found = program.environment.prompts.get(name)
        if found is not None and found.live:
            version, today = ctx.around.prompt_today(program.name, name)
            ctx.facts.append(("observed", "live_prompt", name, version if today else 0))
            return today or found
        if found is not None:
            return found
    return None


def _table(ctx: StepContext, name: str) -> Mapping[str, Row] | None:
    program = next((program for program in ctx.programs() if name in program.tables), None)
    if program is None or not program.environment.tables[name].live:
        return program.tables[name] if program is not None else None
    version, today = ctx.around.table_today(program.name, name)
    ctx.facts.append(("observed", "live_table", name, version if today is not None else 0))
    return program.tables[name] if today is None else today


def row_of(ctx: StepContext, table: str, key: Json) -> Json:
    """The row of a table of this environment or of the tenant's own; the trace does not name the key."""
    index = _table(ctx, table)
    name = key_of(key)
    if index is None:
        raise EvaluationFault(f"there is no table “{table}”")
    if name is None:
        raise EvaluationFault("a row is looked up by a text or a whole number")
    row = index.get(name)
    ctx.facts.append(("observed", "table", table, row is not None))
    return row


class OutsideReads:
    """The functions of expressions that look outside: each look is traced."""

    def __init__(self, context: StepContext) -> None:
        self._context = context

    def queue(self, contact_center: str) -> Json:
        found = self._context.observe("queue", contact_center)
        if found is None:
            raise EvaluationFault(f"there is no contact center “{contact_center}”")
        return found

    def lookup(self, table: str, key: Json) -> Json:
        return self._context.lookup(table, key)
