"""Directory facts on the floor: who belongs where with which skills, and how each queue is set."""

from flowengine.floor.agent import Agent
from flowengine.floor.desk import sign_out
from flowengine.floor.event import AgentProfileSet, QueueSettingsSet
from flowengine.floor.state import FloorState
from flowengine.floor.step import offer, release, requeue, rescind


def profile_set(s: FloorState, event: AgentProfileSet) -> None:
    """Memberships and levels are these from now on: the idle sequence stays, live conversations go on."""
    agent = s.agents.get(event.agent)
    if agent is None:
        if not event.memberships:
            return
        agent = s.add_agent(event.agent)
    agent.name = event.name or event.agent
    agent.memberships = {c: dict(levels) for c, levels in event.memberships.items()}
    s.index.set_profile(agent)
    if not agent.memberships and agent.signed_in:
        sign_out(s, agent)
    pass_on_unmet(s, agent)
    s.touched_agents[agent.id] = agent
    if agent.signed_in:
        release(s, agent)


def pass_on_unmet(s: FloorState, agent: Agent) -> None:
    """Offers whose requirements the agent no longer meets go to others."""
    pending = [r for r in agent.reservations.values() if r.state == "pending"]
    for reservation in pending:
        entry = s.entries[reservation.dialogue]
        defined = s.queues[entry.contact_center].defined
        if not agent.meets(entry.contact_center, entry.requirements, defined):
            rescind(s, reservation, "canceled")
            requeue(s, entry, "agent_gone")


def settings_set(s: FloorState, event: QueueSettingsSet) -> None:
    """Settings hold from now on; if other skills are defined, who waits and who is offered is looked at anew."""
    queue = s.queue_of(event.contact_center)
    before = queue.defined
    queue.configure(event)
    s.index.set_skills(event.contact_center, queue.defined)
    if queue.defined == before:
        return
    members = [a for a in s.agents.values() if event.contact_center in a.memberships]
    members.sort(key=lambda a: a.idle_sequence)
    for agent in members:
        if agent.reservations:
            pass_on_unmet(s, agent)
    for agent in members:
        s.index.refresh(agent)
    for key in tuple(queue.line):
        entry = s.entries[key[3]]
        found = s.index.first_agent(entry)
        if found is not None:
            offer(s, entry, found)
    for agent in members:
        if agent.idle_key is not None:
            release(s, agent)
