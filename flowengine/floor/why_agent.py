"""Why an agent gets what it gets: what it could take, what it may not, and for which reason."""

from itertools import islice

from flowengine.floor.agent import Agent
from flowengine.floor.entry import Entry, Key
from flowengine.floor.overview import MOST_SHOWN, agent_view, waited_s
from flowengine.floor.reason import hindering, lacking, no_room, unavailable
from flowengine.floor.state import FloorState
from flowengine.messages import Channel, Json

CHANNELS: tuple[Channel, ...] = ("voice", "chat", "message")


def why_agent(s: FloorState, name: str, at_ms: int) -> dict[str, Json] | None:
    """See `Floor.why_agent`: the first that wait in its contact centers, each with the reasons against it."""
    agent = s.agents.get(name)
    if agent is None:
        return None
    waiting = [_row(s, agent, entry, at_ms) for _, entry in _waiting(s, agent)]
    could = next((row for row in waiting if row["able"]), None)
    found: dict[str, Json] = {
        **agent_view(s, name, at_ms),
        "because": [reason.told() for reason in unavailable(agent, at_ms)],
        "may": [_may(s, agent, center, at_ms) for center in agent.memberships if center in s.queues],
        "waiting": waiting,
        "next": None if could is None else could["dialogue"],
    }
    return {**found, "words": _words(s, agent, found)}


def _waiting(s: FloorState, agent: Agent) -> list[tuple[Key, Entry]]:
    """Who stands first in the lines of the agent's contact centers, over all of them in the order of their keys."""
    found: dict[str, tuple[Key, Entry]] = {}
    for center in agent.memberships:
        queue = s.queues.get(center)
        for key in islice(queue.line, MOST_SHOWN) if queue is not None else ():
            entry = s.standing[key]
            known = found.get(entry.wait.dialogue)
            if known is None or key < known[0]:
                found[entry.wait.dialogue] = (key, entry)
    return sorted(found.values(), key=lambda item: item[0])[:MOST_SHOWN]


def _row(s: FloorState, agent: Agent, entry: Entry, at_ms: int) -> dict[str, Json]:
    never, now = lacking(s, entry, agent), hindering(s, entry, agent, at_ms)
    reasons = [*never, *now]
    return {
        "dialogue": entry.wait.dialogue,
        "contact_center": entry.contact_center,
        "channel": entry.wait.channel,
        "waited_s": waited_s(entry.wait, at_ms),
        "requirements": dict(entry.requirements),
        "able": not never,
        "reasons": [reason.sentence for reason in reasons],
        "because": [reason.told() for reason in reasons],
    }


def _may(s: FloorState, agent: Agent, center: str, at_ms: int) -> dict[str, Json]:
    """What of a contact center the agent could take: how many of the requirement sets that were ever asked for there
    it meets, and for each channel why none more is offered now."""
    queue = s.queues[center]
    met = sum(agent.meets(center, dict(asked), queue.defined) for asked in queue.known)
    away = [reason.sentence for reason in unavailable(agent, at_ms)]
    return {
        "contact_center": center,
        "skills": dict(agent.memberships[center]),
        "sets": len(queue.known),
        "sets_met": met,
        "channels": {
            channel: [*away, *(reason.sentence for reason in no_room(s, center, channel, agent))]
            for channel in CHANNELS
        },
    }


def _words(s: FloorState, agent: Agent, found: dict[str, Json]) -> list[str]:
    """The whole in English sentences."""
    state = found["state"].replace("_", " ")
    words = [f"{agent.name} is {state}."]
    words += [f"{agent.name} {sentence}." for sentence in found["reasons"]]
    for may in found["may"]:
        center, met, sets = may["contact_center"], may["sets_met"], may["sets"]
        if sets:
            of = f"{met} of the {sets} sets" if sets > 1 else f"{'the one' if met else 'not the one'} set"
            words.append(f"{agent.name} meets {of} of skills that {center} was ever asked for.")
    if not found["may"]:
        words.append(f"{agent.name} belongs to no contact center.")
    for row in found["waiting"][:10]:
        why = ", ".join(row["reasons"]) or "would get it now"
        words.append(f"Dialogue {row['dialogue']} in {row['contact_center']}: {agent.name} {why}.")
    if not found["waiting"]:
        words.append(f"Nobody waits for {agent.name}.")
    return words
