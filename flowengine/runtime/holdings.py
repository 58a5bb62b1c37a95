"""The shards that this process owns: taken, served, let go in order, or dropped when another took them."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress

from flowengine.errors import FlowEngineError, LedgerError
from flowengine.ledger.port import Lease, Ledger
from flowengine.runtime.feed import SubscriberDropped
from flowengine.runtime.hooks import Hooks
from flowengine.runtime.log import Log
from flowengine.runtime.owner import Owner
from flowengine.runtime.ports import Ports

log = Log("ownership")


class Holding:
    """`told`: the tenants that `taken` was called with. `is_open`: the hook has returned, anybody may come."""

    def __init__(self, owner: Owner) -> None:
        self.owner = owner
        self.told: list[str] = []
        self.is_open = False
        self.serving: asyncio.Task[None] | None = None
        self.hangs: asyncio.Future[None] = asyncio.get_running_loop().create_future()


class Holdings:
    """INVARIANT: `taken` and `lost` of a tenant alternate, whatever happens in between
    (tests/runtime/test_holdings.py)."""

    def __init__(self, ledger: Ledger, ports: Ports, name: str, own: Callable[[Lease], Owner], hooks: Hooks) -> None:
        """`own` makes the owner of a shard that was claimed."""
        self._ledger, self._ports, self._name, self._own, self._hooks = ledger, ports, name, own, hooks
        self._held: dict[int, Holding] = {}
        self._busy: dict[int, asyncio.Lock] = {}  # a shard comes and goes one step at a time
        self._telling: dict[int, asyncio.Lock] = {}  # neither hook overtakes the other
        self.dropped: dict[int, FlowEngineError] = {}  # why a shard was lost or could not be taken; until it is taken
        self.on_drop: Callable[[int, FlowEngineError], None] = lambda shard, error: None

    def __contains__(self, shard: int) -> bool:
        return shard in self._held

    def __iter__(self) -> Iterator[int]:
        return iter(sorted(self._held))

    def owner(self, shard: int) -> Owner | None:
        holding = self._held.get(shard)
        return holding.owner if holding else None

    def is_open(self, shard: int) -> bool:
        holding = self._held.get(shard)
        return holding is not None and holding.is_open

    def knows(self, shard: int, tenants: int) -> bool:
        """Whether so many tenants of the shard were told of."""
        holding = self._held.get(shard)
        return holding is None or not holding.is_open or len(holding.told) >= tenants

    async def take(self, shard: int) -> None:
        """Own the shard. Raises LedgerError (Busy too) or what a core or the hook raised, having given it back."""
        async with self._busy.setdefault(shard, asyncio.Lock()):
            if shard in self._held:
                return
            lease = await self._ledger.claim(shard, self._name, self._ports.clock.now_ms())
            owner = self._own(lease)
            try:
                await owner.recover()
            except Exception:
                with suppress(LedgerError):  # the first failure is the one to tell
                    await self._ledger.release(owner.shard.lease)
                raise
            holding = self._held[shard] = Holding(owner)
            name = f"owner of shard {shard} at {self._name}"
            holding.serving = asyncio.create_task(self._serve(shard, holding), name=name)
            try:
                await self._tell(shard, holding)
            except Exception:
                await self._let_go(shard, "it could not be taken up")
                raise
            self.dropped.pop(shard, None)
            holding.is_open = True
            self._ports.node.claims += 1
            log.info("shard_claimed", shard=shard, epoch=lease.epoch, tenants=len(holding.told))

    async def welcome(self, shard: int) -> None:
        """Tell of tenants that were added to the shard, here or from elsewhere."""
        async with self._busy.setdefault(shard, asyncio.Lock()):
            holding = self._held.get(shard)
            if holding is not None:
                await holding.owner.load_again()
                await self._tell(shard, holding)

    def fence(self, shard: int) -> None:
        """Another owner has been seen: what is in memory is out of date."""
        holding = self._held.get(shard)
        if holding is not None:
            holding.is_open = False
            holding.owner.fence()

    async def give_back(self, shard: int, epoch: int) -> None:
        """The lock of a shard that is not served here. Raises LedgerError."""
        async with self._busy.setdefault(shard, asyncio.Lock()):
            if shard not in self._held:
                await self._ledger.release(Lease(shard, epoch, 0, 0))

    async def let_go(self, shard: int, why: str) -> None:
        """Finish what was taken, give the shard back, tell. A store that fails now cannot hold us."""
        async with self._busy.setdefault(shard, asyncio.Lock()):
            await self._let_go(shard, why)

    async def let_all_go(self, why: str) -> None:
        """The same with every shard; what could not be served is not ours to serve any more."""
        await asyncio.gather(*(self.let_go(shard, why) for shard in self))
        self.dropped.clear()

    async def _let_go(self, shard: int, why: str) -> None:
        holding = self._held.get(shard)
        if holding is None or holding.serving is None:
            return
        holding.is_open = False
        holding.owner.stop()
        await holding.serving
        if self._held.get(shard) is not holding:
            return  # it was lost meanwhile, and that was told
        try:
            await self._ledger.release(holding.owner.shard.lease)
        except LedgerError as error:
            log.warning("shard_not_released", shard=shard, error=type(error).__name__)
        self._ports.node.released += 1
        log.info("shard_released", shard=shard, why=why)
        await self._part(shard, holding, why)

    def put_out(self, shard: int) -> None:
        """Its loop hangs: give the shard to whoever can serve it. What the loop still does is fenced by the next."""
        holding = self._held.get(shard)
        if holding is not None and not holding.hangs.done():
            holding.is_open = False
            holding.hangs.set_result(None)

    async def _serve(self, shard: int, holding: Holding) -> None:
        loop = asyncio.create_task(holding.owner.run(), name=f"loop of shard {shard} at {self._name}")
        await asyncio.wait({loop, holding.hangs}, return_when=asyncio.FIRST_COMPLETED)
        if not loop.done():
            loop.cancel()
            holding.owner.abandon()
            with suppress(LedgerError):  # whoever takes it finds an owner that is silent
                await self._ledger.release(holding.owner.shard.lease)
        failure = holding.owner.failure
        if failure is not None:
            self._ports.node.lost += 1
            log.warning("shard_lost", shard=shard, error=type(failure).__name__)
            self.dropped[shard] = failure
            self.on_drop(shard, failure)
            await self._part(shard, holding, str(failure))

    async def _part(self, shard: int, holding: Holding, why: str) -> None:
        self._held.pop(shard, None)
        holding.is_open = False
        gone = SubscriberDropped(
            "The tenant moves to another server.", hint="Connect again in a moment.", code="stopping"
        )
        async with self._telling.setdefault(shard, asyncio.Lock()):
            for tenant in holding.told:
                holding.owner.shard.feeds.drop(tenant, gone)
                holding.owner.shard.outbox.drop(tenant, gone)
            if holding.told:
                try:
                    await self._hooks.lost(holding.told, why)
                except Exception as error:  # noqa: BLE001  # whoever is told late must not keep the shard from leaving
                    self._ports.alarm("Somebody could not be told that tenants left.", error)

    async def _tell(self, shard: int, holding: Holding) -> None:
        """Tell of tenants that nobody was told of."""
        async with self._telling.setdefault(shard, asyncio.Lock()):
            memory = holding.owner.shard.memory
            fresh = sorted(set(memory.tenants) - set(holding.told)) if memory else []
            holding.told = sorted([*holding.told, *fresh])
            if fresh:
                await self._hooks.taken(fresh)
