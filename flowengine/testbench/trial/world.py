"""The world around a draft that is tried: a simulated agent who can do everything, and what is made up if not given."""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from flowengine.messages import Json
from flowengine.testbench.bench import Bench
from flowengine.testbench.story import Story

BEST = 100
ASKED = "http"  # how a service answers decides where a caller goes: the author is asked


class Missing(Struct, frozen=True):
    """What the flow used and nobody gave: the part of `given`, and what would be written into it."""

    message: str
    part: str
    value: Json


def filled(bench: Bench, given: Mapping[str, Json]) -> dict[str, Any]:
    """`given` with agents who work everywhere and know everything, where it does not say otherwise."""
    agents = given.get("agents")
    if not isinstance(agents, dict):
        return dict(given)
    named = ("contact_center", "contact_centers", "memberships")
    able = {name: dict.fromkeys(center.skills, BEST) for name, center in _centers(bench)}
    return {
        **given,
        "agents": {
            name: agent if not isinstance(agent, dict) or any(key in agent for key in named)
            else {**agent, "memberships": able}
            for name, agent in agents.items()
        },
    }  # fmt: skip  # one agent a line


def _centers(bench: Bench) -> list[tuple[str, Any]]:
    return [(name, center) for name, center in bench.directory.contact_centers.items() if center.enabled]


def with_missing(bench: Bench, given: Mapping[str, Any], missing: Missing | None) -> dict[str, Any] | None:
    """`given` with what was missing, if nobody needs to be asked for it; else None."""
    if missing is None or missing.part == ASKED or not isinstance(missing.value, list | dict):
        return None
    if missing.part == "secrets":
        return {**given, "secrets": missing.value}
    if not isinstance(missing.value, dict):
        return None
    value = missing.value
    if missing.part == "tables":
        value = {name: _rows_of(bench, name) for name in missing.value}
    return {**given, missing.part: {**given.get(missing.part, {}), **value}}


def _rows_of(bench: Bench, name: str) -> Json:
    """What stands in a live table now."""
    tables = (program.environment.tables for _, program in bench.releases.values())
    found = next((each[name] for each in tables if name in each), None)
    return msgspec.to_builtins(found.rows) if found is not None else []


def used_only(given: Mapping[str, Any], story: Story) -> dict[str, Any]:
    """`given` as a case keeps it: of agents who were made able everywhere only the places that the dialogue asked."""
    agents = given.get("agents")
    if not isinstance(agents, dict):
        return dict(given)
    asked = _asked(story)
    kept = {name: _in_places(agent, asked) for name, agent in agents.items()}
    used = {name: agent for name, agent in kept.items() if agent is not None}
    without = {key: value for key, value in given.items() if key != "agents"}
    return {**without, **({"agents": used} if used else {})}


def _in_places(agent: dict[str, Any], asked: set[str]) -> dict[str, Any] | None:
    if "memberships" not in agent:
        return agent
    places = {name: skills for name, skills in agent["memberships"].items() if name in asked}
    return {**agent, "memberships": places} if places else None


def _asked(story: Story) -> set[str]:
    facts = [fact for deed in story.log for fact in deed.facts]
    queued = {fact[1] for fact in facts if fact[0] == "queued"}
    return queued | {name for fact in facts if fact[0] == "step" for name in fact[2]}
