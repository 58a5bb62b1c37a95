"""What outlives the call: a promise to call back, a message that was left, a note about the caller."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from flowengine.interpreter.effect import Deliver, Remember
from flowengine.interpreter.state import Callback
from flowengine.lang.fault import EvaluationFault
from flowengine.lang.node_type import Note
from flowengine.messages import Json

if TYPE_CHECKING:  # part of the context, kept in a file of their own
    from flowengine.interpreter.context import StepContext

MAX_NOTE_BYTES = 4 * 1024


def promise(ctx: StepContext, number: str, attempts: int, gap_s: float) -> None:
    """The number becomes content, to which the state refers."""
    content = ctx.keep("caller", {"number": number})
    ctx.after.callback = Callback(content, attempts, gap_s)
    ctx.facts.append(("promised", _key(ctx), content))


def deliver(ctx: StepContext, contact_center: str, message: Mapping[str, Json]) -> None:
    """The switchboard makes the dialogue, once this step is done, and says so in the trace."""
    ctx.effects.append(Deliver(contact_center, dict(message)))


def remember(ctx: StepContext, note: Note) -> None:
    """Into the tenant's record, and into what this dialogue knows of its own caller."""
    if ctx.reads_sensitive():
        raise EvaluationFault("a sensitive value is not remembered")
    if len(msgspec.json.encode(note)) > MAX_NOTE_BYTES:
        raise EvaluationFault("what is remembered of one caller would take more than 4 KiB")
    if not note.number:
        ctx.explain("the caller has no number by which to be known again, so nothing is kept")
        return
    ctx.effects.append(Remember(note))
    ctx.facts.append(("remembered", _key(ctx), sorted(note.attributes)))
    if note.number == ctx.after.caller.number:
        known = ctx.after.caller
        ctx.after.caller = replace(
            known,
            known=True,
            name=note.name or known.name,
            language=note.language or known.language,
            attributes={**known.attributes, **note.attributes},
        )
        ctx.scope.pop("caller", None)


def news(ctx: StepContext, what: str, value: int, gap_s: float) -> bool:
    """Numbers that rise would be a promise broken, and told too often they only annoy."""
    told, at_ms = ctx.after.told.get(what, (value, ctx.now_ms - round(gap_s * 1000)))
    if value > told or ctx.now_ms - at_ms < gap_s * 1000:
        return False
    ctx.after.told = {**ctx.after.told, what: (value, ctx.now_ms)}
    return True


def _key(ctx: StepContext) -> str:
    return ctx.node.key if ctx.node else ""
