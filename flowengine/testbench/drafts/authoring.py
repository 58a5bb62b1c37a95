"""A warm process beside the server for who writes a flow: what is wrong with it, what may be written, what it gives.

One JSON request a line in, one JSON reply a line out. A tenant's documents come once (`tree`), and again when its
`stamp` is another; a request of a stamp that this process does not have is answered with `{"unknown": true}`.
"""

import sys
from collections import OrderedDict
from datetime import UTC, datetime
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from flowengine.errors import Finding, NotFound
from flowengine.interpreter.program import Release
from flowengine.lang.check.check import check_document
from flowengine.lang.check.names import Names, names_of
from flowengine.lang.check.world import World, world_of
from flowengine.lang.diff.files import changed_files
from flowengine.lang.document import FlowLoader
from flowengine.lang.expression import Expression, parse_expression
from flowengine.lang.fault import ExpressionInvalid, TemplateInvalid
from flowengine.lang.fix.fixes import with_fixes
from flowengine.lang.merge.choice import Whose, together
from flowengine.lang.merge.merge import merge
from flowengine.lang.offer import offered
from flowengine.lang.template import Template, parse_template
from flowengine.messages import Json
from flowengine.testbench.case import Case
from flowengine.testbench.drafts.preview import Preview, preview
from flowengine.testbench.lines import replies, write
from flowengine.testbench.runner import compiler, suite_of
from flowengine.testbench.tree import given_by_name

KEPT = 4  # tenants


class Asked(Struct, frozen=True, forbid_unknown_fields=True):
    """What a source gives at a step; by `case`, else by the first that comes there."""

    node: str
    kind: Literal["expression", "template"]
    source: str
    file: str = ""
    case: str = ""
    example: str = ""


class Sides(Struct, frozen=True, forbid_unknown_fields=True):
    """What the document began as and what somebody else made of it, with the layouts of all three (base, the document,
    theirs), and whose is taken where."""

    base: dict[str, Any]
    theirs: dict[str, Any]
    layouts: tuple[Any, Any, Any]
    choices: dict[str, Whose]


class Request(Struct, frozen=True, forbid_unknown_fields=True):
    """`flow` is the name of `document` in `environment`; `contents`: two of the environment, to be compared."""

    tenant: str
    stamp: int
    environment: str
    flow: str = ""
    document: Any = None
    tree: dict[str, Any] | None = None
    asked: Asked | None = None
    sides: Sides | None = None
    only_names: bool = False
    contents: tuple[dict[str, Any], dict[str, Any]] | None = None


class Reply(Struct, frozen=True, omit_defaults=True):
    """`answer` is what was asked for."""

    answer: Any = None
    unknown: bool = False
    error: str = ""


class Tenant:
    """One tenant's documents as they were sent, and what was made of them so far."""

    def __init__(self, stamp: int, tree: dict[str, Any], loader: FlowLoader) -> None:
        self.stamp = stamp
        self.tree = tree
        self._loader = loader
        self._folders: dict[str, Any] = {
            name: {
                "environment": found["environment"],
                "flows": {key: of["flow"] for key, of in found["flows"].items()},
            }
            for name, found in tree["environments"].items()
        }
        self._world: World | None = None
        self._names: dict[str, Names] = {}

    def names(self, environment: str) -> Names | None:
        """What may be named from an environment; None if there is no such."""
        if environment not in self._folders:
            return None
        if environment not in self._names:
            tenant, palette = self.tree["tenant"], self._loader.palette
            if self._world is None:
                self._world = world_of(tenant, self._folders, palette)
            self._names[environment] = names_of(environment, tenant, self._folders, palette, self._world)
        return replace(self._names[environment], day=datetime.now(UTC).date().isoformat())

    def columns(self, environment: str) -> dict[str, set[str]]:
        """Table -> the columns of its rows, of the tables that an environment sees."""
        found: dict[str, set[str]] = {}
        for name in ("front_door", environment):
            tables = self._folders.get(name, {}).get("environment", {}).get("tables", {})
            for key, table in tables.items() if isinstance(tables, dict) else ():
                rows = table.get("rows", []) if isinstance(table, dict) else []
                found[key] = {column for row in rows[:100] if isinstance(row, dict) for column in row}
        return found

    def releases(self, environment: str, flow: str, document: Json) -> dict[str, Release]:
        """The drafts as releases, the document in its place. An environment without flows has none."""
        folders = dict(self._folders)
        own = folders.get(environment, {"environment": {"format": 1}, "flows": {}})
        folders[environment] = {**own, "flows": {**own["flows"], flow: document}}
        return {name: Release(of["environment"], dict(of["flows"])) for name, of in folders.items() if of["flows"]}


class Authoring:
    """Answers requests; keeps the tenants that were asked about last."""

    def __init__(self) -> None:
        self._loader = compiler().loader
        self._tenants: OrderedDict[str, Tenant] = OrderedDict()

    def answer(self, request: Request) -> Reply:
        if request.contents is not None:
            return Reply(changed_files(request.environment, *request.contents))
        tenant = self._tenant(request)
        if tenant is None:
            return Reply(unknown=True)
        if request.only_names:
            return Reply(self._offered(tenant, request.environment))
        if request.asked is not None:
            return Reply(self._value(tenant, request, request.asked))
        if request.sides is not None:
            return Reply(_together(request.document, request.sides))
        return Reply(self._findings(tenant, request))

    def _tenant(self, request: Request) -> Tenant | None:
        if request.tree is not None:
            self._tenants[request.tenant] = Tenant(request.stamp, request.tree, self._loader)
            if len(self._tenants) > KEPT:
                self._tenants.popitem(last=False)
        found = self._tenants.get(request.tenant)
        if found is None or found.stamp != request.stamp:
            return None
        self._tenants.move_to_end(request.tenant)
        return found

    def _offered(self, tenant: Tenant, environment: str) -> dict[str, Json]:
        names = tenant.names(environment)
        if names is None:
            raise NotFound(f"There is no environment “{environment}”.")
        return offered(names, tenant.columns(environment))

    def _findings(self, tenant: Tenant, request: Request) -> list[Finding]:
        document, palette = request.document, self._loader.palette
        names = tenant.names(request.environment)
        if names is None:  # only the document itself is checked
            return with_fixes(self._loader.findings(document), document, Names(""), palette)
        names = replace(names, flow=request.flow)
        return with_fixes(check_document(self._loader, document, names), document, names, palette)

    def _value(self, tenant: Tenant, request: Request, asked: Asked) -> Any:
        try:
            source: Expression | Template = (
                parse_expression(asked.source) if asked.kind == "expression" else parse_template(asked.source)
            )
        except (ExpressionInvalid, TemplateInvalid) as fault:
            return {"invalid": fault.message, "hint": fault.hint, "position": fault.position}
        parts = tenant.tree["environments"].get(request.environment, {}).get("flows", {}).get(request.flow, {})
        releases = tenant.releases(request.environment, request.flow, request.document)
        given = {**given_by_name(tenant.tree["environments"], request.environment), **parts.get("given", {})}
        cases: list[Case] = []
        for file, document in parts.get("cases", {}).items():
            suite = suite_of(tenant.tree["tenant"], releases, request.environment, (file, document, given))
            if suite.bench is None:
                return {"unready": suite.findings[0].message if suite.findings else ""}
            cases += [case for case in suite.cases if not case.skip]
        chosen = (
            [case for case in cases if (case.file, case.name, case.example) == _key(asked)] if asked.case else cases
        )
        if not chosen:
            return Preview()
        at = (request.environment, request.flow, asked.node)
        bench = compiler().bench(tenant.tree["tenant"], releases)
        return preview(bench, request.environment, chosen, at, source)


def _together(mine: Json, sides: Sides) -> dict[str, Any]:
    """The flow as chosen so far, and its layout, of which nobody needs to choose."""
    found = together(sides.base, mine, sides.theirs, sides.choices)
    layout = merge(*sides.layouts).document
    return {"flow": found.document, "layout": layout, "rows": found.rows, "open": found.open}


def _key(asked: Asked) -> tuple[str, str, str]:
    return asked.file, asked.case, asked.example


def _refusal(why: str) -> Reply:
    return Reply(error=why)


if __name__ == "__main__":
    write(sys.stdout, replies(sys.stdin, Request, Authoring().answer, _refusal))
