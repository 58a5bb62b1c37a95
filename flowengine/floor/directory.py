"""Directory facts on the floor: who belongs where with which skills, and how each queue is set."""

from flowengine.floor.agent import Agent
from flowengine.floor.desk import forget_devices, sign_out
from flowengine.floor.entry import DIALOGUE
from flowengine.floor.event import AgentProfileSet, QueueSettingsSet
from flowengine.floor.in_line import join, step_out
from flowengine.floor.queue import Queue
from flowengine.floor.route import pass_on_unmet
from flowengine.floor.state import FloorState
from flowengine.floor.step import offer, release


def profile_set(s: FloorState, event: AgentProfileSet) -> None:
    """Memberships, levels and limits are these from now on: the idle sequence stays, live conversations go on."""
    agent = s.agents.get(event.agent)
    if agent is None:
        if not event.memberships:
            return
        agent = s.add_agent(event.agent)
    agent.name = event.name or event.agent
    agent.memberships = {c: dict(levels) for c, levels in event.memberships.items()}
    agent.most, agent.devices = dict(event.most), event.devices
    s.index.set_profile(agent)
    forget_devices(s, agent)
    if not agent.memberships and agent.signed_in:
        sign_out(s, agent)
    pass_on_unmet(s, agent)
    s.touched_agents[agent.id] = agent
    if agent.signed_in:
        release(s, agent)


def settings_set(s: FloorState, event: QueueSettingsSet) -> None:
    """Settings hold from now on; where they change who may take what, or in which order, all are looked at anew."""
    queue = s.queue_of(event.contact_center)
    before, skills_before = queue.settings, queue.defined
    queue.configure(event)
    s.index.set_center(event)
    if event.weight != before.weight:
        _line_up_anew(s, queue)
    if queue.defined != skills_before or event.capacity != before.capacity:
        _match_anew(s, queue)


def _line_up_anew(s: FloorState, queue: Queue) -> None:
    """The weight is part of the key of all who stand in this line."""
    for key in tuple(queue.line):
        wait = s.waits[key[DIALOGUE]]
        step_out(s, wait)
        join(s, wait)


def _match_anew(s: FloorState, queue: Queue) -> None:
    """Who is offered, who waits and who is free here: in the order of the line, then of the agents."""
    members = [a for a in s.agents.values() if queue.contact_center in a.memberships]
    members.sort(key=lambda a: a.idle_sequence)
    for agent in members:
        if agent.reservations:
            pass_on_unmet(s, agent)
    for agent in members:
        s.index.refresh(agent)
    for key in tuple(queue.line):
        wait = s.waits.get(key[DIALOGUE])
        found = s.index.first_agent(wait) if wait is not None and wait.is_in_line() else None
        if found is not None:
            offer(s, *found)
    for agent in members:
        if agent.idle_key is not None:
            release(s, agent)
