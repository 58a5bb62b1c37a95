"""What a kept dialogue tells of the world around it: the caller, what the flow read outside, and how it ended."""

from collections.abc import Callable, Mapping
from typing import Any

from flowengine.errors import RequestRefused
from flowengine.messages import Json
from flowengine.testbench.coverage.way import way_of
from flowengine.testbench.kept.personal import Personal, leaves

Tables = Callable[[str, int], list[dict[str, Json]] | None]


def no_tables(name: str, version: int) -> list[dict[str, Json]] | None:
    """Nothing is known of live tables."""
    return None


def caller_of(known: dict[str, Json], personal: list[Personal]) -> dict[str, Json]:
    """What is given of the caller; what tells of the person is added to `personal`."""
    if known.get("withheld"):
        return {"withheld": True}
    told = (
        "number",
        "name",
        "language",
        "known",
        "attributes",
        "last_agent",
        "last_contact_center",
        "dialogues_24h",
    )
    for key in ("number", "name"):
        personal += leaves(known.get(key) or "", f"the caller's {key}")
    for name, value in (known.get("attributes") or {}).items():
        personal += leaves(value, f"the caller's attribute {name}")
    return {key: known[key] for key in told if known.get(key)}


def observed(given: dict[str, Json], seen: tuple[str, str, Json], tables: Tables) -> None:
    """What the flow saw of the world is given to the case, if it was the same throughout. `seen`: kind, name, value."""
    kind, of, value = seen
    if kind == "draw" and of == "dialogue":
        text = "It cannot be told again: a split by dialogue sends each dialogue its own way."
        raise RequestRefused(text, code="not_replayable", hint="Split by caller, then it can.")
    if kind == "contact_center" and value and not value["enabled"]:
        given["disabled"] = sorted({*given.get("disabled", ()), of})
    if kind == "live_table":
        rows = tables(of, int(value))
        if rows is None:
            text = f"It cannot be told again: the live table “{of}” has changed since."
            raise RequestRefused(text, code="not_replayable")
        given.setdefault("tables", {})[of] = rows
    if kind == "schedule" and value:
        schedules = given.setdefault("schedules", {})
        if schedules.setdefault(of, value) != value:
            schedules[of] = ""


def waiting_in(facts: list[list[Any]]) -> tuple[list[Any] | None, str]:
    """The wait that goes on after this event (its `queued`), and to whom it is offered."""
    waiting: list[Any] | None = None
    offered = ""
    for fact in facts:
        if fact[0] == "queued":
            waiting, offered = fact, ""
        elif fact[0] == "left_queue":
            waiting = None
        elif fact[0] == "offered":
            offered = fact[2]
    return waiting, offered


def switched(known: dict[str, Json], seen: dict[str, Json]) -> dict[str, Json]:
    """The switches that stand otherwise than was known; those that are seen first are known from now on."""
    changed = {name: state for name, state in seen.items() if name in known and known[name] != state}
    known |= seen
    return changed


def ending(facts: list[list[Any]], content: Mapping[int, Json]) -> dict[str, Json]:
    """What is expected at the end: how it ended, and the way it took."""
    expect: dict[str, Json] = {"visited": way_of(facts)}
    for fact in facts:
        if fact[0] == "ended":
            expect["ended"] = {"reason": fact[1], "by": fact[3], "stage": fact[2]}
        elif fact[0] == "attributes" and content.get(fact[1]):
            expect["attributes"] = content[fact[1]]
    return expect
