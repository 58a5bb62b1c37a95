"""What a simulated day costs: 50,000 dialogues and 500 agents on one core.

Processor time, pinned to one core, of a single day after everything is compiled.
"""

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.interpreter_bench import one_core
from flowengine.testbench.simulation.day import Day
from flowengine.testbench.simulation.jobs import calm
from flowengine.testbench.simulation.plan import Plan
from flowengine.testbench.simulation.reading import Source, plan_from, read_source

ROOT = Path(__file__).parents[1]
MONDAY = ROOT / "examples" / "what_if" / "monday.json"
MORNING = ROOT / "examples" / "what_if" / "morning.json"
DIALOGUES, AGENTS, GOAL_S = 50_000, 500, 60.0
HOURS = 10
TALK_S = 210.0


def straight() -> Plan:
    """Everybody calls the desk, which has no flow: straight to its queue."""
    return _plan([{"address": "+442079460104", "per_hour": DIALOGUES / HOURS}], {"desk": {}})


def one_menu() -> Plan:
    """Everybody chooses a language from a menu and waits for an agent of it."""
    arrivals = [{"address": "+442079460201", "per_hour": DIALOGUES / HOURS}]
    return _plan(arrivals, {"service": {}, "sales": {"dutch": 60}}, MORNING)


def through_flows() -> Plan:
    """Everybody goes through menus, identification and a queue by skill, with music and announcements while waiting."""
    arrivals = [{"address": "+442079460100", "per_hour": DIALOGUES / HOURS}]
    members = {"appointments": {"dutch": 60, "nurse": 60}, "billing": {}, "pharmacy": {"pharmacist": 60}, "desk": {}}
    return _plan(arrivals, members)


def _plan(arrivals: list[dict[str, Any]], memberships: dict[str, dict[str, int]], file: Path = MONDAY) -> Plan:
    source = read_source(file)
    talk = TALK_S * AGENTS / 365  # so that they are busy, and a few wait
    scenario = {
        **source.scenario,
        "from": "08:00",
        "to": "18:00",
        "interval_min": 30,
        "arrivals": arrivals,
        "handling": [{"talk": {"lognormal": {"mean_s": talk, "deviation_s": talk}}, "wrap_up": 10}],
        "staffing": [{"group": "all", "count": AGENTS, "memberships": memberships}],
    }
    return plan_from(Source(source.file, scenario, source.tenant, source.releases, {}), ())


def run() -> Iterator[dict[str, Any]]:
    """Three rows: a day without flows, one with a menu, and one through all that the demo has."""
    yield _row("simulated day, straight to the queue", straight())
    yield _row("simulated day, one menu and a skill", one_menu())
    yield _row("simulated day, through the demo's flows", through_flows())


def _row(name: str, plan: Plan) -> dict[str, Any]:
    calm()
    with one_core():
        began = time.process_time()
        seen = Day(plan, 1, 0).run()
        took_s = time.process_time() - began
    arrived = seen.dialogues["arrived"]
    assert arrived > 0.98 * DIALOGUES, "messages that are left arrive as well, so there may be more"
    assert seen.dialogues["ended_served"] > 0.9 * DIALOGUES
    return {
        "name": name,
        "value": round(took_s, 1),
        "unit": "s",
        "peer": f"the goal, a day of {DIALOGUES:,} dialogues and {AGENTS} agents",
        "peer_value": GOAL_S,
        "ratio": round(GOAL_S / took_s, 2),
        "events": seen.events,
        "us_per_event": round(took_s / seen.events * 1e6, 1),
    }


if __name__ == "__main__":
    for row in run():
        print(row)
