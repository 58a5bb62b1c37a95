"""Turns a stored dialogue into a case, through the test bench."""

from flowengine.errors import NotFound
from flowengine.main.look import Look
from flowengine.messages import Json
from flowengine.testbench.from_trace import case_from_trace


class Record:
    """Reads trace and content of a dialogue; the case replays it."""

    def __init__(self, look: Look) -> None:
        self._look = look

    async def case_of(self, tenant: str, dialogue: str) -> Json:
        """Raises NotFound for a dialogue of nobody, or one whose content was erased."""
        rows = await self._look.trace(tenant, dialogue)
        if rows is None:
            raise NotFound("There is no such dialogue.")
        contents = await self._look.contents(tenant, dialogue)
        return case_from_trace([(row["at_ms"], row["facts"]) for row in rows], contents)
