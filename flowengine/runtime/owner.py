"""The loop of one shard's owner: mail and due timers in, batch after batch, and a sign of life while calls are on."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress

from flowengine.errors import Fenced, FlowEngineError, LedgerError, NotHere, Overloaded
from flowengine.ledger.port import LEASE_MS, StoreFull, StoreReadOnly
from flowengine.messages import TimerFired
from flowengine.runtime.batch import Shard
from flowengine.runtime.log import about
from flowengine.runtime.mailbox import Mail, Mailboxes
from flowengine.runtime.ports import Appointment
from flowengine.runtime.recovery import mail_of, resumptions

BATCH = 256
LEAST_APART = 16  # events; fewer go in one batch
HEARTBEAT_MS = 1_000
SWEEP_MS = 3_600_000
SEEN_FOR_MS = 48 * 3_600_000  # at least 24 h are promised
PAUSE_MS = 1_000  # before a store that failed is tried again without anybody asking

Job = Callable[[], Awaitable[None]]


class Owner:
    """One writer for the tenants of one shard; `run` is its only task."""

    def __init__(self, shard: Shard, batch: int = BATCH) -> None:
        self._batch = batch
        self.shard = shard
        self.failure: FlowEngineError | None = None  # why this owner has given up, if it has
        self._mail = Mailboxes(shard.meter)
        self._jobs: deque[tuple[Job, asyncio.Future[None]]] = deque()
        self._wake = asyncio.Event()
        self._appointment: Appointment | None = None
        self._pause_until_ms = 0
        self._swept_ms = 0
        self._stopping = False
        self._is_fenced = False
        self._is_failing = False  # the store, and that was told
        self._kept_ms = 0  # when it had last heard from us before it failed
        self._lost_lock = False
        self._inbox_hint = False
        self._inbox_seq = shard.lease.head  # the last inbox event that was taken
        self._inbox_told = 0  # the last number that we were told of
        self._turns = 0
        self._is_resting = False
        self._taken: list[Mail] = []  # whose answers this turn owes
        self._job: asyncio.Future[None] | None = None
        self._working = False
        self._is_split = False  # the batch before was one half of what waited
        self._waiting: list[asyncio.Future[None]] = []
        shard.on_landing = self._wake.set

    # --- what others may call -------------------------------------------------------------------------------------

    def put(self, mail: Mail) -> None:
        """Raises NotHere, Overloaded, or why this owner has given up."""
        if self._stopping:
            raise NotHere(mail.tenant)
        self._refuse_if_over()
        mail.at_ms = self.shard.ports.clock.now_ms()
        try:
            self._mail.put(mail)
        except Overloaded:
            self.shard.ports.node.shed += 1
            raise
        self._wake.set()

    async def do(self, work: Job) -> None:
        """Run `work` between two batches and wait for it; its exception is the caller's."""
        self._refuse_if_over()
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._jobs.append((work, done))
        self._wake.set()
        await done

    async def load_again(self) -> None:
        """Forget what is in memory; between two batches, like everything else."""

        async def reload() -> None:
            await self.shard.reload()

        await self.do(reload)

    @property
    def waiting(self) -> int:
        """Events in the mailboxes."""
        return len(self._mail)

    def oldest_ms(self, now_ms: int) -> int:
        """When the event was put in that waits longest; `now_ms` if none waits."""
        return self._mail.oldest_ms(now_ms)

    def look_in(self, number: int | None = None) -> None:
        """Something may have come into the inbox, up to this number."""
        if number is None or number > max(self._inbox_seq, self._inbox_told):
            self._inbox_told = number or self._inbox_told
            self._inbox_hint = True
            self._wake.set()

    def retake(self) -> None:
        """The shard's lock was lost with its connection, and nobody has taken it yet."""
        self._lost_lock = True
        self._wake.set()

    def fence(self) -> None:
        """The shard has another owner; find out now instead of at the next commit."""
        self._is_fenced = True
        self._wake.set()

    # --- whether the loop lives, asked by who can do something about it -----------------------------------------------

    @property
    def progress(self) -> tuple[int, int, int]:
        """Differs whenever the loop has come a step further."""
        return self._turns, self.shard.kept_ms, self.shard.pos

    @property
    def patience_ms(self) -> int:
        """For how long it may show no progress though the store answers. A rest ends when it is woken; a commit is
        tried again for a lease's time; what is loaded may be large."""
        if self.shard.memory is None:
            return 10 * LEASE_MS
        return LEASE_MS if self._is_resting else 3 * LEASE_MS

    def wake(self) -> None:
        """Come a step further, if you live."""
        self._wake.set()

    def abandon(self) -> None:
        """The loop hangs: whoever waits for it is told. It is stopped by who calls this."""
        hung = LedgerError(f"The owner of shard {self.shard.lease.shard} hung and was put out; send it again.")
        self.failure = hung
        self.shard.abandon(hung)
        for mail in self._taken:
            mail.fail(hung)
        if self._job is not None and not self._job.done():
            self._job.set_exception(hung)
        self._tell_all(hung, hung, "The owner of a shard hung and was put out.")

    def _refuse_if_over(self) -> None:
        if self.failure is not None:
            raise self.failure
        if self._stopping:
            raise LedgerError("Another server takes this over; send it again in a moment.")

    async def settled(self) -> None:
        """Return when no batch is under way: until the next await, memory and ledger say the same."""
        if self._working or self.shard.is_under_way:
            waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append(waiting)
            self._wake.set()
            await waiting

    def stop(self) -> None:
        """Take nothing new; `run` ends when everything that was taken is kept."""
        self._stopping = True
        self._wake.set()

    # --- the loop -------------------------------------------------------------------------------------------------

    async def recover(self) -> None:
        """Before `run`: load, tell the tenants that an owner is back, take what waited in the inbox."""
        memory = await self.shard.reload()
        now_ms = self.shard.ports.clock.now_ms()
        first = resumptions(memory, self.shard.lease, now_ms) + memory.inbox
        self.shard.ports.node.inbox += len(memory.inbox)
        for at in range(0, len(first), self._batch):
            await self.shard.work(first[at : at + self._batch])
        await self.shard.land()

    async def run(self) -> None:
        try:
            while not self._stopping or self._mail or self._jobs or self.shard.is_under_way:
                await self._turn()
            if self.shard.memory is not None:
                await self.shard.keep(self.shard.draft(), marks_alone=True)
        except Fenced as error:
            self.shard.ports.node.fenced += 1
            await self._give_up(error, "The shard has another owner; this process let it go.")
        except Exception as error:  # noqa: BLE001  # a loop that dies in silence would leave every caller hanging
            await self._give_up(error, "The owner of a shard stopped.")
        finally:
            if self._appointment is not None:
                self._appointment.cancel()

    async def _give_up(self, error: Exception, what: str) -> None:
        self.failure = error if isinstance(error, FlowEngineError) else LedgerError(what)
        await self.shard.give_up(self.failure)
        self.shard.memory = None
        self._tell_all(self.failure, error, what)

    def _tell_all(self, failure: FlowEngineError, error: Exception, what: str) -> None:
        while mails := self._mail.take(BATCH):
            for mail in mails:
                mail.fail(failure)
        while self._jobs:
            _, done = self._jobs.popleft()
            if not done.cancelled():
                done.set_exception(failure)
        self._let_readers_look()
        with about(shard=self.shard.lease.shard):
            self.shard.ports.alarm(what, error)

    async def _turn(self) -> None:
        self._wake.clear()
        self._turns += not self.shard.is_under_way  # a commit that hangs is no progress, however often one looks
        if self._is_fenced:
            raise Fenced(f"Shard {self.shard.lease.shard} has another owner.")
        if self.shard.is_to_land or self._jobs or self._waiting or self._lost_lock:
            await self._land()
        if self._lost_lock or self._inbox_hint:
            await self._patiently(self._see_to_the_store)
        mails = self._take()
        if mails or self._jobs:
            self._working, self._taken = True, mails
            try:
                await self._do_jobs()
                with self.shard.ports.traces.batch(self.shard.lease.shard, len(mails)):
                    await self._patiently(lambda: self.shard.work(mails))
            finally:
                self._working, self._taken = False, []
                if not self.shard.is_under_way:
                    self._let_readers_look()
            await asyncio.sleep(0)  # readers that waited for this run before the next batch begins
        elif self.shard.is_under_way:
            await self._wake.wait()
        elif not self._stopping:
            await self._patiently(self._rest)
            self._make_appointment()
            self._is_resting = True
            await self._wake.wait()
            self._is_resting = False

    async def _land(self) -> None:
        """Until nothing is under way; readers look at it."""
        self._working = True
        try:
            await self._patiently(self.shard.land)
        finally:
            self._working = False
            self._let_readers_look()
        await asyncio.sleep(0)

    async def _do_jobs(self) -> None:
        while self._jobs:
            work, done = self._jobs.popleft()
            if done.cancelled():  # whoever asked has gone
                continue
            self._job = done
            try:
                await work()
            except Exception as error:  # noqa: BLE001  # goes to whoever asked, not to the loop
                self.shard.memory = None
                if not done.cancelled():
                    done.set_exception(error)
            else:
                if not done.cancelled():
                    done.set_result(None)

    def _take(self) -> list[Mail]:
        now_ms = self.shard.ports.clock.now_ms()
        due: list[Mail] = []
        if self.shard.memory is not None and now_ms >= self._pause_until_ms and not self._stopping:
            # Timers are never turned away; where events wait too they get half of a batch.
            due = self.shard.memory.timers.take_due(now_ms, max(1, self._batch // 2) if self._mail else self._batch)
            for mail in due:
                if isinstance(mail.event, TimerFired):
                    self.shard.ports.node.timer_ms.add(mail.event.late_ms)
        waited = self._take_inbox(max(1, (self._batch - len(due)) // 2))
        room = self._batch - len(due) - len(waited)
        taken = self._mail.take(min(room, self._share()) if room == self._batch else room)
        if taken:
            self.shard.ports.node.mail_ms.add(now_ms - taken[0].at_ms)
        return due + waited + taken

    def _share(self) -> int:
        """Of what waits when nothing is under way, one half: the other is applied while that is committed.

        All of it where the commit takes this process's own time, or other shards use that time (decision 46)."""
        is_idle = self.shard.ledger.commits_elsewhere and not self.shard.ports.node.committing
        self._is_split = is_idle and not self._is_split
        return max(LEAST_APART, (len(self._mail) + 1) // 2) if self._is_split else len(self._mail)

    def _take_inbox(self, limit: int) -> list[Mail]:
        """What waits in the inbox, in its order: a batch ends the inbox up to a number.

        INVARIANT: it stands in memory alone, which a failure throws away whole and a load fills again, so that no row
        is passed over and none is ahead of another (tests/runtime/test_inbox.py).
        """
        inbox = self.shard.memory.inbox if self.shard.memory is not None else []
        taken = inbox[:limit]
        del inbox[:limit]
        if taken:
            self._inbox_seq = max(self._inbox_seq, taken[-1].inbox_seq)
            self.shard.ports.node.inbox += len(taken)
        return taken

    async def _see_to_the_store(self) -> None:
        """Do what was asked for between two batches. Raises LedgerError."""
        shard = self.shard
        if self._lost_lock:
            await shard.claim_anew()
            await shard.reload()
            self._lost_lock = False
        if self._inbox_hint and shard.memory is not None:
            self._inbox_hint = False
            inbox = shard.memory.inbox
            after = max(self._inbox_seq, inbox[-1].inbox_seq if inbox else 0)
            inbox.extend(mail_of(row) for row in await shard.ledger.inbox_of(shard.lease, after))

    async def _patiently(self, work: Job) -> None:
        """A store that fails is tried again after a pause, and whoever has the watch is called once; losing the shard
        is final."""
        try:
            await work()
            self._is_failing = self._is_failing and self.shard.kept_ms == self._kept_ms
        except Fenced:
            raise
        except LedgerError as error:
            self.shard.ports.node.store_failures += 1
            self.shard.ports.node.store_away = True
            self.shard.memory = None
            self._pause_until_ms = self.shard.ports.clock.now_ms() + PAUSE_MS
            if not self._is_failing:
                with about(shard=self.shard.lease.shard):
                    self.shard.ports.alarm("The ledger failed; it is tried again.", error)
            self._is_failing, self._kept_ms = True, self.shard.kept_ms
            if isinstance(error, (StoreFull, StoreReadOnly)):  # reading works on: who looks need not wait for room
                with suppress(LedgerError):
                    await self.shard.reload()

    async def _rest(self) -> None:
        """Nothing to do: load again what a failure threw away, or show the ledger that we live.

        We do so while a dialogue is on, so that a later owner can tell for how long nobody was there.
        """
        shard, now_ms = self.shard, self.shard.ports.clock.now_ms()
        if shard.memory is None:
            if now_ms >= self._pause_until_ms:
                await shard.reload()
        elif shard.memory.live and now_ms - shard.kept_ms >= HEARTBEAT_MS and now_ms >= self._pause_until_ms:
            await shard.ledger.renew(shard.lease, now_ms)
            shard.kept_ms = now_ms
        if now_ms - self._swept_ms >= SWEEP_MS:
            self._swept_ms = now_ms
            await shard.ledger.forget_seen(shard.lease, now_ms - SEEN_FOR_MS)

    def _make_appointment(self) -> None:
        if self._appointment is not None:
            self._appointment.cancel()
            self._appointment = None
        memory = self.shard.memory
        reasons = [self._pause_until_ms] if memory is None else []
        if memory is not None and (next_ms := memory.timers.next_ms()) is not None:
            reasons.append(next_ms)
        if memory is not None and memory.live:
            reasons.append(self.shard.kept_ms + HEARTBEAT_MS)
        if reasons:
            at_ms = max(min(reasons), self._pause_until_ms)
            self._appointment = self.shard.ports.clock.call_at(at_ms, self._wake.set)

    def _let_readers_look(self) -> None:
        waiting, self._waiting = self._waiting, []
        for reader in waiting:
            if not reader.done():
                reader.set_result(None)
