"""Brings events to their answers: applies them on the cores, commits them together, or one by one after a failure."""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import repeat
from typing import NamedTuple

from msgspec.structs import replace

from flowengine.errors import Busy, EngineBug, Fenced, FlowEngineError, LedgerError, NotFound, RequestRefused
from flowengine.ledger.port import ENDED, Batch, Lease, Ledger, StoreFull, StoreReadOnly
from flowengine.ledger.record import DeadLetter, StoredEvent, pack
from flowengine.messages import Stamp, TimerFired
from flowengine.runtime.draft import Draft, of
from flowengine.runtime.feed import Feeds, SubscriberDropped
from flowengine.runtime.log import about
from flowengine.runtime.mailbox import Mail
from flowengine.runtime.meter import Meter
from flowengine.runtime.outbox import Outbox
from flowengine.runtime.ports import CoreFactory, Ports
from flowengine.runtime.recovery import Memory, Tenancy, remember
from flowengine.runtime.replies import EventKey, Replies
from flowengine.runtime.said import dialogue_in, dialogue_of, fail_all, place_of
from flowengine.runtime.steady import SteadyClock
from flowengine.runtime.timers import TimerKey
from flowengine.runtime.traces import Cause, Told


class UnderWay(NamedTuple):
    """A batch that is being committed while the next one is applied."""

    commit: asyncio.Task[None]
    mails: list[Mail]


class Shard:
    """What the owner of a shard holds, and the one way in which it changes.

    INVARIANT: an answer, a command or a feed item leaves only after the commit that holds it, and memory that may
    differ from the ledger is thrown away (tests/runtime/test_batch.py).
    """

    def __init__(
        self, lease: Lease, ledger: Ledger, ports: Ports, factory: CoreFactory, *, name: str = "local"
    ) -> None:
        """`name`: under which the shard was claimed."""
        self.clock = SteadyClock(ports.clock)
        self.lease, self.ledger, self._factory, self._name = lease, ledger, factory, name
        self.ports = replace(ports, clock=self.clock)
        self.feeds = Feeds(ledger)
        self.outbox = Outbox(ledger)
        self.replies = Replies()
        self.meter = Meter()
        self.pos = lease.pos  # the last committed trace position
        self._commits = lease.commits  # that were kept, as far as we know
        self.on_landing: Callable[[], None] = _nobody
        self.kept_ms = 0  # when the ledger last heard from us
        self.memory: Memory | None = None
        self._next_pos = lease.pos  # the last one that was given out: ahead of `pos` by the batch under way
        self._under_way: UnderWay | None = None
        self._doubt: Draft | None = None  # whether its commit was kept is not known
        self._owed: Draft | None = None  # it was, and nobody was told

    async def reload(self) -> Memory:
        """Forget everything and load it again. Raises LedgerError."""
        self.memory = None
        if self._doubt is not None:
            await self._settle(self._doubt)
        memory = await remember(self.ledger, self.lease, self._factory)
        self.clock.not_before(max((tenancy.last_ms for tenancy in memory.tenants.values()), default=0))
        self.memory, self._next_pos = memory, self.pos
        if self._owed is not None:
            owed, self._owed = self._owed, None
            self._let_out(owed)
        self.ports.node.store_away = False
        return memory

    async def _settle(self, doubt: Draft) -> None:
        """Find out what became of a commit that was not acknowledged. Raises LedgerError, Fenced.

        It may still be on its way and land after our next look: only under a new epoch it cannot any more.
        """
        await self.claim_anew()
        if self.lease.commits == self._commits + 1:
            self._owed = doubt
        self._doubt, self._commits, self.pos = None, self.lease.commits, self.lease.pos

    async def claim_anew(self) -> None:
        """Own the shard under a new epoch. Memory is to be loaded again.

        Raises LedgerError, Fenced if somebody else owns it or has owned it meanwhile.
        """
        self.memory = None
        shard, now_ms = self.lease.shard, self.ports.clock.now_ms()
        try:
            lease = await self.ledger.claim(shard, self._name, now_ms)
        except Busy as busy:
            raise Fenced(f"Shard {shard} has another owner.") from busy
        if lease.epoch != self.lease.epoch + 1:
            await self.ledger.release(lease)
            raise Fenced(f"Shard {shard} had another owner meanwhile.")
        self.lease = lease

    def tenancy(self, tenant: str) -> Tenancy:
        if self.memory is None:
            raise LedgerError("The data is being loaded again; try in a moment.")
        if tenant not in self.memory.tenants:
            raise NotFound(f"There is no tenant {tenant}.")
        return self.memory.tenants[tenant]

    @property
    def is_under_way(self) -> bool:
        """Whether a batch is being committed."""
        return self._under_way is not None

    @property
    def is_to_land(self) -> bool:
        """Whether that commit has ended, well or not."""
        return self._under_way is not None and self._under_way.commit.done()

    async def work(self, mails: list[Mail]) -> None:
        """Apply these while the batch before them is committed; once it is kept, begin to commit them.

        Raises LedgerError (Fenced too) after the mails were told.
        """
        fresh, failure, draft = mails, None, None
        try:
            if self.memory is None:
                await self.land()
            if self.memory is None:
                await self.reload()
            fresh = await self.replies.unanswered(mails, self._look_up)
            draft = self._apply(fresh, upto=max((mail.inbox_seq for mail in mails), default=0))
        except Exception as error:  # noqa: BLE001  # whatever the core raised, memory can no longer be trusted
            failure = error
        try:
            again = await self._landed()
            if isinstance(failure, Fenced):
                raise failure
        except Fenced as error:
            fail_all(mails, error)
            raise
        if again or draft is None:
            await self._work_alone([*again, *fresh])
        else:
            self._begin(draft, fresh)

    def _begin(self, draft: Draft, mails: list[Mail]) -> None:
        commit = asyncio.create_task(self.keep(draft), name=f"commit of shard {self.lease.shard} at {self._name}")
        commit.add_done_callback(lambda _: self.on_landing())
        self._next_pos = draft.batch.pos
        self._under_way = UnderWay(commit, mails)
        self.replies.under_way = {(mail.tenant, mail.event_id): mail for mail in mails if mail.known_id}

    async def land(self) -> None:
        """Bring the mails of the batch under way to their answers. Raises as `work` does."""
        if again := await self._landed():
            await self._work_alone(again)

    async def give_up(self, why: FlowEngineError) -> None:
        """Wait for the batch under way; whoever gets no answer by it is told why."""
        with suppress(Fenced):
            fail_all(await self._landed(), why)

    def abandon(self, why: FlowEngineError) -> None:
        """Wait for nothing any more: whether a batch under way was kept is for the next owner to find."""
        if self._under_way is not None:
            self._under_way.commit.cancel()
            fail_all(self._under_way.mails, why)
        self.memory, self._under_way, self.replies.under_way = None, None, {}

    async def _landed(self) -> list[Mail]:
        """The mails of the batch under way that are to be done again. Raises Fenced after they were told."""
        if self._under_way is None:
            return []
        commit, mails = self._under_way
        try:
            await commit
        except Fenced as error:
            fail_all(mails, error)
            raise
        except Exception:  # noqa: BLE001  # whatever a commit raised, memory can no longer be trusted
            return mails
        finally:
            self._under_way, self.replies.under_way = None, {}
        return []

    async def _look_up(self, ids: list[EventKey]) -> dict[EventKey, bytes]:
        return await self.ledger.seen(self.lease, ids)

    async def _work_alone(self, mails: list[Mail]) -> None:
        """The same events, one transaction each, so that only the one at fault pays."""
        self.memory = None
        for at, mail in enumerate(mails):
            try:
                if self.memory is None:
                    await self.reload()
                if mail.kept:
                    continue
                try:
                    fresh = await self.replies.unanswered([mail], self._look_up)
                    await self.keep(self._apply(fresh, upto=mail.inbox_seq))
                except LedgerError:
                    raise
                except Exception as error:  # noqa: BLE001  # ours, whatever it is: the event goes to `dead`
                    await self._bury(mail, error)
            except LedgerError as error:
                self.memory = None
                fail_all(mails[at:], error)
                raise
            except Exception as error:  # even the letter could not be kept: nobody may be left waiting for an answer
                self.memory = None
                fail_all(
                    mails[at:], LedgerError(f"The event could not be put aside ({place_of(error)}); send it again.")
                )
                raise

    def _apply(self, mails: list[Mail], upto: int) -> Draft:
        """Run the cores. After any exception they must be thrown away."""
        draft = self.draft(upto)
        for mail in mails:
            mail.refusal = None
            try:
                tenancy = self.tenancy(mail.tenant)
                stamp = self._stamp(mail, tenancy, draft.batch.at_ms)
                outcome = tenancy.core.apply(mail.event, stamp)
            except RequestRefused as refusal:
                mail.refusal = refusal
                draft.replies.append((mail, None))
                continue
            draft.add_outcome(mail.tenant, stamp, outcome)
            draft.replies.append((mail, outcome.reply))
            if mail.known_id:
                draft.remember_reply(mail, stamp.at_ms, outcome.reply)
        for tenant in dict.fromkeys(tenant for tenant, _, _ in draft.outcomes):
            draft.add_changes(tenant, self.tenancy(tenant).core)
        for mail in mails:
            if isinstance(mail.event, TimerFired):
                draft.end_timer(mail.tenant, mail.event)
        self._note(draft)
        return draft

    def _note(self, draft: Draft) -> None:
        """What else in memory follows from the cores' changes: with them it goes on, or is thrown away."""
        if self.memory is not None:
            for timer in draft.batch.timers:
                _, *key, generation, due_ms = timer
                self.memory.timers.set(of(TimerKey, key), generation, due_ms)
            for row in draft.batch.dialogues:
                self.memory.live.note(row.tenant, row.id, is_live=row.status != ENDED)

    def draft(self, upto: int = 0) -> Draft:
        batch = Batch(at_ms=self.ports.clock.now_ms(), pos=self._next_pos, upto=upto)
        return Draft(shard=self.lease.shard, batch=batch, books=self.ports.books)

    def _stamp(self, mail: Mail, tenancy: Tenancy, at_ms: int) -> Stamp:
        """`at_ms`: when its batch was taken; the clock is asked once for all of it."""
        tenancy.last_ms = max(tenancy.last_ms, at_ms)
        return Stamp(mail.event_id, tenancy.last_ms, self.ports.entropy.take())

    async def keep(self, draft: Draft, *, marks_alone: bool = False) -> None:
        """Commit, then answer, show and send. Raises with nothing kept and nothing sent.

        What was sent and acknowledged meanwhile is marked by the way; `marks_alone` keeps it without anything else.
        """
        batch = draft.close()
        if marks_alone or not draft.is_empty():
            tenants = frozenset(self.memory.tenants) if self.memory else frozenset()
            batch.sent, batch.acknowledged = self.outbox.take_marks(self.lease.shard, tenants, batch.at_ms)
            begun_ms = self.ports.clock.now_ms()
            with self.ports.traces.commit(self.lease.shard):
                await self._commit(draft)
            self._count(draft, begun_ms)
            self.kept_ms = batch.at_ms
            self.pos = batch.pos
            self._next_pos = max(self._next_pos, batch.pos)
        elif draft.replies:
            await self._confirm(batch.at_ms)
        self._let_out(draft)

    def _count(self, draft: Draft, commit_begun_ms: int) -> None:
        now_ms, batch, node = self.ports.clock.now_ms(), draft.batch, self.ports.node
        self.meter.kept(batch, now_ms - batch.at_ms)
        self.meter.answered(tenant for tenant, _, _ in draft.outcomes)
        node.store_away = False
        node.events += len(draft.outcomes)
        node.refused += len(draft.replies) - len(draft.outcomes)
        node.batch_size.add(len(draft.replies))
        node.batch_ms.add(now_ms - batch.at_ms)
        node.commit_ms.add(now_ms - commit_begun_ms)

    async def _confirm(self, now_ms: int) -> None:
        """Answers that no commit stands behind are given only if the shard is still ours: memory may be old."""
        await self.ledger.renew(self.lease, now_ms)
        self.kept_ms = now_ms

    async def _commit(self, draft: Draft) -> None:
        self.ports.node.committing += 1
        try:
            await self.ledger.commit(self.lease, draft.batch)
        except BaseException as error:
            self.memory = None
            if isinstance(error, LedgerError) and not isinstance(error, (Fenced, StoreFull, StoreReadOnly)):
                self._doubt = draft  # the others surely kept nothing
            raise
        finally:
            self.ports.node.committing -= 1
        self._commits += 1

    def _let_out(self, draft: Draft) -> None:
        """Everything here is durable: tell the senders, the watchers and the recipients."""
        for kept in draft.batch.seen:
            self.replies.remember(kept.tenant, kept.event_id, kept.reply)
        for mail, reply in draft.replies:
            mail.kept = True
            if mail.refusal is not None:
                mail.fail(mail.refusal)
            else:
                mail.reply(reply)
        try:
            for (tenant, pos, outcome), cause in zip(draft.outcomes, self._told(draft), strict=False):
                self.feeds.publish(tenant, pos, outcome)
                with self.ports.traces.within(cause):
                    for out in outcome.commands:
                        self.outbox.publish(tenant, out, draft.contents)
        except Exception as error:  # noqa: BLE001  # what is kept must not be run again because a follower failed
            self.ports.alarm("Followers could not be told; they are asked to connect again.", error)
            for tenant in {tenant for tenant, _, _ in draft.outcomes}:
                lost = SubscriberDropped(
                    "The feed broke.", hint="Subscribe again from your last position.", code="lost"
                )
                self.feeds.drop(tenant, lost)
                self.outbox.drop(tenant, lost)

    def _told(self, draft: Draft) -> Iterable[Cause]:
        """The events, told to whoever keeps traces; for each outcome what it follows from."""
        if not self.ports.traces.is_on:
            return repeat(None)
        told = [Told(mail, dialogue_of(mail) or dialogue_in(reply)) for mail, reply in draft.replies]
        causes = self.ports.traces.events(self.lease.shard, told)
        kept = [cause for cause, each in zip(causes, told, strict=True) if each.mail.refusal is None]
        return [*kept, *repeat(None, len(draft.outcomes) - len(kept))]

    async def _bury(self, mail: Mail, error: Exception) -> None:
        """The event that failed alone goes to `dead`, its dialogue to the error path. Raises LedgerError."""
        bug = EngineBug(f"{type(mail.event).__name__} ran into a bug of ours ({place_of(error)}); it was put aside.")
        bug.__cause__ = error
        with about(tenant=mail.tenant, dialogue=dialogue_of(mail), shard=self.lease.shard):
            self.ports.alarm(f"The event {mail.event_id} failed and was put aside.", error)
            try:
                await self.reload()
                await self.keep(self._obituary(mail, error, bug, park=True))
            except LedgerError:
                raise
            except Exception as parking:  # noqa: BLE001  # parking may meet the same bug: then the letter alone is kept
                self.ports.alarm(f"The dialogue of the event {mail.event_id} could not be parked.", parking)
                await self.reload()
                await self.keep(self._obituary(mail, error, bug, park=False))
        self.ports.node.dead += 1
        mail.fail(bug)

    def _obituary(self, mail: Mail, error: Exception, bug: EngineBug, *, park: bool) -> Draft:
        draft = self.draft(mail.inbox_seq)
        tenancy = self.tenancy(mail.tenant)
        stamp = self._stamp(mail, tenancy, draft.batch.at_ms)
        dialogue = dialogue_of(mail)
        if park and dialogue:
            draft.add_outcome(mail.tenant, stamp, tenancy.core.park(dialogue, stamp, str(bug)))
            draft.add_changes(mail.tenant, tenancy.core)
        if isinstance(mail.event, TimerFired):
            draft.end_timer(mail.tenant, mail.event)
        kind, body = type(mail.event).__name__, pack(StoredEvent(1, mail.event))
        letter = DeadLetter(mail.tenant, mail.event_id, stamp.at_ms, dialogue, kind, place_of(error), body)
        draft.batch.dead.append(letter)
        if mail.known_id:
            draft.remember_reply(mail, stamp.at_ms, None, str(bug))
        self._note(draft)
        return draft


def _nobody() -> None: ...
