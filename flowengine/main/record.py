"""Turns a stored dialogue into a case, through the test bench."""

from typing import Any

from flowengine.errors import NotFound
from flowengine.main.exchange import Exchange
from flowengine.main.look import Look
from flowengine.messages import Json
from flowengine.testbench.from_trace import case_from_trace


class Record:
    """Reads trace and content of a dialogue; the case replays it."""

    def __init__(self, exchange: Exchange, look: Look) -> None:
        self._exchange = exchange
        self._look = look

    async def case_of(self, tenant: str, dialogue: str) -> Json:
        """Raises NotFound for a dialogue of nobody, or one whose content was erased."""
        rows = await self._look.trace(tenant, dialogue)
        shown = await self._look.dialogue(tenant, dialogue)
        if rows is None or shown is None:
            raise NotFound("There is no such dialogue.")
        contents = await self._look.contents(tenant, dialogue)
        library = self._exchange.board(tenant).library
        entered = [fact for row in rows for fact in row["facts"] if fact[0] == "entered"]
        releases = {(environment, flow): number for _, environment, number, flow in entered}

        def config_of(key: str) -> Any:
            """A node's config in the release that the dialogue ran on."""
            environment, _, rest = key.partition("/")
            name, _, node = rest.partition("/")
            flow = library.program(environment, releases.get((environment, name), 0)).flows.get(name)
            return flow.nodes[node].config if flow is not None and node in flow.nodes else None

        return case_from_trace([(row["at_ms"], row["facts"]) for row in rows], contents, config_of)
