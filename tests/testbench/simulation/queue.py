"""Small tenants whose queues theory knows: calls go straight to a queue, agents answer at once."""

from collections.abc import Callable
from typing import Any

from flowengine.interpreter.program import Release
from flowengine.testbench.simulation.crowd import Crowd
from flowengine.testbench.simulation.day import Day
from flowengine.testbench.simulation.plan import Plan
from flowengine.testbench.simulation.reading import Source, plan_from
from flowengine.testbench.simulation.student import Estimate, estimate, quantile
from flowengine.testbench.simulation.tally import STATES, Cell, Key, Seen

ADDRESS = "+442079460100"
FORMULA = "answered_within/answered"
LINE: Key = ("contact_center", "line", "")
MINUTE = 60.0
Look = Callable[[Cell], float]


def tenant(skills: tuple[str, ...] = (), **center: Any) -> dict[str, Any]:
    """One contact center without a flow."""
    about = {"id": "emea-queue", "name": "Queue", "region": "EMEA", "time_zone": "UTC", "languages": ["en"]}
    line = {"title": "Line", "skills": {skill: {} for skill in skills}, "wrap_up": {"mode": "none"}, **center}
    address = {"kind": "number", "link": {"contact_center": "line"}}
    return {"format": 1, "tenant": about, "contact_centers": {"line": line}, "addresses": {ADDRESS: address}}


def scenario(agents: int, per_minute: float, **more: Any) -> dict[str, Any]:
    """A line of equal agents who talk for a minute on average, exponentially; the first half hour is not counted."""
    return {
        "tenant": ".",
        "day": "2026-03-02",
        "from": "00:00",
        "to": "01:10",
        "warm_up_min": 30,
        "interval_min": 30,
        "arrivals": [{"address": ADDRESS, "per_hour": per_minute * 60}],
        "handling": [{"talk": {"exponential_s": MINUTE}}],
        "staffing": [{"group": "all", "count": agents, "memberships": {"line": {}}}],
        "service_level": {"formula": FORMULA, "within_s": 6},
        **more,
    }


def skilled(per_minute: dict[str, float], groups: list[tuple[str, int, list[str], float]], **more: Any) -> Plan:
    """Callers dial a number for each skill. `groups`: name, how many, the skills they hold, and their rate a minute."""
    of, flows, arrivals = tenant(tuple(per_minute)), {}, []
    for n, (skill, rate) in enumerate(per_minute.items()):
        number = f"+44207946020{n}"
        of["addresses"][number] = {"kind": "number", "link": {"contact_center": "line", "flow": skill}}
        arrivals.append({"address": number, "per_hour": rate * 60})
        queue = {"type": "enqueue", "skills": {skill: 1}, "max_wait_s": 86_400, "when_unstaffed": "wait"}
        wires = dict.fromkeys(("timed_out", "no_agents", "queue_full", "left"), "over")
        nodes = {"queue": queue, "over": {"type": "end"}}
        flows[skill] = {"format": 1, "title": skill, "start": "queue", "nodes": nodes, "wires": {"queue": wires}}
    staffing = [
        {"group": name, "count": n, "memberships": {"line": dict.fromkeys(held, 1)}, "time_factor": 1 / rate}
        for name, n, held, rate in groups
    ]
    release = Release({"format": 1, "entry": {"default": next(iter(flows))}}, flows)
    return plan(scenario(0, 0, arrivals=arrivals, staffing=staffing, **more), of, line=release)


def plan(document: dict[str, Any], of: dict[str, Any] | None = None, **releases: Any) -> Plan:
    """Its plan."""
    return plan_from(Source("scenario.json", document, of or tenant(), releases, {}), (FORMULA,))


def days(of: Plan, replications: int = 10, crowd: type[Crowd] = Crowd) -> list[Seen]:
    """Independent replications."""
    return [Day(of, 1, n, crowd=crowd).run() for n in range(replications)]


def whole(seen: Seen, key: Key = LINE, *, until_end: bool = False) -> Cell:
    """All intervals of a group together; `until_end`: without what came after the end."""
    found = Cell()
    for cell in seen.cells[key][: -1 if until_end else None]:
        found.add(cell)
    return found


def seen_as(seen: list[Seen], look: Look, key: Key = LINE, *, until_end: bool = False) -> Estimate:
    """What is looked at, with its confidence interval."""
    return estimate([look(whole(one, key, until_end=until_end)) for one in seen])


def holds(found: Estimate, exact: float) -> bool:
    """Whether the exact value is within three deviations of the mean, by its own confidence interval."""
    assert found.mean is not None
    assert found.high is not None
    deviation = (found.high - found.mean) / quantile(0.975, found.n - 1)
    return abs(found.mean - exact) <= 3 * deviation


def mean_wait(cell: Cell) -> float:
    """Of those who were answered, seconds."""
    return cell.answered_ms / cell.answered / 1000


def within(cell: Cell) -> float:
    return cell.answered_within / cell.answered


def working(cell: Cell) -> float:
    """The same, ring and notes included."""
    return 1 - cell.state_ms[STATES.index("idle")] / sum(cell.state_ms)


def occupancy(cell: Cell) -> float:
    """Of agents who are there all the time."""
    return cell.state_ms[STATES.index("busy")] / sum(cell.state_ms)
