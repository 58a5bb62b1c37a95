"""Directory facts on the floor: who belongs where with which skills, and how each queue is set."""

from heapq import heapify, heappop, heappush

from flowengine.floor.agent import Agent
from flowengine.floor.desk import forget_devices, sign_out
from flowengine.floor.entry import Key
from flowengine.floor.event import AgentProfileSet, QueueSettingsSet
from flowengine.floor.in_line import join, step_out
from flowengine.floor.queue import USUAL, Queue
from flowengine.floor.route import pass_on_unmet, take_back, unmet
from flowengine.floor.state import FloorState
from flowengine.floor.step import free, offer, release

NOTHING: frozenset[str] = frozenset()


def profile_set(s: FloorState, event: AgentProfileSet) -> None:
    """Memberships, levels and limits are these from now on: the idle sequence stays, live conversations go on."""
    agent = s.agents.get(event.agent)
    if agent is None:
        if not event.memberships:
            return
        agent = s.agents[event.agent] = Agent(event.agent)
    agent.name = event.name or event.agent
    agent.memberships = {c: dict(levels) for c, levels in event.memberships.items()}
    agent.most, agent.devices = dict(event.most), event.devices
    s.index.set_profile(agent)
    if agent.presence.devices:
        forget_devices(s, agent)
    if not agent.memberships and agent.signed_in:
        sign_out(s, agent)
    if agent.reservations:
        pass_on_unmet(s, agent)
    s.touched_agents[agent.id] = agent
    if agent.signed_in:
        release(s, agent)


def settings_set(s: FloorState, event: QueueSettingsSet) -> None:
    """Settings hold from now on; where they change who may take what, or in which order, all are looked at anew."""
    queue = s.queues.get(event.contact_center)
    before, skills_before = USUAL, NOTHING
    if queue is None:
        queue = s.queues[event.contact_center] = Queue(event.contact_center, event)
    else:
        before, skills_before = queue.settings, queue.defined
        queue.configure(event)
    s.index.set_center(event)
    if not s.agents and not s.waits:
        return  # a floor that is being furnished: nobody can be lined up or matched
    if event.weight != before.weight:
        _line_up_anew(s, queue)
    if queue.defined != skills_before or event.capacity != before.capacity:
        _match_anew(s, queue)


def _line_up_anew(s: FloorState, queue: Queue) -> None:
    """The weight is part of the key of all who stand in this line."""
    for key in tuple(queue.line):
        wait = s.standing[key].wait
        step_out(s, wait)
        join(s, wait)


def _match_anew(s: FloorState, queue: Queue) -> None:
    """Offers that are not met any more join the line; then who waits is given away in the order of the keys, over all
    contact centers of those who are free here."""
    members = [a for a in s.agents.values() if queue.contact_center in a.memberships]
    gone = [r for agent in members for r in unmet(s, agent)]
    take_back(s, gone, join)
    asked = {center for r in gone if (wait := s.waits.get(r.dialogue)) is not None for center in wait.entries}
    if len(asked) > 1:  # whoever lost his offer here may be taken by somebody who is free elsewhere
        asked.add(queue.contact_center)
        members = [a for a in s.agents.values() if not asked.isdisjoint(a.memberships)]
    for agent in members:
        if agent.signed_in:
            free(s, agent)
        s.index.refresh(agent)
    heap = [item for agent in members if (item := _next_for(s, agent)) is not None]
    heapify(heap)
    while heap:
        item = heappop(heap)
        agent = s.agents[item[2]]
        now = _next_for(s, agent)
        if now is None:
            continue
        if now[0] == item[0]:
            found = s.index.first_agent(s.standing[now[0]].wait)
            if found is not None:
                offer(s, *found)
            now = _next_for(s, agent)
        if now is not None:
            heappush(heap, now)


def _next_for(s: FloorState, agent: Agent) -> tuple[Key, int, str] | None:
    """What the agent would take now: its key, and a tie between agents."""
    entry = s.index.first_entry(agent) if agent.is_routable() else None
    return None if entry is None or entry.line_key is None else (entry.line_key, agent.idle_sequence, agent.id)
