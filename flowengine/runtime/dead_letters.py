"""Dead letters: events that failed alone are listed, done again after the fault is mended, or dropped."""

from typing import Literal, TypeAlias

from flowengine.errors import Conflict, EngineBug, NotFound
from flowengine.ledger.port import DeadRecord
from flowengine.runtime.log import Log, about
from flowengine.runtime.runtime import Runtime

Done: TypeAlias = Literal["done", "failed_again"]
_log = Log("dead_letters")


class DeadLetters:
    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime

    async def all(self) -> list[tuple[str, DeadRecord]]:
        """Of every tenant of the store, whoever serves it; the oldest of each first."""
        reads = self._runtime.ledger
        return [(tenant, letter) for tenant in sorted(await reads.tenants()) for letter in await reads.dead_of(tenant)]

    async def again(self, tenant: str, seq: int, event_id: str) -> Done:
        """Submit the event once more. Its letter goes when it is done, or when it failed again and has a new letter.

        Asked twice, or interrupted, it is done once: it has an id of its own. Raises RequestRefused when the event is
        refused now (its dialogue may be over): the letter stays, to be dropped.
        """
        letter = await self._letter(tenant, seq, event_id)
        if letter.event is None:
            raise Conflict("What the event said was erased: it cannot be done again.", hint="Drop the letter.")
        done: Done = "done"
        with about(tenant=tenant, dialogue=letter.dialogue):
            try:
                await self._runtime.submit(tenant, letter.event, f"again:{seq}:{event_id}")
            except EngineBug:
                done = "failed_again"
            await self._runtime.drop_dead(tenant, seq, event_id)
            _log.info("dead_letter_again", event_id=event_id, what=done)
        return done

    async def drop(self, tenant: str, seq: int, event_id: str) -> None:
        if not await self._runtime.drop_dead(tenant, seq, event_id):
            raise _none(tenant, seq)
        with about(tenant=tenant):
            _log.info("dead_letter_dropped", event_id=event_id)

    async def _letter(self, tenant: str, seq: int, event_id: str) -> DeadRecord:
        for letter in await self._runtime.ledger.dead_of(tenant):
            if (letter.seq, letter.event_id) == (seq, event_id):
                return letter
        raise _none(tenant, seq)


def _none(tenant: str, seq: int) -> NotFound:
    return NotFound(f"{tenant} has no dead letter {seq} of this event: somebody dealt with it. List them again.")
