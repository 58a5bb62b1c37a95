"""lookup: find a row of a table by its key, and keep it."""

from typing import Annotated

from msgspec import Meta

from flowengine.lang.expression import Expression
from flowengine.lang.node_config import NodeConfig, TableName, Target
from flowengine.lang.node_type import Context, NodeType, Step


class Lookup(NodeConfig, frozen=True, tag="lookup", forbid_unknown_fields=True):
    table: Annotated[TableName, Meta(description="A table here or in the tenant's environment")]
    key: Annotated[Expression, Meta(description="The key of the row, a text or a whole number")]
    into: Target


def enter(config: Lookup, ctx: Context) -> Step:
    row = ctx.lookup(config.table, config.key.evaluate(ctx.scope))
    if row is None:
        return "not_found"
    ctx.assign(config.into, row)
    return "found"


NODE = NodeType(
    name="lookup",
    config=Lookup,
    outcomes=("found", "not_found"),
    enter=enter,
    title="Look up",
    purpose="Find a row of a table by its key, and keep it in a variable; without such a row nothing is set.",
    group="Data",
    icon="lookup",
    without_caller=True,
    sets_by=("found",),
    gives={"into": "object"},
    summary=("table", "into"),
    example={"type": "lookup", "table": "branches", "key": "vars.postcode", "into": "vars.branch"},
)
