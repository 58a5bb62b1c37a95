"""A person in a tenant's records, by number, e-mail address or user: found, handed over as a file, and erased."""

import asyncio
import re
from collections import Counter
from collections.abc import Callable
from typing import Protocol, TypeAlias

from msgspec import Struct, field

from flowengine.api.records import By
from flowengine.errors import Conflict, LedgerError, NotFound, RequestRefused
from flowengine.lang.telephone import number_of
from flowengine.ledger.port import Reads
from flowengine.ledger.retention import Forgets
from flowengine.main.exchange import Exchange
from flowengine.main.national import written_forms
from flowengine.main.person_file import PersonFile, packed
from flowengine.messages import DataForgotten, DirectoryChange, DirectorySynced, Json
from flowengine.switchboard.callers import record_of
from flowengine.switchboard.switchboard import Switchboard

# What is the caller's own, or about the caller: a dialogue in which the person stands there is the person's.
OWN = frozenset({"caller", "heard", "value", "note"})
STEP = 500
HANDFUL = 20  # dialogues that are erased in one transaction
PAUSE_S = 0.005
PURGE_WITHIN_S = 20.0
MOST_DIALOGUES = 2_000  # of one file
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,255}")
Place: TypeAlias = tuple[str, int, str]  # dialogue, n, class


class Store(Forgets, Reads, Protocol):
    """What of the ledger is needed."""


class Traces(Struct):
    """Where a person stands: `own` dialogues, and single records of others' dialogues that name the person."""

    own: set[str] = field(default_factory=set)
    mentions: list[Place] = field(default_factory=list)


class Erasing:
    """Everything is looked through in small steps: nothing of it holds callers up."""

    def __init__(self, exchange: Exchange, store: Store, owe: Callable[[], None]) -> None:
        """`owe` is told of what could not be overwritten now."""
        self._exchange, self._store, self._owe = exchange, store, owe
        self._purging: asyncio.Task[bool] | None = None

    async def find(self, tenant: str, by: By, named: str) -> dict[str, Json]:
        """How much there is of the person. Raises NotFound for a user who is none, RequestRefused for no such name."""
        name = _name(by, named)
        board = await self._exchange.settled(tenant)
        if by == "user":
            self._refuse_stranger(board, name)
            return {"user": 1, "live": [], "kept": [_IDS]}
        found = await self._traces(tenant, by, name)
        live = self._live(board, found)
        content = await self._content(tenant, found)
        return {
            "dialogues": len(found.own),
            "records": content.total(),
            "content": dict(sorted(content.items())),
            "mentions": len(found.mentions),
            "caller_record": by == "number" and record_of(board, name, 0) is not None,
            "live": live,
            "kept": _kept(board, by, name),
        }

    async def erase(self, tenant: str, by: By, named: str, author: str) -> dict[str, Json]:
        """Erase it all, and say what it was. Raises Conflict while the person is on, having erased nothing."""
        name = _name(by, named)
        board = await self._exchange.settled(tenant)
        if by == "user":
            return await self._erase_user(board, name, author)
        found = await self._traces(tenant, by, name)
        if live := self._live(board, found):
            told = f"The person is in {len(live)} dialogue{'s' if len(live) > 1 else ''} now: nothing was erased."
            raise Conflict(told, hint="Wait for the end, or end them, and ask again.", code="person_is_on")
        counts = {"dialogues": len(found.own), "mentions": len(found.mentions)}
        counts["content"] = await self._erase(tenant, found)
        number = name if by == "number" else ""
        event = DataForgotten(why="person", counts=_told(counts), number=number, author=author)
        gone = await self._exchange.submit(tenant, event)
        return {**counts, **gone, "kept": _kept(board, by, name), "overwritten": await self._purged()}

    async def export(self, tenant: str, by: By, named: str) -> bytes:
        """A zip of JSON (docs/data.md). Raises NotFound when nothing is kept, RequestRefused for too much."""
        name = _name(by, named)
        board = await self._exchange.settled(tenant)
        if by == "user":
            user = self._refuse_stranger(board, name)
            return await asyncio.to_thread(packed, PersonFile(by, name, user=user))
        found = await self._traces(tenant, by, name)
        if len(found.own) > MOST_DIALOGUES:
            hint = "Export the whole tenant with `dialogue-studio export`."
            raise RequestRefused(f"There are more than {MOST_DIALOGUES} dialogues.", hint=hint, code="too_large")
        record = record_of(board, name, 0) if by == "number" else None
        if not found.own and not found.mentions and record is None:
            raise NotFound("Nothing is kept of this person.")
        file = PersonFile(by, name, record=record)
        for dialogue in sorted(found.own):
            file.dialogues[dialogue] = (
                await self._store.dialogue_of(tenant, dialogue),
                await self._store.trace_of(tenant, "dialogue", dialogue),
                await self._store.content_of(tenant, dialogue),
            )
        for dialogue, n, _ in found.mentions:
            file.mentions += [
                (dialogue, each) for each in await self._store.content_of(tenant, dialogue) if each.n == n
            ]
        return await asyncio.to_thread(packed, file)

    async def _traces(self, tenant: str, by: By, name: str) -> Traces:
        words = written_forms(name) if by == "number" else [name.lower().encode()]
        hits: list[Place] = []
        after, more = "", True
        while more:
            step = await self._store.find_content(tenant, words, after, STEP)
            hits += step.rows
            after, more = step.after, bool(step.after)
            await asyncio.sleep(PAUSE_S)
        own = {dialogue for dialogue, _, cls in hits if cls in OWN and dialogue}
        return Traces(own, [hit for hit in hits if hit[0] not in own])

    async def _content(self, tenant: str, found: Traces) -> Counter[str]:
        """How many records would be erased, by their class."""
        content = Counter(cls for _, _, cls in found.mentions)
        for dialogue in sorted(found.own):
            content.update(each.cls for each in await self._store.content_of(tenant, dialogue))
        return content

    async def _erase(self, tenant: str, found: Traces) -> int:
        gone, dialogues = 0, sorted(found.own)
        for at in range(0, len(dialogues), HANDFUL):
            lease = self._exchange.runtime.lease(tenant)
            gone += await self._store.forget_dialogues(lease, tenant, dialogues[at : at + HANDFUL])
            await asyncio.sleep(PAUSE_S)
        for at in range(0, len(found.mentions), STEP):
            lease = self._exchange.runtime.lease(tenant)
            gone += await self._store.forget_content(lease, tenant, found.mentions[at : at + STEP])
            await asyncio.sleep(PAUSE_S)
        return gone

    def _live(self, board: Switchboard, found: Traces) -> list[str]:
        named = {*found.own, *(dialogue for dialogue, _, _ in found.mentions)}
        return sorted(each for each in named if each in board.dialogues and board.dialogues[each].status != "ended")

    async def _erase_user(self, board: Switchboard, name: str, author: str) -> dict[str, Json]:
        """Name, company directory ids, roles, levels and seats go; the id stays where it says who did what."""
        self._refuse_stranger(board, name)
        tenant = board.around.directory.tenant.id
        change = DirectoryChange("user", name, "")
        await self._exchange.submit(tenant, DirectorySynced(changes=(change,), author=author))
        await self._exchange.submit(tenant, DataForgotten(why="person", counts={"users": 1}, author=author))
        return {"users": 1, "kept": [_IDS], "overwritten": await self._purged()}

    async def _purged(self) -> bool:
        """Whether what was erased is overwritten already. In a large store it is not yet when the answer goes; while a
        backup is being made it waits for the next night."""
        self._purging = asyncio.create_task(self._store.purge())
        self._purging.add_done_callback(lambda task: task.cancelled() or task.exception())
        try:
            return await asyncio.wait_for(asyncio.shield(self._purging), PURGE_WITHIN_S)
        except TimeoutError:
            return False
        except LedgerError:
            self._owe()
            return False

    def _refuse_stranger(self, board: Switchboard, name: str) -> Json:
        user = board.around.directory.users.get(name)
        if user is None:
            raise NotFound("There is no such user.")
        return user


def _stays(why: str, detail: str, **about: Json) -> Json:
    """What is not erased: `why` for programs and for other languages, `detail` for people."""
    return {"why": why, "detail": detail, **about}


_IDS = _stays("ids", "The user's id stays in the trace and in the audit: they say who did what, and are not changed.")
_BLOCKED = _stays("blocked", "The number is blocked: let it in to take it off that list, too.")


def _kept(board: Switchboard, by: By, name: str) -> list[Json]:
    """What is not erased, and why."""
    directory = board.around.directory
    kept: list[Json] = [_BLOCKED] if by == "number" and name in directory.blocked_callers else []
    folded = name.casefold()
    kept += [
        _stays("user", f"The user {key} of the directory has this address: erase the user, too.", user=key)
        for key, user in directory.users.items()
        if by == "email" and folded in (key.casefold(), user.object_id.casefold())
    ]
    return kept


def _name(by: By, named: str) -> str:
    if by == "number":
        number = number_of(named)
        if not number:
            hint = "Write it like +447700900123."
            raise RequestRefused("That is no telephone number.", hint=hint, code="bad_number")
        return number
    if by == "email" and not _EMAIL.fullmatch(named):
        raise RequestRefused("That is no e-mail address.", hint="Write it like ann@example.com.", code="bad_email")
    return named


def _told(counts: dict[str, int]) -> dict[str, int]:
    return {name: n for name, n in counts.items() if n}
