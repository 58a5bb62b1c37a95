"""Order: the two orders of agents that look at more than who has been idle for longest."""

from flowengine.floor.agent import Agent
from flowengine.floor.bucket import Bucket, Center
from flowengine.floor.event import AgentOrder
from flowengine.floor.group import AgentClass
from flowengine.floor.idle import Idle


def first_by(order: AgentOrder, idle: Idle, bucket: Bucket) -> Agent | None:
    """The first agent who may take from the bucket; equal ones by load and idle sequence."""
    best: tuple[int, int, int] | None = None
    found: Agent | None = None
    for group in idle.groups_for(bucket):
        head = group.head(idle.agents)
        for key in [head] if order == "least_flexible" else list(group.idle):
            if head is None or key is None or not group.holds(key, idle.agents):
                continue
            agent = idle.agents[key[2]]
            rank = (_first_by(order, idle, bucket, agent), key[0], key[1])
            if best is None or rank < best:
                best, found = rank, agent
    return found


def _first_by(order: AgentOrder, idle: Idle, bucket: Bucket, agent: Agent) -> int:
    """Smaller is asked first."""
    center = bucket.ask.center
    if order == "best_level":
        levels = agent.memberships[center.name]
        return -sum(levels[skill] for skill, _ in bucket.ask.needs)
    return 0 if agent.filed is None else flexibility(idle, agent.filed.kind, center)


def flexibility(idle: Idle, kind: AgentClass, center: Center) -> int:
    """How many known requirement sets of the contact center each agent of the class meets."""
    counted = kind.flexibility.get(center.name)
    if counted is None or counted[1] != center.version:
        met = [idle.asks[number] for number in kind.asks]
        many = sum(ask.is_known and ask.is_possible and ask.center is center for ask in met)
        counted = kind.flexibility[center.name] = (many, center.version)
    return counted[0]
