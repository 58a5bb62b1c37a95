"""remember: keep what is known of a caller for the next time that this number calls."""

from typing import Annotated

from msgspec import Meta, field

from flowengine.lang.expression import Expression
from flowengine.lang.fault import EvaluationFault
from flowengine.lang.node_config import Name, NodeConfig
from flowengine.lang.node_type import Context, NodeType, Note, Step
from flowengine.lang.telephone import number_of
from flowengine.lang.template import Template, parse_template


class Remember(NodeConfig, frozen=True, tag="remember", forbid_unknown_fields=True):
    attributes: Annotated[
        dict[Name, Expression], Meta(max_length=20, description="Read as caller.attributes at the next call")
    ] = field(default_factory=dict)
    key: Annotated[Template, Meta(description="Whose record: a number")] = field(
        default_factory=lambda: parse_template("{{ caller.number }}")
    )
    keep_days: Annotated[int, Meta(ge=1, le=3650, description="Days until it is forgotten, counted anew each time")] = (
        365
    )
    name: Annotated[Expression | None, Meta(description="Read as caller.name at the next call")] = None
    language: Annotated[Expression | None, Meta(description="In which the next call is answered")] = None


def enter(config: Remember, ctx: Context) -> Step:
    attributes = {name: value.evaluate(ctx.scope) for name, value in config.attributes.items()}
    number = number_of(config.key.render(ctx.scope))
    name, language = _text(config.name, ctx), _text(config.language, ctx)
    ctx.remember(Note(number, attributes, config.keep_days, name, language))
    return "done"


def _text(expression: Expression | None, ctx: Context) -> str:
    found = "" if expression is None else expression.evaluate(ctx.scope)
    if found is not None and not isinstance(found, str):
        raise EvaluationFault("a name or language that is remembered is a text")
    return (found or "")[:200]


NODE = NodeType(
    name="remember",
    config=Remember,
    outcomes=("done",),
    enter=enter,
    title="Remember the caller",
    purpose="Keep what is known of the caller for the next call. Nothing sensitive is kept, nothing without a number.",
    group="Data",
    icon="remember",
    shows=("attributes", "key", "name", "language"),
    without_caller=True,
    summary=("attributes", "keep_days"),
    example={"type": "remember", "attributes": {"topic": "attributes.topic"}, "keep_days": 90},
)
