"""Small tenants with one fault each, and what exploring them comes to."""

from typing import Any

from flowengine.interpreter.program import Release
from flowengine.messages import Json
from flowengine.testbench.bench import Bench
from flowengine.testbench.explorer.explore import Account, Explorer
from flowengine.testbench.explorer.walk import Bound
from flowengine.testbench.runner import compiler
from flowengine.testbench.tree import assumed_tenant

MENU = {"type": "menu", "prompt": "Press 1.", "choices": {"1": {"label": "One"}}, "tries": 1}
BYE = {"type": "end", "prompt": "Goodbye."}
END = {"type": "end"}
SAY = {"type": "say", "prompt": "Hello."}
BOUND = Bound(seconds=30.0, depth=25, paths=400)


def flow(nodes: Json, wires: Json, **more: Any) -> dict[str, Json]:
    return {"format": 1, "title": "T", "start": next(iter(nodes)), "nodes": nodes, "wires": wires, **more}


def bench_of(flows: dict[str, dict[str, Json]], environment: Json | None = None, tenant: Json | None = None) -> Bench:
    """A tenant with one contact center, `main`, in which these flows lie; the first is entered."""
    known = {"format": 1, "entry": {"default": next(iter(flows))}, **(environment or {})}
    return compiler().bench(tenant or assumed_tenant(flows), {"main": Release(known, dict(flows))})


def explored(bench: Bench, name: str, bound: Bound = BOUND) -> Account:
    return Explorer(bench).explore([("main", name)], bound)


def explored_flow(nodes: Json, wires: Json, **more: Any) -> tuple[Bench, Account]:
    """One flow, `f`."""
    bench = bench_of({"f": flow(nodes, wires, **more)})
    return bench, explored(bench, "f")


def finds(account: Account) -> list[tuple[str, str]]:
    return [(find.found.kind, find.found.place) for find in account.finds]


def missing(account: Account) -> list[str]:
    return [f"{lost.way[2]} by {lost.way[3]}" for lost in account.unreached]
