"""Known answers of routing models: which closed form gives each, and which of other routers' choices are also ours."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.floor import closed_forms as exact

ROOT = Path(__file__).resolve().parents[2]
OWN = ROOT / "tests" / "vectors" / "routing.json"
SHARED = ROOT.parent / "shared" / "data" / "routing-vectors.json"
Vector = Mapping[str, Any]
FORMULA_IS_LOOSE = 1e-7  # of answers that were printed with ten digits, or found by summing a chain

# Why a vector of the shared file has no closed form or choice here: by what its id begins with.
ELSEWHERE = {
    "derived-pooling-90": "found by simulation, with its own tolerance: the floor is simulated instead",
    "derived-montreal": "a week of real arrivals that the vector does not contain",
    "pub-acs-best-worker": "a score that an integrator defines; ours is levels, then load and idle time",
    "pub-avaya-ead-loa": "occupancy over the shift: no order of ours looks at it, as it favours who came late",
    "pub-avaya-ucd-loa": "as above",
    "pub-twilio-order-by": "prefers the lower level on purpose; `least_flexible` is our way to spare the skilled",
    "pub-genesys-conversation": "priority as minutes of age: ours is strict, and age is `boost_s`",
    "pub-connect-priority-delay": "a delay per agent profile; ours is a step of the route plan, on the dialogue",
    "pub-asterisk-holdtime": "another estimate of the wait: ours is worked out from rates",
}


def named(ids: str) -> Callable[[Vector], bool]:
    return lambda vector: str(vector["id"]).startswith(ids)


def per_interval(p: Vector) -> tuple[float, float]:
    """Arrivals per second, and the handling time in seconds."""
    return p["arrivals_per_interval"] / p["interval_min"] / 60, p["aht_min"] * 60


def of_erlang_c(p: Vector) -> list[float]:
    if "arrivals_per_interval" in p:
        rate, handling = per_interval(p)
        answer = exact.erlang_c(p["agents"], rate, handling, p["target_s"])
        return [answer.waits, answer.within, rate * handling / p["agents"]]
    if "offered_erlang" in p:
        return [exact.erlang_c(p["agents"], p["offered_erlang"], 1.0).waits]
    return list(of_waiting(exact.erlang_c(p["agents"], p["offered"] / 180, 180.0, p["target_s"])))


def of_waiting(answer: exact.Waiting) -> tuple[float, float, float]:
    return answer.waits, answer.mean, answer.within


def of_erlang_a(p: Vector) -> list[float]:
    if "arrivals_per_interval" in p:
        rate, handling = per_interval(p)
        answer = exact.erlang_a(p["agents"], rate, 1 / handling, 1 / (60 * p["patience_mean_min"]), p["target_s"])
        return [answer.served_within, answer.occupancy, answer.abandons, answer.waits, answer.mean / 60]
    return list(exact.erlang_a(p["agents"], p["lam"], p["mu"], p["theta"], p["t"]))


def of_shared(p: Vector) -> list[float]:
    names = list(p["lam"])
    if "groups" in p:
        able = [{0, 1} if group == "both" else {names.index(group)} for group in p["groups"]]
        sizes, served = p["group_sizes"], [p["mu"]] * len(p["groups"])
    else:
        able = [{names.index(skill) for skill in skills} for skills in p["skills"]]
        sizes, served = [1] * len(able), p["mu"]
    answer = exact.shared(list(p["lam"].values()), served, sizes, able)
    return [*answer.waits, *answer.mean, *answer.busy]


def of_priorities(p: Vector) -> list[float]:
    waits, means = exact.priorities(p["agents"], p["lam_high_to_low"], 1.0)
    return [waits, *means]


def of_chats(p: Vector) -> list[float]:
    return list(exact.erlang_c(p["agents"] * p["slots"], p["lam"], 1 / p["mu"])[:2])


def of_estimate(p: Vector) -> list[float]:
    mean, deviation = exact.expected_wait(p["c"], p["aht_s"], p["n_ahead"], p.get("patience_s"))
    return [mean] if "patience_s" in p else [mean, deviation]


def of_many(p: Vector) -> list[float]:
    load = 10_000.0
    return [exact.many_agents(p["beta"]), exact.erlang_c(round(load + p["beta"] * load**0.5), load, 1.0).waits]


CLOSED: dict[str, Callable[[Vector], list[float]]] = {
    "pub-erlc": of_erlang_c, "derived-erlc": of_erlang_c, "pub-erla": of_erlang_a, "derived-erla": of_erlang_a,
    "derived-mmck": lambda p: list(exact.bounded(p["agents"], p["waiting_places"], p["lam"], p["mu"], 0.5)),
    "derived-prio": of_priorities, "derived-alis": of_shared,
    "derived-mg1": lambda p: list(exact.ring_and_wrap_up(p["lam_per_s"], 300.0, p["ring_s"], p["wrapup_s"])),
    "derived-rona": lambda p: list(exact.missed(p["lam_per_s"], p["talk_s"], p["ring_s"], p["accept"])),
    "derived-chat": of_chats, "derived-ewt": of_estimate, "derived-halfin": of_many,
}  # fmt: skip  # a list reads better than one item a line
ONE_OF_MANY = {  # a published vector gives one figure of the answer: which
    "waiting_probability": 0, "service_level_20s": 1, "occupancy": 2, "P(wait)": 0,
}  # fmt: skip  # a list reads better than one item a line
ONE_OF_PATIENCE = {"p_served_within_t": 0, "occ": 1, "p_abandon": 2, "pw": 3, "wq": 4}


def closed_form(vector: Vector) -> Callable[[Vector], list[float]] | None:
    """What works it out; None: nothing here does."""
    return next((form for start, form in CLOSED.items() if str(vector["id"]).startswith(start)), None)


def answer(vector: Vector) -> list[float]:
    """Our figures in the order of the vector's."""
    form = closed_form(vector)
    assert form is not None
    found = form(vector["params"])
    if str(vector["id"]).startswith("pub-erla"):
        return [found[ONE_OF_PATIENCE[str(vector["id"]).rsplit("-", 1)[1]]]]
    return [found[ONE_OF_MANY[vector["metric"]]]] if str(vector["id"]).startswith("pub-erlc") else found


def figures(value: Any) -> list[float]:
    """A vector's value, flat."""
    if isinstance(value, Mapping):
        return [figure for part in value.values() for figure in figures(part)]
    if isinstance(value, list):
        return [float(figure) for figure in value]
    return [float(value)]


def is_right(vector: Vector, ours: list[float]) -> bool:
    """Within the vector's own tolerance, or the last digit that it prints."""
    tolerance = vector["tolerance"]
    theirs = figures(vector["value"])
    relative, least = float(tolerance.get("formula_rel", 0.0)), float(tolerance.get("abs", 0.0))
    near = [abs(a - b) <= max(relative * abs(b), least, 6e-10 * abs(b)) for a, b in zip(ours, theirs, strict=True)]
    return all(near)


def load(path: Path) -> list[Vector]:
    found: list[Vector] = json.loads(path.read_text("utf-8"))["vectors"]
    return found
