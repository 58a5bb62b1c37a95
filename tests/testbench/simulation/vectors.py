"""Vectors of queueing theory as scenarios: what a simulated day must show, and the exact value of it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from flowengine.testbench.simulation.plan import Plan
from flowengine.testbench.simulation.student import Estimate
from flowengine.testbench.simulation.tally import Key, Seen
from tests.floor import closed_forms as exact
from tests.testbench.simulation.queue import (
    LINE,
    Look,
    mean_wait,
    occupancy,
    plan,
    scenario,
    seen_as,
    skilled,
    tenant,
    within,
    working,
)

AT_ONCE_S = 0.001  # who is answered within this did not wait
Vector = Mapping[str, Any]


class Shown(NamedTuple):
    """What is looked at, in which group, and the exact value; `of_day`: until the end of the day only."""

    look: Look
    value: float
    key: Key = LINE
    of_day: bool = False


class Known(NamedTuple):
    """A plan, and all that it must show. Rates are per minute; talks last a minute unless said otherwise."""

    plan: Plan
    shown: dict[str, Shown]


def line(agents: int, offered: float, talk_s: float, within_s: float, **hours: Any) -> Known:
    """Erlang C."""
    known = exact.erlang_c(agents, offered / talk_s, talk_s, within_s)
    waits = exact.erlang_c(agents, offered / talk_s, talk_s, 0.0).waits
    target = {"formula": "answered_within/answered", "within_s": within_s or AT_ONCE_S}
    talks = [{"talk": {"exponential_s": talk_s}}]
    of = plan(scenario(agents, offered / talk_s * 60, handling=talks, service_level=target, **hours))
    return Known(of, {
        "mean": Shown(mean_wait, known.mean), "within": Shown(within, known.within if within_s else 1 - waits),
        "busy": Shown(occupancy, offered / agents, of_day=True),
    })  # fmt: skip  # one line per thought


def impatient(agents: int, arrivals: float, served: float, gives_up: float, t: float, **hours: Any) -> Known:
    """Erlang A; rates per minute, `t` in minutes."""
    known = exact.erlang_a(agents, arrivals, served, gives_up, t)
    of = plan(scenario(
        agents, arrivals, handling=[{"talk": {"exponential_s": 60 / served}}],
        patience={"voice": {"exponential_s": 60 / gives_up}},
        service_level={"formula": "answered_within/answered", "within_s": t * 60}, **hours,
    ))  # fmt: skip  # one line per thought
    return Known(of, {
        "abandons": Shown(lambda c: c.abandoned / c.enqueued, known.abandons),
        "mean": Shown(lambda c: (c.answered_ms + c.abandoned_ms) / c.enqueued / 1000, known.mean * 60),
        "within": Shown(lambda c: c.answered_within / c.enqueued, known.served_within),
        "gone": Shown(lambda c: c.abandoned_within / c.enqueued, known.gone_within),
        "busy": Shown(occupancy, known.occupancy, of_day=True),
    })  # fmt: skip  # one line per thought


def shared(lam: Mapping[str, float], groups: list[tuple[str, int, list[str], float]], **hours: Any) -> Known:
    """First come first served, longest idle first. `groups`: name, how many, skills, rate of each."""
    names = list(lam)
    able = [{names.index(skill) for skill in held} for _, _, held, _ in groups]
    known = exact.shared(list(lam.values()), [g[3] for g in groups], [g[1] for g in groups], able)
    target = {"formula": "answered_within/answered", "within_s": AT_ONCE_S}
    of = skilled(dict(lam), groups, service_level=target, **hours)
    shown = {
        f"mean {name}": Shown(mean_wait, known.mean[n] * 60, ("skill", "line", name)) for n, name in enumerate(lam)
    }
    shown |= {f"waits {name}": Shown(within, 1 - known.waits[n], ("skill", "line", name)) for n, name in enumerate(lam)}
    busy = zip(groups, known.busy, strict=True)
    shown |= {f"busy {g[0]}": Shown(occupancy, value, ("group", "", g[0]), of_day=True) for g, value in busy}
    return Known(of, shown)


def rung(per_s: float, ring_s: float, wrap_up_s: float, **hours: Any) -> Known:
    """One agent who lets it ring, talks for 300 s on average, and writes up: the mean wait until the answer."""
    _, answered, busy = exact.ring_and_wrap_up(per_s, 300.0, ring_s, wrap_up_s)
    of = plan(scenario(
        1, per_s * 60, handling=[{"talk": {"exponential_s": 300}, "wrap_up": wrap_up_s}],
        ringing={"voice": {"answers_after": ring_s}}, **hours,
    ), tenant(wrap_up={"mode": "until_released"}))  # fmt: skip  # one line per thought
    return Known(of, {"mean": Shown(mean_wait, answered), "busy": Shown(working, busy, of_day=True)})


def known_of(vector: Vector, **hours: Any) -> Known | None:
    """A vector of the shared table, if a simulated day can show it."""
    name, p = str(vector["id"]), vector["params"]
    if name.startswith("derived-erlc"):
        return line(p["agents"], p["offered"], 180.0, p["target_s"], **hours)
    if name.startswith("pub-erlc-table"):
        return line(p["agents"], p["offered_erlang"], 60.0, 0, **hours)
    if name.startswith("derived-erla"):
        return impatient(p["agents"], p["lam"], p["mu"], p["theta"], p["t"], **hours)
    if name.startswith("pub-erla"):
        rate = p["arrivals_per_interval"] / p["interval_min"]
        return impatient(p["agents"], rate, 1 / p["aht_min"], 1 / p["patience_mean_min"], p["target_s"] / 60, **hours)
    if name.startswith("derived-alis") and "groups" in p:
        both = list(p["lam"])
        held = [(group, size, both if group == "both" else [group], p["mu"]) for group, size in _sized(p)]
        return shared(p["lam"], held, **hours)
    if name.startswith("derived-alis"):
        agents = zip(p["skills"], p["mu"], strict=True)
        return shared(p["lam"], [(f"agent{n}", 1, held, rate) for n, (held, rate) in enumerate(agents)], **hours)
    if name.startswith("derived-mg1"):
        return rung(p["lam_per_s"], p["ring_s"], p["wrapup_s"], **hours)
    return None


def _sized(p: Mapping[str, Any]) -> list[tuple[str, int]]:
    return list(zip(p["groups"], p["group_sizes"], strict=True))


def looked_at(known: Known, seen: list[Seen]) -> dict[str, tuple[Estimate, float]]:
    """What was shown, beside what is exact."""
    return {what: (seen_as(seen, of.look, of.key, until_end=of.of_day), of.value) for what, of in known.shown.items()}
