"""Dead letters in memory, for the API's tests."""

from flowengine.errors import NotFound
from flowengine.ledger.port import DeadRecord
from flowengine.messages import KeyPressed
from flowengine.runtime.dead_letters import DeadLetters, Done


class MemoryDead(DeadLetters):
    def __init__(self, tenant: str) -> None:
        event = KeyPressed(dialogue="d", key="4711")
        self.letters = {
            (tenant, n): DeadRecord(n, f"e{n}", 5, "KeyPressed", "KeyError at menu.py:7", kept, "d")
            for n, kept in ((1, event), (2, None))
        }

    async def all(self) -> list[tuple[str, DeadRecord]]:
        return [(tenant, letter) for (tenant, _), letter in self.letters.items()]

    async def again(self, tenant: str, seq: int, event_id: str) -> Done:
        await self.drop(tenant, seq, event_id)
        return "done"

    async def drop(self, tenant: str, seq: int, event_id: str) -> None:
        found = self.letters.get((tenant, seq))
        if found is None or found.event_id != event_id:
            raise NotFound("Somebody dealt with it.")
        del self.letters[tenant, seq]
