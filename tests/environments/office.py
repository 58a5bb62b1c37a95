"""A tenant with two environments behind a real runtime on a real SQLite file, and an editor in front of it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from flowengine.environments.editor import Editor
from flowengine.environments.names import names_for
from flowengine.environments.place import Elsewhere
from flowengine.environments.releases import Releases
from flowengine.environments.seed import first_documents
from flowengine.environments.stock import Stock
from flowengine.environments.tree import flows_of
from flowengine.errors import Finding
from flowengine.lang.check.check import check_document
from flowengine.lang.diff.files import changed_files
from flowengine.lang.document import FlowLoader
from flowengine.ledger.sqlite import SqliteLedger
from flowengine.main.core import CoreFactory
from flowengine.main.exchange import Exchange
from flowengine.messages import Json
from flowengine.nodes.palette import PALETTE
from flowengine.runtime.runtime import Runtime
from flowengine.runtime.system import system_ports
from flowengine.switchboard.programs import Programs
from flowengine.switchboard.switchboard import Switchboard

TENANT = "emea-office"
AT_MS = 1_772_445_600_000  # 2 March 2026
LOADER = FlowLoader(PALETTE)


class Place(Struct, frozen=True):
    environment: str = "front_door"
    flow: str = "main"
    tenant: str = TENANT


class Posted(Struct, frozen=True):
    flow: Json | None = None
    cases: dict[str, Json] = {}


class Author(Struct, frozen=True):
    tenant: str = TENANT
    user: str = "edith"


def flow(words: str = "Hello.") -> dict[str, Json]:
    """A flow that says these words and asks for a key."""
    return {
        "format": 1,
        "title": "Main",
        "start": "hello",
        "nodes": {
            "hello": {"type": "menu", "prompt": words, "choices": {"1": {"label": "Yes"}}},
            "bye": {"type": "end", "prompt": "Goodbye."},
        },
        "wires": {"hello": {"1": "bye", "no_input": "bye", "no_match": "bye"}},
    }


TREE: dict[str, Any] = {
    "tenant": {
        "format": 1,
        "tenant": {
            "id": TENANT,
            "name": "Office",
            "region": "EMEA",
            "time_zone": "Europe/London",
            "languages": ["en"],
        },
        "contact_centers": {"desk": {"title": "Desk"}},
        "addresses": {"+442079460100": {"kind": "number", "link": {"front_door": "main"}}},
    },
    "environments": {
        "front_door": {
            "environment": {"format": 1, "entry": {"default": "main"}},
            "flows": {"main": {"flow": flow(), "cases": {"day.json": {"cases": {}}}, "given": {}}},
        },
    },
}


FAILURE = {"step": 2, "message": "“hears” does not hold."}
FAILED = {"file": "day.json", "case": "greets", "ok": False, "failure": FAILURE}


class Cases:
    """A runner with prepared results: what the gate does with them is what is tested here."""

    def __init__(self) -> None:
        self.results: list[dict[str, Any]] = []
        self.asked: list[tuple[str, str]] = []
        self.trees: list[Mapping[str, Any]] = []
        self.failing: set[str] = set()  # environments whose cases do not hold
        self.meanwhile: Callable[[], Awaitable[Any]] | None = None  # happens once, while the next cases run

    async def run(self, tree: Mapping[str, Any], environment: str, name: str) -> list[dict[str, Any]]:
        self.asked.append((environment, name))
        self.trees.append(tree)
        if self.meanwhile is not None:
            meanwhile, self.meanwhile = self.meanwhile, None
            await meanwhile()
        return [FAILED] if environment in self.failing else self.results

    async def tried(self, key: str, tree: Any, flow: tuple[str, str], posted: Any) -> dict[str, Any]:
        """The process judges the draft before it runs a case of it."""
        del key, tree, flow
        if posted.flow is not None:
            LOADER.load(posted.flow)
        return {"results": self.results}


class Checks:
    """What is found in the other process is found here."""

    async def findings(self, tenant: str, board: Switchboard, place: tuple[str, str], flow: Json) -> list[Finding]:
        del tenant
        names = names_for(LOADER, board, place[0], flows_of(board.library, place[0]))
        return check_document(LOADER, flow, replace(names, flow=place[1]))

    async def names(self, tenant: str, board: Switchboard, environment: str) -> dict[str, Json]:
        raise AssertionError("nobody asks for names here")

    async def value(
        self, tenant: str, board: Switchboard, place: tuple[str, str], flow: Json, asked: dict[str, Json]
    ) -> dict[str, Json]:
        raise AssertionError("nobody asks for values here")

    async def together(
        self, tenant: str, board: Switchboard, place: tuple[str, str], mine: Json, sides: dict[str, Json]
    ) -> dict[str, Json]:
        raise AssertionError("nobody brings anything together here")

    async def changed(
        self, environment: str, before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> list[dict[str, Json]]:
        return changed_files(environment, before, after)


class NoRecord:
    async def case_of(self, tenant: str, dialogue: str) -> Json:
        raise AssertionError("no dialogue is kept here")


class Office(Struct):
    editor: Editor
    stock: Stock
    releases: Releases
    exchange: Exchange
    cases: Cases


def lived(tmp_path: Path, life: Callable[[Office], Awaitable[None]]) -> None:
    """Run one test's life in an office of its own."""

    async def run() -> None:
        ledger = SqliteLedger.open(tmp_path / "ledger.sqlite")
        runtime = Runtime(ledger, system_ports(), CoreFactory(Programs(LOADER)))
        await runtime.start()
        try:
            await runtime.add_tenant(TENANT, "EMEA", list(first_documents(TREE, AT_MS)))
            exchange, cases = Exchange(runtime), Cases()
            editor, releases = (
                Editor(exchange, LOADER, cases, Checks(), NoRecord()),
                Releases(exchange, LOADER, Elsewhere(cases, Checks()), lambda: AT_MS),
            )
            stock = Stock(exchange, LOADER, lambda: AT_MS)
            await life(Office(editor, stock, releases, exchange, cases))
        finally:
            await runtime.stop()
            await ledger.close()

    asyncio.run(run())
