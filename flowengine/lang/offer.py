"""Offer: what may be written into a flow, as data for whoever completes it: names with types, functions, filters."""

from collections.abc import Iterable, Mapping
from typing import Any

from flowengine.lang.check.names import Names
from flowengine.lang.check.scope import OPEN, PARTS
from flowengine.lang.filters import FILTERS, TESTS
from flowengine.lang.functions import FUNCTIONS, Function
from flowengine.lang.kinds.kind import ANY, Kinds
from flowengine.lang.kinds.scope import kinds_in
from flowengine.messages import Json

WORDS = ("and", "or", "not", "in", "if", "else", "true", "false", "none")
MOST_OF_A_KIND = 2000  # of a tenant's names: nobody looks through more


def offered(names: Names, columns: Mapping[str, Iterable[str]]) -> dict[str, Json]:
    """`columns`: table -> the columns of its rows. Variables are not among it: they stand in the flow itself."""
    return {
        "words": list(WORDS),
        "names": [{"name": name, "type": kind} for name, kind in _readable(names)],
        "functions": [_shown(one) for one in FUNCTIONS.values()],
        "filters": [_shown(one) for one in FILTERS.values()],
        "tests": list(TESTS),
        "flows": [
            {
                "name": name,
                "kind": flow.kind,
                "here": flow.environment == names.environment,
                "inputs": sorted(flow.inputs),
                "outputs": sorted(flow.outputs),
                "exits": list(flow.exits),
            }
            for name, flow in sorted(names.flows.items())[:MOST_OF_A_KIND]
        ],
        "contact_centers": {
            name: sorted(skills) for name, skills in sorted(names.contact_centers.items())[:MOST_OF_A_KIND]
        },
        "schedules": sorted(names.schedules)[:MOST_OF_A_KIND],
        "prompts": sorted(names.prompts)[:MOST_OF_A_KIND],
        "tables": {name: sorted(columns.get(name, ())) for name in sorted(names.tables)[:MOST_OF_A_KIND]},
        "languages": list(names.languages),
    }


def _readable(names: Names) -> Iterable[tuple[str, str]]:
    """Every dotted name that has a value, but for variables."""
    kind_of = kinds_in({}, names.attributes)
    parts: Mapping[str, Iterable[str]] = {
        **PARTS, "attributes": names.attributes, "switches": names.switches, "bindings": names.bindings,
    }  # fmt: skip  # one table
    for root in (*PARTS, *sorted(OPEN - {"vars"})):
        for part in sorted(parts.get(root, ())):
            yield f"{root}.{part}", _words(kind_of((root, part)))
    yield "now", _words(kind_of(("now",)))


def _words(kinds: Kinds) -> str:
    """A type as the table of functions writes it."""
    return "any" if kinds == ANY else " or ".join(sorted(kinds))


def _shown(row: Function) -> dict[str, Any]:
    return {"name": row.name, "usage": row.usage, "returns": row.returns, "doc": row.doc, "example": row.example}
