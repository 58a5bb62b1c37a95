"""Where a dialogue stands: of its state and world only what can still matter, so that paths which meet are one."""

from collections.abc import Collection
from hashlib import blake2b
from typing import Any

import msgspec

from flowengine.messages import Json
from flowengine.testbench.explorer.again import known_before
from flowengine.testbench.explorer.ahead import Ahead, Name
from flowengine.testbench.explorer.plan import Given
from flowengine.testbench.explorer.run import Run

_encode = msgspec.msgpack.Encoder(order="deterministic").encode


def standing(run: Run, ahead: Ahead) -> bytes:
    """Equal for two runs that can go on in the same ways. Counters and clocks are left out: how often a step was
    visited, which number a question has, how long somebody waits."""
    state, now = run.state, run.story.now
    names: set[Name] = set()
    frames: list[Any] = []
    for frame in state.frames:
        found = ahead.names((frame.environment, frame.flow), frame.node)
        names |= found
        variables = {name: value for name, value in frame.vars.items() if _matters(("vars", name), found)}
        place = (frame.kind, frame.environment, frame.flow, frame.node)
        frames.append((*place, frame.memory, variables, frame.counts, frame.failed))
    asking = (state.asking.accept, state.asking.digits) if state.asking is not None else None
    what = (
        frames,
        (state.status, state.awaiting, asking, state.typed, state.presence, state.language, state.contact_center),
        {name: value for name, value in state.attributes.items() if _matters(("attributes", name), names)},
        (state.routing, state.treatment, state.recording, state.callback is not None, state.handed_on),
        (now.ringing, now.connected, spoken_to(run)),
        known_before(run, names),
        _world(run.plan.given, names),
        (run.wanted.part, run.wanted.key) if run.wanted else None,
    )
    return blake2b(_encode(what), digest_size=16).digest()


def spoken_to(run: Run) -> bool:
    """Whether the caller has heard words, or a person, or was put through to somebody."""
    return bool(run.story.heard) or any(fact[0] in ("connected", "dials", "refused") for fact in run.facts)


def _matters(name: Name, read: Collection[Name]) -> bool:
    return any(one[: len(name)] == name or name[: len(one)] == one for one in read)


def _world(given: Given, names: Collection[Name]) -> dict[str, Json]:
    """What of the given world can still make a difference. How somebody outside answered has done so already."""
    centers = {name[1] for name in names if name[0] == "contact_center"}
    clock = any(name[0] in ("now", "schedule") for name in names)
    kept: dict[str, Json] = {key: given[key] for key in ("agents", "queue", "tables") if key in given}
    if clock and "at" in given:
        kept["at"] = given["at"]
    for part, root in (("caller", "caller"), ("switches", "switches"), ("schedules", "schedule")):
        values = given.get(part, {})
        hours = part == "schedules" and centers  # a contact center may have hours by any of them
        kept[part] = {name: value for name, value in values.items() if hours or _matters((root, name), names)}
    kept["disabled"] = sorted(set(given.get("disabled", ())) & centers)
    return kept
