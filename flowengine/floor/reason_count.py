"""How many reasons keep each member of a contact center from an entry: what reason.py tells, without telling it."""

from collections.abc import Iterator

from flowengine.floor.agent import Agent
from flowengine.floor.entry import Entry
from flowengine.floor.event import WHOLE, Capacity
from flowengine.floor.presence import EXCLUDING
from flowengine.floor.queue import Queue
from flowengine.floor.state import FloorState
from flowengine.floor.wait import Wait


def counted(s: FloorState, entry: Entry) -> Iterator[tuple[str, int, int]]:
    """Of each member: how many reasons against it for good, and how many for now.

    INVARIANT: as many as `lacking` and `hindering` give (tests/floor/test_overview.py).
    """
    queue = s.queues[entry.contact_center]
    capacity = queue.capacity(entry.wait.channel)
    for name in s.index.members(entry.contact_center):
        agent = s.agents[name]
        yield name, lacks(queue, entry, agent), _hinders(entry.wait, capacity, agent)


def lacks(queue: Queue, entry: Entry, agent: Agent) -> int:
    """Of a member; 0: able, as the present step asks."""
    found = 0 if entry.only is None or entry.only == agent.id else 1
    defined, levels = queue.defined, agent.memberships[entry.contact_center]
    for skill, least in entry.requirements.items():
        if skill not in defined or levels.get(skill, -1) < least:
            found += 1
    return found


def _hinders(wait: Wait, capacity: Capacity, agent: Agent) -> int:
    offered = wait.reservation
    if offered is not None and offered in agent.reservations:
        return 1
    is_wrapping = agent.is_wrapping()
    found = int(agent.id in wait.exclusions)
    if not agent.signed_in:
        found += 1
    else:
        presence = agent.presence
        found += (presence.intent != "available") + (presence.next_intent is not None) + bool(agent.blocked_until_ms)
        found += is_wrapping + (bool(presence.devices) and presence.device_word() in EXCLUDING)
    most = min(capacity.most, agent.most.get(wait.channel, capacity.most))
    if most <= 0:
        return found + 1
    full = agent.load + capacity.cost > WHOLE or agent.live.get(wait.channel, 0) >= most
    return found + (full and not is_wrapping)
