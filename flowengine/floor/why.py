"""Why: where a dialogue stands, which agent could take it or why not, and what comes next; as data and in words."""

from heapq import nsmallest

from flowengine.floor.agent import Agent
from flowengine.floor.coming import timeline
from flowengine.floor.entry import Entry
from flowengine.floor.overview import MOST_SHOWN, position_of, state_of, waited_s
from flowengine.floor.pool import inputs_of
from flowengine.floor.reason import for_people, hindering, lacking, name_of, seconds, skills_of
from flowengine.floor.reason_count import counted
from flowengine.floor.reservation import Reservation
from flowengine.floor.state import FloorState
from flowengine.floor.wait import Wait
from flowengine.messages import Json


def why_dialogue(s: FloorState, dialogue: str, at_ms: int) -> dict[str, Json] | None:
    """See `Floor.why_dialogue`."""
    wait = s.waits.get(dialogue)
    if wait is None:
        held = s.work.get(dialogue)
        return None if held is None else _why_connected(s, held, at_ms)
    rows, more = agents_for(s, wait, at_ms)
    estimate = inputs_of(s, wait.entry)
    coming = timeline(s, wait, at_ms)
    found: dict[str, Json] = {
        "state": state_of(wait),
        "contact_center": wait.home,
        "channel": wait.channel,
        "position": position_of(s, wait, wait.home),
        "waiting": len(s.queues[wait.home].line),
        "waited_s": waited_s(wait, at_ms),
        "requirements": dict(wait.entry.requirements),
        "priority": wait.priority,
        "max_wait_s_left": None if wait.leave_by_ms is None else seconds(wait.leave_by_ms - at_ms),
        "step": _step(s, wait),
        "asks": [_asked(s, wait, entry) for entry in wait.entries.values()],
        "estimate_s": estimate["mean_s"],
        "estimate": estimate,
        "agents": rows,
        "more_agents": more,
        "next": [item["sentence"] for item in coming],
        "timeline": coming,
    }
    return {**found, "words": _words(s, wait, found)}


def _why_connected(s: FloorState, held: Reservation, at_ms: int) -> dict[str, Json]:
    since_ms, name = held.connected_ms, name_of(s, held.agent)
    talks = f"talks with {name} until one of them ends it"
    on_hold = f"is on hold by {name}"
    sentence = on_hold if held.held_since_ms else talks
    return {
        "state": "connected", "contact_center": held.home or held.contact_center, "channel": held.channel,
        "position": 0, "waiting": 0, "waited_s": held.waited_ms // 1000, "requirements": {}, "priority": 0,
        "max_wait_s_left": None, "step": None, "asks": [], "estimate_s": None, "estimate": None,
        "agent": held.agent, "answered_by": held.contact_center, "agents": [], "more_agents": 0,
        "next": [sentence], "timeline": [{"in_s": None, "at_ms": None, "what": "talks", "sentence": sentence}],
        "words": [f"It {sentence}, since {for_people(at_ms - since_ms)}."],
    }  # fmt: skip  # one line per thought


def _asked(s: FloorState, wait: Wait, entry: Entry) -> dict[str, Json]:
    """One contact center that is asked, and how it stands there."""
    center = entry.contact_center
    queue = s.queues[center]
    undefined = sorted(skill for skill in entry.requirements if skill not in queue.defined)
    return {
        "contact_center": center,
        "home": center == wait.home,
        "requirements": dict(entry.requirements),
        "only": entry.only,
        "position": position_of(s, wait, center),
        "waiting": len(queue.line),
        "weight": queue.settings.weight,
        "order": queue.settings.agent_order,
        "not_defined": undefined,
    }


def _step(s: FloorState, wait: Wait) -> dict[str, Json]:
    """The present step of the route plan, in words."""
    of = 1 + len(wait.steps)
    if wait.step == 0:
        alone = wait.entry.only or wait.preferred or ""
        return {"number": 0, "of": of, "sentence": f"{name_of(s, alone)} alone is asked first."}
    asked = ", or ".join(f"{e.contact_center} for {skills_of(e.requirements)}" for e in wait.entries.values())
    where = f"Step {wait.step} of {of}" if wait.steps else "The one step"
    only = wait.entry.only
    direct = f", {name_of(s, only)} alone" if only is not None else ""
    return {"number": wait.step, "of": of, "sentence": f"{where} asks {asked}{direct}, with priority {wait.priority}."}


def agents_for(s: FloorState, wait: Wait, at_ms: int) -> tuple[list[dict[str, Json]], int]:
    """Members of the contact centers that are asked: the able first, then those with the fewest reasons against them;
    and how many more there are. Reasons are counted for all, and told of those who are shown."""
    nearest: dict[str, tuple[int, int, Entry]] = {}
    for entry in wait.entries.values():
        for name, never, now in counted(s, entry):
            best = nearest.get(name)
            if best is None or (never, now) < best[:2]:
                nearest[name] = never, now, entry
    ranked = ((never > 0, never + now, name) for name, (never, now, _) in nearest.items())
    rows = [_row(s, s.agents[name], nearest[name][2], at_ms) for _, _, name in nsmallest(MOST_SHOWN, ranked)]
    return rows, len(nearest) - len(rows)


def _row(s: FloorState, agent: Agent, entry: Entry, at_ms: int) -> dict[str, Json]:
    never = lacking(s, entry, agent)
    reasons = [*never, *hindering(s, entry, agent, at_ms)]
    return {
        "agent": agent.id,
        "state": agent.state(),
        "contact_center": entry.contact_center,
        "contact_centers": list(agent.memberships),
        "able": not never,
        "reasons": [reason.sentence for reason in reasons],
        "because": [reason.told() for reason in reasons],
    }


def _words(s: FloorState, wait: Wait, found: dict[str, Json]) -> list[str]:
    """The whole in English sentences, for terminal and tickets."""
    queue = s.queues[wait.home]
    of = max(found["position"], len(queue.line))
    stands = "is offered" if found["state"] == "offered" else f"stands in place {found['position']} of {of}"
    waited = for_people(found["waited_s"] * 1000)
    words = [f"It has waited {waited} in {wait.home} and {stands}.", found["step"]["sentence"]]
    words += [
        f"{asked['contact_center']} does not define {skill}: nobody there is eligible."
        for asked in found["asks"]
        for skill in asked["not_defined"]
    ]
    words += [f"{name_of(s, row['agent'])} {_listed(row['reasons'])}." for row in found["agents"] if row["reasons"]]
    if not found["agents"]:
        words.append("No agent belongs to a contact center that is asked.")
    words.append(found["estimate"]["sentence"])
    words += [f"It {sentence}." for sentence in found["next"]]
    return words


def _listed(sentences: list[str]) -> str:
    return sentences[0] if len(sentences) == 1 else f"{', '.join(sentences[:-1])} and {sentences[-1]}"
