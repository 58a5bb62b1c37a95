"""Pool: which lines compete for the same staffed agents, and the estimate of one wait in them.

Two requirement sets are connected if a staffed agent meets both; what is connected over several agents shares its fate.
"""

from typing import NamedTuple, TypeAlias

from flowengine.floor.agent import Agent
from flowengine.floor.entry import DIALOGUE, Entry, Key
from flowengine.floor.estimate import Estimate, Rates, estimate, is_last_wait, merged, rates
from flowengine.floor.event import WHOLE
from flowengine.floor.queue import QueueFigures
from flowengine.floor.state import FloorState
from flowengine.messages import Json

Asked: TypeAlias = tuple[str, tuple[tuple[str, int], ...]]  # contact center, requirements


class Pool(NamedTuple):
    """`ahead`: dialogues that wait in it and come before; `slots`: so many can its agents serve at once."""

    contact_centers: tuple[str, ...]
    slots: int
    ahead: int
    figures: QueueFigures


def of_entry(s: FloorState, entry: Entry) -> Estimate | None:
    """The rest of the wait of who stands there; None: unknown."""
    pool = pool_of(s, entry)
    return None if pool is None else estimate(pool.figures, pool.ahead, pool.slots)


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


def pool_of(s: FloorState, entry: Entry) -> Pool | None:
    """The pool in which the entry waits; None: nobody able is staffed."""
    sets = _waiting_sets(s)
    first = _asked(entry)
    sets.setdefault(first, [])
    met, agents = _connected(s, first, sets)
    if not agents:
        return None
    key = entry.fresh_key(s.queues[entry.contact_center].settings.weight)
    ahead = {other[DIALOGUE] for asked in met for other in sets[asked] if other < key} - {entry.wait.dialogue}
    centers = tuple(sorted({center for center, _ in met}))
    slots = sum(_slots(s, entry, agent) for agent in agents)
    return Pool(centers, slots, len(ahead), merged(s.queues[center].figures for center in centers))


def _asked(entry: Entry) -> Asked:
    return entry.contact_center, tuple(sorted(entry.requirements.items()))


def _waiting_sets(s: FloorState) -> dict[Asked, list[Key]]:
    """The keys in line by what they ask for."""
    sets: dict[Asked, list[Key]] = {}
    for wait in s.waits.values():
        for entry in wait.entries.values():
            if entry.line_key is not None:
                sets.setdefault(_asked(entry), []).append(entry.line_key)
    return sets


def _connected(s: FloorState, first: Asked, sets: dict[Asked, list[Key]]) -> tuple[list[Asked], list[Agent]]:
    """What is reached from the first set over agents who meet one and another, and these agents."""
    met, left = [first], [asked for asked in sets if asked != first]
    agents: list[Agent] = []
    free = [agent for agent in s.agents.values() if agent.is_staffed()]
    for asked in met:  # grows on the way
        new = [agent for agent in free if _meets(s, agent, asked)]
        free = [agent for agent in free if not _meets(s, agent, asked)]
        agents += new
        reached = [other for other in left if any(_meets(s, agent, other) for agent in new)]
        met += reached
        left = [other for other in left if other not in reached]
    return met, agents


def _meets(s: FloorState, agent: Agent, asked: Asked) -> bool:
    center, requirements = asked
    return agent.meets(center, dict(requirements), s.queues[center].defined)


def _slots(s: FloorState, entry: Entry, agent: Agent) -> int:
    """How many dialogues of the entry's channel the agent can have at once; none while he wants no work."""
    if agent.presence.intent != "available":
        return 0
    channel = entry.wait.channel
    capacity = s.queues[entry.contact_center].capacity(channel)
    return min(WHOLE // capacity.cost, capacity.most, agent.most.get(channel, capacity.most))
