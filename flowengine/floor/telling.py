"""Telling: the first of a line hear how long they will still wait; rarely, and only what differs from the last time."""

from flowengine.floor.command import EstimateChanged
from flowengine.floor.entry import Entry
from flowengine.floor.matcher import Pooled, asked
from flowengine.floor.pool import of_entry
from flowengine.floor.queue import POSITIONS_TOLD, Queue
from flowengine.floor.state import FloorState

EVERY_MS = 15_000  # of one queue
WORTH_TELLING = 0.1  # of what was told before


def tell_estimates(s: FloorState, queue: Queue) -> None:
    """At a change of the line, if the last round is long enough ago: those who are at home here, up to the tenth."""
    if s.at_ms < queue.told_ms + EVERY_MS or not queue.line.size:
        return
    queue.told_ms = s.at_ms
    s.dirty["queue", queue.contact_center] = None
    pools: list[Pooled] = []
    for key in queue.line.head(POSITIONS_TOLD):
        wait = s.standing[key].wait
        if wait.home != queue.contact_center:
            continue
        found = of_entry(s, wait.entry, _pool_of(s, wait.entry, pools))
        if found is None or not _differs(found.mean_s, wait.told_s, is_first=not wait.told_ms):
            continue
        wait.told_s, wait.told_ms = found.mean_s, s.at_ms
        s.touch_wait(wait)
        s.out.append(EstimateChanged(wait.dialogue, found.mean_s, found.p90_s))


def _pool_of(s: FloorState, entry: Entry, pools: list[Pooled]) -> Pooled:
    """Most of a line wait for the same agents: their pool is found once in a round."""
    wanted = asked(entry)
    found = next((pool for pool in pools if wanted in pool.asks), None)
    if found is None:
        found = s.index.pool(entry)
        pools.append(found)
    return found


def _differs(now_s: int, told_s: int, *, is_first: bool) -> bool:
    return is_first or (now_s != told_s and abs(now_s - told_s) >= WORTH_TELLING * told_s)
