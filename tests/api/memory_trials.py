"""A port of trials that keeps what was asked of it."""

from typing import Any

from flowengine.api.services import Place
from flowengine.testbench.trial.walk import Walk
from tests.api.memory import MemoryEditor


class MemoryTrials:
    def __init__(self, editor: MemoryEditor) -> None:
        self._editor = editor
        self.walks: list[tuple[Place, Any, Walk]] = []

    async def walk(self, place: Place, draft: Any, walk: Walk) -> dict[str, Any]:
        self._editor.read_flow(place)
        self.walks.append((place, draft, walk))
        return {"status": "in_flow", "steps": walk.steps}

    async def case(self, place: Place, draft: Any, walk: Walk) -> dict[str, Any]:
        await self.walk(place, draft, walk)
        return {"start": {"flow": place.flow}, "case": {"steps": walk.steps}}
