"""Pooling: which requirement sets that somebody waits for are connected by staffed agents, found over their classes."""

from flowengine.floor.agent import Agent
from flowengine.floor.bucket import Ask
from flowengine.floor.group import AgentClass
from flowengine.floor.matcher import Pooled


def pooled(asks: dict[int, Ask], agents: dict[str, Agent], first: Ask) -> Pooled:
    """What is reached from `first`; looks once at each agent and at each class: for rounds, not for every event."""
    here: dict[AgentClass, list[Agent]] = {}
    for agent in agents.values():
        if agent.filed is not None and agent.is_staffed():
            here.setdefault(agent.filed.kind, []).append(agent)
    left = {number: None for number, ask in asks.items() if ask is not first and _is_waited_for(ask)}
    met = [first]
    seen: dict[AgentClass, None] = {}
    for ask in met if first.is_possible else ():  # grows on the way
        for kind in ask.classes_now():
            if kind in seen or kind not in here:
                continue
            seen[kind] = None
            reached = [number for number in kind.asks if number in left]
            for number in reached:
                del left[number]
                met.append(asks[number])
    lines = {
        (ask.center.name, ask.needs): [bucket.line for bucket in ask.buckets.values() if bucket.line.size]
        for ask in met
    }  # fmt: skip  # one thought
    return Pooled(lines, [agent for kind in seen for agent in here[kind]])


def _is_waited_for(ask: Ask) -> bool:
    return ask.is_possible and any(bucket.line.size for bucket in ask.buckets.values())
