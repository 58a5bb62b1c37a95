"""Pool: which lines compete for the same staffed agents, and the estimate of one wait in them.

Two requirement sets are connected if a staffed agent meets both; what is connected over several agents shares its fate.
"""

from typing import NamedTuple

from flowengine.floor.entry import Entry
from flowengine.floor.estimate import Estimate, Rates, estimate, is_last_wait, merged, rates
from flowengine.floor.event import WHOLE
from flowengine.floor.matcher import Pooled
from flowengine.floor.queue import QueueFigures
from flowengine.floor.state import FloorState
from flowengine.floor.wait import Wait
from flowengine.messages import Json

COUNTED_ONE_BY_ONE = 200  # who comes before: more than these are counted by their places in line


class Pool(NamedTuple):
    """`ahead`: dialogues that wait in it and come before; `slots`: so many can its agents serve at once."""

    contact_centers: tuple[str, ...]
    slots: int
    ahead: int
    figures: QueueFigures


def of_entry(s: FloorState, entry: Entry, pooled: Pooled | None = None) -> Estimate | None:
    """The rest of the wait of who stands there; None: unknown."""
    pool = pool_of(s, entry, pooled)
    return None if pool is None else estimate(pool.figures, pool.ahead, pool.slots)


def of_newcomer(s: FloorState, contact_center: str, at_ms: int) -> Estimate | None:
    """The wait of one who would be enqueued there now without a requirement, last of all with his priority."""
    wait = Wait("", 0, contact_center, "voice")
    wait.enqueued_ms, wait.sequence = at_ms, s.sequence + 1
    entry = wait.add(contact_center, {})
    found = of_entry(s, entry)
    wait.entries = {}  # no ring of references is left for the garbage collector
    return found


def inputs_of(s: FloorState, entry: Entry) -> dict[str, Json]:
    """The estimate, and what it was made from."""
    pool = pool_of(s, entry)
    found = None if pool is None else estimate(pool.figures, pool.ahead, pool.slots)
    if pool is None:
        why = "unknown: nobody able is staffed"
        return {"mean_s": None, "p90_s": None, "by": "unknown", "sentence": f"The wait is {why}."}
    told: dict[str, Json] = {
        "mean_s": None if found is None else found.mean_s,
        "p90_s": None if found is None else found.p90_s,
        "contact_centers": list(pool.contact_centers),
        "ahead": pool.ahead,
        "slots": pool.slots,
        "completed": pool.figures.completed,
    }
    if found is None:
        return {**told, "by": "unknown", "sentence": "The wait is unknown: nobody was served here yet."}
    where = " and ".join(pool.contact_centers)
    wait = f"About {found.mean_s} s more, nine times in ten at most {found.p90_s} s"
    if is_last_wait(pool.figures):
        return {**told, "by": "last_wait", "sentence": f"{wait}: as long as the last one served in {where} waited."}
    at = rates(pool.figures, pool.slots)
    told |= _measured(pool, at)
    sentence = (
        f"{wait}: {pool.ahead} ahead in {where}, {pool.slots} places at agents, "
        f"{round(pool.figures.handle_ms / 1000)} s each."
    )
    return {**told, "by": "formula", "sentence": sentence}


def _measured(pool: Pool, at: Rates) -> dict[str, Json]:
    return {
        "handle_s": round(pool.figures.handle_ms / 1000, 1),
        "served_per_hour": round(at.served * 3600, 2),
        "given_up_per_waiting_hour": round(at.given_up * 3600, 2),
    }


def pool_of(s: FloorState, entry: Entry, pooled: Pooled | None = None) -> Pool | None:
    """The pool in which the entry waits, found anew or known already; None: nobody able is staffed."""
    found = pooled or s.index.pool(entry)
    if not found.staffed:
        return None
    slots = sum(many * _slots(s, entry, dict(most)) for most, many in found.available.items())
    figures = merged(s.queues[center].figures for center in found.centers)
    return Pool(found.centers, slots, _ahead(s, entry, found), figures)


def _ahead(s: FloorState, entry: Entry, pooled: Pooled) -> int:
    """Who comes before. Of a long line each place counts, though a dialogue may stand in several lines."""
    key = entry.fresh_key(s.queues[entry.contact_center].settings.weight)
    before = []
    for line in pooled.lines:
        if line.first is None or line.first >= key:  # nor does anybody in the lines after it come before
            break
        before.append((line, line.position(key) - 1))
    places = sum(count for _, count in before)
    if places > COUNTED_ONE_BY_ONE:
        return places
    dialogues = {s.standing[other].wait.dialogue for line, count in before for other in line.head(count)}
    return len(dialogues - {entry.wait.dialogue})


def _slots(s: FloorState, entry: Entry, most: dict[str, int]) -> int:
    """How many dialogues of the entry's channel an agent with these limits of his own can have at once."""
    channel = entry.wait.channel
    capacity = s.queues[entry.contact_center].capacity(channel)
    return min(WHOLE // capacity.cost, capacity.most, most.get(channel, capacity.most))
