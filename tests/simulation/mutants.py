"""Runtimes that are wrong in one thing each: a mutation replaces a small function while it lasts."""

import itertools
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from flowengine.errors import LedgerError
from flowengine.messages import Json
from flowengine.runtime import batch, calling, claims
from flowengine.runtime.batch import Shard
from flowengine.runtime.draft import Draft
from flowengine.runtime.outbox import CommandStream
from flowengine.runtime.performer import Performer
from flowengine.runtime.replies import Replies
from flowengine.runtime.timers import Timers
from tests.contracts.memory_ledger import MemoryLedger
from tests.simulation.weather import KINDS

Wrap = Callable[[Callable[..., Any]], Callable[..., Any]]


class Mutant(NamedTuple):
    """`of`: the module or class and the function's name; `wrong` makes the wrong function from the right one."""

    name: str
    of: Any
    function: str
    wrong: Wrap
    nodes: int = 1
    kinds: tuple[str, ...] = KINDS  # what goes wrong in the lives that must show it
    also: tuple[Any, ...] = ()  # further (of, function, wrong): one mistake in two places


@contextmanager
def planted(mutant: Mutant) -> Iterator[None]:
    """The real code is wrong as long as this lasts."""
    places = [(mutant.of, mutant.function, mutant.wrong), *mutant.also]
    rights = [(of, name, vars(of)[name]) for of, name, _ in places]
    for (of, name, right), (_, _, wrong) in zip(rights, places, strict=True):
        setattr(of, name, wrong(right))
    try:
        yield
    finally:
        for of, name, right in rights:
            setattr(of, name, right)


def nothing(right: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *args, **kwargs: None


def answered_early(right: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    async def keep(self: Shard, draft: Draft, **kwargs: Any) -> None:
        for mail, reply in draft.replies:
            if mail.refusal is None:
                mail.reply(reply)
        await right(self, draft, **kwargs)

    return keep


def sent_early(right: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    async def keep(self: Shard, draft: Draft, **kwargs: Any) -> None:
        for tenant, _, outcome in draft.outcomes:
            for out in outcome.commands:
                self.outbox.publish(tenant, out, draft.contents)
        await right(self, draft, **kwargs)

    return keep


def all_fresh(right: Callable[..., Any]) -> Callable[..., Any]:
    async def unanswered(self: Replies, mails: list[Any], look_up: Any) -> list[Any]:
        return mails

    return unanswered


def seen_in_memory_alone(right: Callable[..., Any]) -> Callable[..., Any]:
    async def unanswered(self: Replies, mails: list[Any], look_up: Any) -> list[Any]:
        async def nobody(ids: Any) -> dict[Any, Any]:
            return {}

        found: list[Any] = await right(self, mails, nobody)
        return found

    return unanswered


def stale(right: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    """Reading outside the transaction: what was read once is not read again, though a commit failed meanwhile."""
    read: dict[Any, Any] = {}

    async def remember(ledger: Any, lease: Any, factory: Any) -> Any:
        key = (id(ledger), lease.shard)
        if key not in read:
            read[key] = (ledger, await right(ledger, lease, factory))
        return read[key][1]

    return remember


def unfenced(right: Callable[..., Any]) -> Callable[..., Any]:
    return lambda self, lease: self._shelves[lease.shard]


def anew(right: Callable[..., str]) -> Callable[..., str]:
    counted = itertools.count()
    return lambda *of: f"{of}-{next(counted)}"


def keyless(right: Callable[..., str]) -> Callable[..., str]:
    return lambda *of: ""


def from_now_on(right: Callable[..., Any]) -> Callable[..., Any]:
    async def missed(self: CommandStream, until: int | None) -> Any:
        if until is not None:
            async for delivery in right(self, until):
                yield delivery

    return missed


def not_resumed(right: Callable[..., Any]) -> Callable[..., Any]:
    def resume(self: Performer, *args: Any) -> None: ...

    return resume


def empty_answers(right: Callable[..., None]) -> Callable[..., None]:
    def remember_reply(self: Draft, mail: Any, at_ms: int, reply: Json, bug: str = "") -> None:
        right(self, mail, at_ms, None, "")

    return remember_reply


def head_left(right: Callable[..., Draft]) -> Callable[..., Draft]:
    return lambda self, upto=0: right(self, 0)


def not_loaded(right: Callable[..., None]) -> Callable[..., None]:
    """Timers of the store are forgotten at a take-over."""
    return lambda self, rows=(): right(self, ())


def never(right: Callable[..., bool]) -> Callable[..., bool]:
    return lambda *args: False


def unasked(right: Callable[..., Any]) -> Callable[..., Any]:
    async def confirm(self: Shard, now_ms: int) -> None: ...

    return confirm


def unawaited(right: Callable[..., Any]) -> Callable[..., Any]:
    async def landed(self: Shard) -> list[Any]:
        self._under_way, self.replies.under_way = None, {}
        return []

    return landed


def alone(right: Callable[..., Any]) -> Callable[..., Any]:
    """The batch that was applied on one that failed is committed all the same."""

    async def landed(self: Shard) -> list[Any]:
        again: list[Any] = await right(self)
        for mail in again:
            mail.fail(LedgerError("The event was not kept; send it again."))
        return []

    return landed


async def _kept_as_told(self: Shard, draft: Draft) -> None:
    await self.ledger.commit(self.lease, draft.batch)


MUTANTS = (
    Mutant("acknowledges before the commit", Shard, "keep", answered_early),
    Mutant("sends before the commit", Shard, "keep", sent_early),
    Mutant("no dedupe", Replies, "unanswered", all_fresh, also=((Draft, "remember_reply", nothing),)),
    Mutant("dedupe in memory alone", Replies, "unanswered", seen_in_memory_alone),
    Mutant("no idempotency key", calling, "key_of", keyless),
    Mutant("a fresh key at each try", calling, "key_of", anew),
    Mutant("the batch under way not waited for", Shard, "_landed", unawaited),
    Mutant("a batch kept without the one before it", Shard, "_landed", alone),
    Mutant("reads outside the transaction", batch, "remember", stale),
    Mutant("epoch not checked", MemoryLedger, "_held", unfenced),
    Mutant("timer row not ended in the commit", Draft, "end_timer", nothing),
    Mutant("timers not loaded at a take-over", Timers, "__init__", not_loaded),
    Mutant("unsent commands not sent again", CommandStream, "_missed", from_now_on),
    Mutant("unanswered requests not performed again", Performer, "resume", not_resumed),
    Mutant("answers not remembered", Draft, "remember_reply", empty_answers),
    Mutant("head not advanced", Shard, "draft", head_left),
    # What these lives found in the runtime, undone again: no fix of them may be lost.
    Mutant("an unacknowledged commit taken for not kept", Shard, "_commit", lambda right: _kept_as_told),
    Mutant("a lock kept where nobody serves", claims, "_is_idle", never, nodes=3),
    Mutant("refusals from old memory", Shard, "_confirm", unasked, nodes=3, kinds=("hang",)),
)
