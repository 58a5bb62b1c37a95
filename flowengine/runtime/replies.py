"""What was answered already: a repeated event gets the same reply and changes nothing."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable

from flowengine.errors import EngineBug, LedgerError
from flowengine.ledger.record import StoredReply, unpack
from flowengine.messages import Json
from flowengine.runtime.mailbox import Mail

REMEMBERED = 50_000

EventKey = tuple[str, str]  # tenant, event id
LookUp = Callable[[list[EventKey]], Awaitable[dict[EventKey, bytes]]]


class Replies:
    """The latest packed replies in memory; older ones are looked up in the ledger."""

    def __init__(self) -> None:
        self._recent: OrderedDict[EventKey, bytes] = OrderedDict()
        self.under_way: dict[EventKey, Mail] = {}  # of a batch that is being committed

    def remember(self, tenant: str, event_id: str, reply: bytes) -> None:
        self._recent[tenant, event_id] = reply
        if len(self._recent) > REMEMBERED:
            self._recent.popitem(last=False)

    def forget(self) -> None:
        self._recent.clear()

    async def unanswered(self, mails: list[Mail], look_up: LookUp) -> list[Mail]:
        """Answer the mails that were dealt with before; a second one of this batch, or of the one under way,
        waits for the first."""
        under_way = self.under_way
        named = {(mail.tenant, mail.event_id) for mail in mails if mail.known_id}
        old = {key: self._recent[key] for key in named if key in self._recent}
        unsure = [key for key in named if key not in old and key not in under_way]
        if unsure:
            old |= await look_up(unsure)
        for key in named & under_way.keys():
            if key in self._recent:  # it was kept meanwhile
                old[key] = self._recent[key]
        fresh: list[Mail] = []
        first: dict[EventKey, Mail] = {}
        for mail in mails:
            key = (mail.tenant, mail.event_id)
            if not mail.known_id:
                fresh.append(mail)
            elif key in old:
                _answer(mail, unpack(StoredReply, old[key]))
            elif key in under_way and not under_way[key].kept:
                _follow(mail, under_way[key])
            elif key in first:
                _follow(mail, first[key])
            else:
                first[key] = mail
                fresh.append(mail)
        return fresh


def _answer(mail: Mail, stored: StoredReply) -> None:
    if stored.bug:
        mail.fail(EngineBug(stored.bug))
    else:
        mail.reply(stored.reply)


def _follow(mail: Mail, first: Mail) -> None:
    if first.answer is None:
        first.answer = asyncio.get_running_loop().create_future()

    def copy(answer: asyncio.Future[Json]) -> None:
        if answer.cancelled():
            # Who sent it first is gone and took the answer along; the second sender asks again and gets it.
            mail.fail(LedgerError("The answer was lost; send the event again."))
        elif (error := answer.exception()) is not None:
            mail.fail(error if isinstance(error, Exception) else EngineBug(str(error)))
        else:
            mail.reply(answer.result())

    first.answer.add_done_callback(copy)
