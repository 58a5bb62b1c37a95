"""A node's part in its cell: it says that it lives, looks around, takes free shards and leaves what is too much."""

import asyncio
from collections.abc import Coroutine, Hashable
from contextlib import suppress

from msgspec.structs import replace

from flowengine.errors import Busy, Fenced, FlowEngineError, LedgerError
from flowengine.ledger.cell import DRAINING, UP, Cell, Node, ShardPlace
from flowengine.ledger.port import LEASE_MS
from flowengine.runtime.cell_map import CellMap
from flowengine.runtime.claims import Sight, died, duties
from flowengine.runtime.holdings import Holdings
from flowengine.runtime.log import Log
from flowengine.runtime.owner import Owner
from flowengine.runtime.ports import Ports
from flowengine.runtime.steady import SteadyClock
from flowengine.runtime.stillness import Stillness

POLL_MS = 100  # between two looks
ALONE_MS = 1_000  # the same where nobody else is
SOON_MS = 10  # after a hint
BEAT_MS = 1_000  # between two signs of life
REST_MS = 5_000  # a node that was fenced claims nothing for so long
SHUN_MS = 2_000  # a shard that was left is the others' first, for so long
AGAIN_MS = 1_000  # before a shard that could not be taken is tried again
WAKE_MS = 1_000  # a loop that rested for so long is asked whether it lives
AT_ONCE = 8  # shards that are taken
RESTING = "resting"

log = Log("ownership")


class Membership:
    """INVARIANT: what a node does about shards follows from looks at the store alone, never from what another node
    says; the store's lock and epoch decide (tests/runtime/test_membership.py)."""

    def __init__(self, cell: Cell, me: Node, holdings: Holdings, ports: Ports, known: CellMap) -> None:
        self._cell, self._me, self._holdings, self._ports, self._map = cell, me, holdings, ports, known
        self._wake = asyncio.Event()
        self._still = Stillness()
        self._moves: dict[int, asyncio.Task[None]] = {}
        self._few = asyncio.Semaphore(AT_ONCE)
        self._barred: dict[int, int] = {}  # shard -> until when we do not try to take it
        self._shunned: dict[int, int] = {}  # shard -> until when others come first
        self._clock = SteadyClock(ports.clock)
        self._rests_until_ms = self._patient_until_ms = self._beat_ms = 0
        self._one_by_one = asyncio.Lock()
        self._nap_ms = POLL_MS
        self._looking: asyncio.Task[None] | None = None
        self._is_draining = False
        self.is_away = False  # the store did not answer the last look
        self._looked_ms = 0  # when the last look began that came to an end, this or that way
        holdings.on_drop = self._note_drop
        cell.on_hint(self._note_hint)

    async def join(self) -> None:
        """Look once, take what is ours to take, go on looking. Raises LedgerError; a node that is alone in its cell
        raises whatever keeps it from serving a shard."""
        self._is_draining = False
        await self._beat()
        others = await self._round()
        await asyncio.gather(*self._moves.values())
        failures = list(self._holdings.dropped.values())
        if failures and not others:
            raise failures[0]
        if self._looking is None:
            self._looking = asyncio.create_task(self._look(), name=f"membership at {self._me.id}")

    async def drain(self) -> None:
        """Say so, claim nothing more, give every shard back."""
        self._is_draining = True
        with suppress(LedgerError):  # the others will find out
            await self._beat()
        await asyncio.gather(*self._moves.values())
        await self._holdings.let_all_go("The server is stopping.")

    async def leave(self) -> None:
        """After `drain`."""
        async with self._one_by_one:
            if self._looking is not None:
                self._looking.cancel()
                self._looking = None
        with suppress(LedgerError):  # the row of a node that is gone grows old
            await self._cell.leave(self._me.id)

    async def let_go(self, shard: int, why: str) -> None:
        """Leave the shard to the others; if there are none, it comes back."""
        self._shunned[shard] = self._now() + SHUN_MS
        await self._holdings.let_go(shard, why)

    def has_slept(self) -> bool:
        """Whether the process stood still, or its look hangs, so long that others may serve its shards by now."""
        return self._looking is not None and self._now() - self._looked_ms >= LEASE_MS

    # --- the loop -------------------------------------------------------------------------------------------------

    async def _look(self) -> None:
        while True:
            await self._nap()
            try:
                await self._round()
            except LedgerError as error:
                if not self.is_away:
                    log.warning("cell_not_seen", error=type(error).__name__)
                self.is_away = True
                self._looked_ms = self._now()
            except Exception as error:  # noqa: BLE001  # a loop that dies in silence would never take a shard again
                self._ports.alarm("A look at the cell failed in a way that is our fault.", error)

    async def _nap(self) -> None:
        """Until the next look is due, or a hint came; never so short that hints make us do nothing else."""
        await self._pause(SOON_MS, asyncio.Event())
        await self._pause(self._nap_ms - SOON_MS, self._wake)
        self._wake.clear()

    async def _pause(self, ms: int, woken: asyncio.Event) -> None:
        appointment = self._clock.call_at(self._now() + ms, woken.set)
        await woken.wait()
        appointment.cancel()

    async def _round(self) -> list[Node]:
        async with self._one_by_one:
            return await self._look_and_act()

    async def _look_and_act(self) -> list[Node]:
        now_ms = self._now()
        if now_ms - self._beat_ms >= BEAT_MS:
            await self._beat()
        nodes, shards = await self._cell.nodes(), await self._cell.shards()
        if self.is_away:
            self._patient_until_ms = now_ms + LEASE_MS
        self.is_away = False
        await self._map.show(nodes, shards)
        seen: dict[Hashable, Hashable] = {node.id: node.seen_ms for node in nodes}
        seen.update({place.shard: (place.owner, place.epoch, place.lease_until_ms, place.held) for place in shards})
        seen.update({("loop", shard): owner.progress for shard, owner in self._owners()})
        self._still.look(now_ms, seen)
        self._watch_loops()
        for place in shards:
            self._check(place)
        self._looked_ms = now_ms
        sight = self._sight(nodes, shards, now_ms)
        for node in died(sight):
            self._still.doubt(node)
        await self._act(sight)
        others = [node for node in nodes if node.id != self._me.id and node.silent_ms < LEASE_MS]
        all_ours = all(place.shard in self._holdings for place in shards)
        self._nap_ms = ALONE_MS if all_ours and not others else POLL_MS
        return others

    def _owners(self) -> list[tuple[int, Owner]]:
        found = ((shard, self._holdings.owner(shard)) for shard in self._holdings)
        return [(shard, owner) for shard, owner in found if owner is not None]

    def _watch_loops(self) -> None:
        """Our row says that this process lives; that each loop in it does, idle ones too, nobody else can see."""
        for shard, owner in self._owners():
            still_ms = self._still.ms(("loop", shard))
            if still_ms >= owner.patience_ms:
                self._holdings.put_out(shard)
            elif still_ms >= WAKE_MS:
                owner.wake()

    async def _beat(self) -> None:
        now_ms = self._now()
        state = DRAINING if self._is_draining else RESTING if now_ms < self._rests_until_ms else UP
        await self._cell.enter(replace(self._me, state=state, seen_ms=now_ms))
        self._beat_ms = now_ms

    def _sight(self, nodes: list[Node], shards: list[ShardPlace], now_ms: int) -> Sight:
        return Sight(
            me=self._me.id,
            nodes=nodes,
            shards=shards,
            still=self._still.ms,
            beats=self._still.changes,
            mine=frozenset(self._holdings) | frozenset(self._moves),
            shunned=frozenset(shard for shard, until_ms in self._shunned.items() if now_ms < until_ms),
            may_claim=not self._is_draining and now_ms >= self._rests_until_ms,
            patient=now_ms < self._patient_until_ms,
        )

    def _check(self, place: ShardPlace) -> None:
        """A shard of ours: is it still, who was added, what waits in its inbox."""
        shard, owner = place.shard, self._holdings.owner(place.shard)
        if owner is None:
            if place.held and place.owner != self._me.id:
                self._holdings.dropped.pop(shard, None)  # somebody serves it
            return
        lease = owner.shard.lease
        if place.epoch > lease.epoch:
            self._holdings.fence(shard)
        elif place.epoch == lease.epoch and not place.held:
            self._patient_until_ms = self._now() + LEASE_MS  # perhaps everybody's connections broke, not ours alone
            owner.retake()
        owner.look_in(place.in_seq)
        if shard not in self._moves and not self._holdings.knows(shard, place.tenants):
            self._move(shard, self._holdings.welcome(shard))

    async def _act(self, sight: Sight) -> None:
        now_ms, found = self._now(), duties(sight)
        for shard in found.evict:
            if await self._cell.evict(shard):
                log.warning("owner_evicted", shard=shard)
                self._wake.set()
        for place in sight.shards:
            if place.shard in found.give_back:
                self._move(place.shard, self._holdings.give_back(place.shard, place.epoch))
        for shard in found.claim:
            if now_ms >= self._barred.get(shard, 0):
                self._move(shard, self._holdings.take(shard))
        for shard in found.release:
            self._move(shard, self.let_go(shard, "The tenant moves to another server."))

    def _move(self, shard: int, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(self._moved(shard, work), name=f"move of shard {shard} at {self._me.id}")
        self._moves[shard] = task
        task.add_done_callback(lambda done: self._moves.pop(shard, None))

    async def _moved(self, shard: int, work: Coroutine[None, None, None]) -> None:
        async with self._few:
            try:
                await work
            except Busy:
                return  # somebody was quicker
            except Exception as error:  # noqa: BLE001  # whatever it is: the other shards are served
                self._barred[shard] = self._now() + AGAIN_MS
                if shard not in self._holdings.dropped:  # once
                    self._ports.alarm(f"The shard {shard} could not be taken or left; it is tried again.", error)
                unknown = LedgerError("A shard could not be taken.")
                self._holdings.dropped[shard] = error if isinstance(error, FlowEngineError) else unknown

    # --- what others tell -----------------------------------------------------------------------------------------

    def _note_hint(self, shard: int) -> None:
        owner = self._holdings.owner(shard)
        if owner is not None:
            owner.look_in()
        elif shard not in self._moves:
            self._wake.set()

    def _note_drop(self, shard: int, error: FlowEngineError) -> None:
        if isinstance(error, Fenced):
            self._rests_until_ms = self._now() + REST_MS
            self._beat_ms = 0  # the others are told at once
            self._wake.set()
        else:
            self._barred[shard] = self._now() + AGAIN_MS

    def _now(self) -> int:
        return self._clock.now_ms()
