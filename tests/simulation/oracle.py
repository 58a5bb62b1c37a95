"""Judges a life by what its clients saw and by what stands in the store at the end, and by nothing else."""

from collections import Counter
from typing import TYPE_CHECKING, Any

from flowengine.messages import TextReceived
from tests.contracts.at_once import at_once
from tests.simulation.service import Service

if TYPE_CHECKING:
    from tests.simulation.life import Life


def judge(life: "Life") -> None:
    """Raises Wrong."""
    for shard, shelf in life.store.ledger._shelves.items():
        _positions(shard, shelf)
        _timers(life, shelf)
        _streams(shelf)
        if shelf.inbox:
            raise _wrong(f"{len(shelf.inbox)} events wait in the inbox of shard {shard}")
    _heard(life)
    _effects(life)
    _services(life.service)
    _dead(life)


def _wrong(what: str) -> AssertionError:
    from tests.simulation.life import Wrong  # noqa: PLC0415  # life judges by this file

    return Wrong(what)


def _positions(shard: int, shelf: Any) -> None:
    found = [row.pos for row in shelf.trace]
    if found != list(range(1, len(found) + 1)):
        raise _wrong(f"the trace of shard {shard} has the positions {found}")
    if found and found[-1] != shelf.pos:
        raise _wrong(f"shard {shard} says position {shelf.pos} and has {found[-1]}")


def _streams(shelf: Any) -> None:
    for (_, recipient), rows in shelf.outbox.items():
        if list(rows) != list(range(1, len(rows) + 1)):
            raise _wrong(f"the stream {recipient} has the numbers {list(rows)}")
    ids = Counter(row.id for rows in shelf.outbox.values() for row in rows.values())
    if ids and ids.most_common(1)[0][1] > 1:
        raise _wrong(f"the command {ids.most_common(1)[0][0]} stands there twice")


def _heard(life: "Life") -> None:
    """Whoever listened heard what stands there, and nothing else."""
    for ear in life.ears:
        kept = at_once(life.store.ledger.commands_after(ear.tenant, ear.what, 0, 1_000_000))
        stands = [(record.n, record.id, record.stored.command, record.content) for record in kept]
        heard = [(given.n, given.id, given.command, given.content) for given in ear.heard]
        if heard != stands[: len(heard)]:
            raise _wrong(f"{ear.what} heard {heard}, and there stands {stands}")
    for board in life.wallboards:
        rows = at_once(life.store.ledger.trace_after(board.tenant, 0, 1_000_000))
        there = [row.pos for row in rows if row.pos <= board.last]
        if [item.pos for item in board.seen] != there:
            raise _wrong(f"{board.what} showed {[item.pos for item in board.seen]} of {there}")
        if board.last < life.shown_to[board.tenant]:
            raise _wrong(f"{board.what} stands still at {board.last} of {life.shown_to[board.tenant]}")


def _timers(life: "Life", shelf: Any) -> None:
    """None is long overdue: every dialogue has reached its end, or is still alive."""
    true_ms = max(life.nodes, key=lambda node: node.off_ms).clock_ms()
    lost = [row for row in shelf.timers.values() if row.due_ms is not None and row.due_ms < true_ms - 30_000]
    if lost:
        raise _wrong(f"timers were lost: {lost}")


def _effects(life: "Life") -> None:
    """Each event that was answered stands in the trace once, in one place."""
    runs: Counter[str] = Counter()
    for tenant in life.cast.tenants:
        before = ""
        for row in at_once(life.store.ledger.trace_after(tenant, 0, 1_000_000)):
            event_id = row.stored.event_id
            if event_id != before or row.n == 0:
                runs[event_id] += 1
            before = event_id
    doubled = [event_id for event_id, times in runs.items() if times > 1]
    if doubled:
        raise _wrong(f"done more than once: {doubled}")
    lost = [
        name for name, sent in life.events.items() if sent.answers and name not in runs and life.cast.is_traced(sent)
    ]
    if lost:
        raise _wrong(f"answered, and lost: {lost}")


def _services(service: Service) -> None:
    for url, keys in service.keys.items():
        if len(keys) > 1 or "" in keys:
            raise _wrong(f"{url} was asked under the keys {keys}")


def judge_answer(service: Service, url: str, answer: str) -> None:
    """What a dialogue took for an answer was given to it, or nobody answered."""
    given = {service.done[key] for key in service.keys[url] if key in service.done}
    if answer not in given | {"busy", "failed", "timeout"}:
        raise _wrong(f"{url} was answered {answer!r}; the service said {given}")


def _dead(life: "Life") -> None:
    """What was put aside is what has a bug, each once."""
    poison = {name for name, sent in life.events.items() if isinstance(sent.event, TextReceived) and sent.answers}
    for tenant in life.cast.tenants:
        for letter in at_once(life.store.ledger.dead_of(tenant)):
            if letter.event_id not in poison:
                raise _wrong(f"{letter.event_id} ({letter.kind}) was put aside: {letter.error}")
            poison.discard(letter.event_id)
    if poison:
        raise _wrong(f"not put aside: {poison}")
