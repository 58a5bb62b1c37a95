"""Reason: every conjunct that keeps an agent and a dialogue apart, as data and as a sentence without a subject."""

from msgspec import Struct

from flowengine.floor.agent import Agent
from flowengine.floor.entry import Entry
from flowengine.floor.event import WHOLE
from flowengine.floor.presence import EXCLUDING
from flowengine.floor.state import FloorState
from flowengine.messages import Channel, Json

WORDED = {"do_not_disturb": "do not disturb", "device_busy": "busy"}
TALKS = {"voice": "call", "chat": "chat", "message": "message"}


class Reason(Struct, frozen=True):
    """`code` and `facts` are for programs, `sentence` (without a subject) is for people."""

    code: str
    sentence: str
    facts: dict[str, Json] = {}

    def told(self) -> dict[str, Json]:
        """All of it as one object."""
        return {"code": self.code, **self.facts, "sentence": self.sentence}


def lacking(s: FloorState, entry: Entry, agent: Agent) -> list[Reason]:
    """Why the agent may not take it at all, as the present step asks; none: the agent is able."""
    center = entry.contact_center
    levels = agent.memberships.get(center)
    if levels is None:
        return [Reason("not_a_member", f"is not a member of {center}", {"contact_center": center})]
    defined = s.queues[center].defined if center in s.queues else frozenset()
    found = [
        found
        for skill, least in entry.requirements.items()
        if (found := _lacks(center, skill, least, levels, defined)) is not None
    ]
    if entry.only is not None and entry.only != agent.id:
        sentence = f"is not {name_of(s, entry.only)}, who alone is asked now"
        found.append(Reason("not_preferred", sentence, {"preferred": entry.only}))
    return found


def _lacks(center: str, skill: str, least: int, levels: dict[str, int], defined: frozenset[str]) -> Reason | None:
    asked: dict[str, Json] = {"skill": skill, "least": least}
    if skill not in defined:
        return Reason("skill_not_defined", f"{skill} is not a skill of {center}", {**asked, "contact_center": center})
    if skill not in levels:
        return Reason("no_skill", f"has no {skill}, needs {least}", asked)
    if levels[skill] < least:
        return Reason("low_level", f"has {skill} {levels[skill]}, needs {least}", {**asked, "level": levels[skill]})
    return None


def hindering(s: FloorState, entry: Entry, agent: Agent, at_ms: int) -> list[Reason]:
    """Why an able agent does not take it now."""
    wait = entry.wait
    if any(r.dialogue == wait.dialogue and r.state in ("pending", "accepted") for r in agent.reservations.values()):
        return [Reason("is_offered", "is offered this dialogue")]
    found = [*unavailable(agent, at_ms), *no_room(s, entry.contact_center, wait.channel, agent)]
    if agent.id in wait.exclusions:
        until_ms = wait.exclusions[agent.id]
        sentence = f"declined this dialogue, may be asked again in {for_people(until_ms - at_ms)}"
        found.append(Reason("declined", sentence, {"until_ms": until_ms}))
    return found


def unavailable(agent: Agent, at_ms: int) -> list[Reason]:
    """Why no offer of any kind comes to the agent now, whatever room is left."""
    if not agent.signed_in:
        works = " and ends the present work" if agent.reservations else ""
        return [Reason("signed_out", f"is signed out{works}")]
    found = _presence(agent)
    if agent.blocked_until_ms:
        left = for_people(agent.blocked_until_ms - at_ms)
        sentence = f"did not answer an offer and is blocked for {left}"
        found.append(Reason("blocked", sentence, {"until_ms": agent.blocked_until_ms}))
    if agent.is_wrapping():
        until_ms = max(r.wrap_up_until_ms for r in agent.reservations.values() if r.state == "wrapping")
        found.append(Reason("wrapping", "is wrapping up", {"until_ms": until_ms or None}))
    return found


def _presence(agent: Agent) -> list[Reason]:
    presence, found = agent.presence, []
    if presence.intent != "available":
        why = f" ({presence.reason})" if presence.reason else ""
        facts: dict[str, Json] = {"intent": presence.intent, "reason": presence.reason}
        found.append(Reason(presence.intent, f"is {worded(presence.intent)}{why}", facts))
    if presence.next_intent is not None:
        facts = {"intent": presence.next_intent, "reason": presence.next_reason}
        sentence = f"will be {worded(presence.next_intent)} after the present work"
        found.append(Reason("next_status", sentence, facts))
    word = presence.device_word()
    if word in EXCLUDING:
        devices = {device: report for device, report in presence.devices.items() if report.presence == word}
        until_ms = max(report.until_ms for report in devices.values())
        sentence = f"has a device that reports {worded(word)}"
        found.append(Reason("device", sentence, {"devices": sorted(devices), "presence": word, "until_ms": until_ms}))
    return found


def no_room(s: FloorState, contact_center: str, channel: Channel, agent: Agent) -> list[Reason]:
    """Why one more dialogue of the channel does not fit beside the agent's present work."""
    capacity = s.queues[contact_center].capacity(channel)
    live, most = agent.live.get(channel, 0), min(capacity.most, agent.most.get(channel, capacity.most))
    talk = TALKS[channel]
    if most <= 0:
        return [Reason("channel_off", f"takes no {talk}s", {"channel": channel})]
    if agent.is_wrapping():
        return []  # said already; the load is not what keeps offers away
    if agent.load + capacity.cost > WHOLE:
        if channel != "voice" and agent.is_working() and _voices(agent) == 0:
            sentence = f"has no room for a {talk}: {WHOLE - agent.load} % is left, it takes {capacity.cost} %"
        else:
            sentence = "is in a conversation" if agent.is_working() else "has an open offer"
        return [Reason("no_room", sentence, {"load": agent.load, "cost": capacity.cost})]
    if live >= most:
        has = f"has {live} {talk}s, the most" if live != 1 else f"has a {talk}, the most"
        return [Reason("channel_full", f"{has} at once", {"channel": channel, "live": live, "most": most})]
    return []


def _voices(agent: Agent) -> int:
    return agent.live.get("voice", 0)


def worded(presence: str) -> str:
    """A presence as it is said."""
    return WORDED.get(presence, presence)


def seconds(ms: int) -> int:
    """Whole seconds, rounded up, never negative."""
    return max(0, -(-ms // 1000))


def for_people(ms: int) -> str:
    """Seconds below two minutes, minutes below two hours, then hours, rounded up."""
    left = seconds(ms)
    if left < 120:
        return f"{left} s"
    minutes = -(-left // 60)
    return f"{minutes} min" if minutes < 120 else f"{-(-minutes // 60)} h"


def name_of(s: FloorState, agent: str) -> str:
    """The name by which sentences speak of an agent."""
    return s.agents[agent].name if agent in s.agents else agent


def skills_of(requirements: dict[str, int]) -> str:
    """Requirements as words."""
    asked = [f"{skill} {level}" for skill, level in sorted(requirements.items())]
    return "anyone" if not asked else " and ".join(asked)
