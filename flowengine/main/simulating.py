"""`dialogue-studio simulate`: a day that might be, on the real flows and the real floor, here and not in the server."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from time import monotonic

import msgspec

from flowengine.errors import FlowEngineError
from flowengine.ledger.folder import write_atomically
from flowengine.main.simulation_sides import Sides
from flowengine.main.simulation_text import comparison_text, csv_of, summary_text
from flowengine.reports import formula
from flowengine.testbench.simulation.comparison import Comparison, compared
from flowengine.testbench.simulation.figure import Formulas
from flowengine.testbench.simulation.jobs import Done, Order, calm, elsewhere, here, tasks
from flowengine.testbench.simulation.page import comparison_page, summary_page
from flowengine.testbench.simulation.plan import Plan
from flowengine.testbench.simulation.reading import plan_from
from flowengine.testbench.simulation.summary import Summary, summarised
from flowengine.testbench.simulation.tally import Seen

FORMULAS = Formulas(
    tuple(formula.SERVICE_LEVELS),
    formula.service_level,  # type: ignore[arg-type]  # a cell has the five counts that its Waits have
    {
        "average_speed_of_answer_s": formula.SPEED_OF_ANSWER,
        "abandonment": formula.ABANDONMENT,
        "handle_time_s": formula.HANDLE_TIME,
        "occupancy": formula.OCCUPANCY,
        "no_answer": formula.NO_ANSWER,
    },
)
BAR = 28
TOLD_EVERY_S = 0.2


class Stopped(FlowEngineError):
    """Nothing was finished when the user stopped it."""

    exit_code = 130


def simulate(given: argparse.Namespace) -> int:
    """Exit 0 when the report is written; 130 when it was stopped (with what was finished, if anything was)."""
    sources = list(Sides(given).sources())
    plans = [plan_from(source, FORMULAS.service_levels) for source in sources]
    scenario = plans[0].scenario
    seed = scenario.seed if given.seed is None else given.seed
    many = given.replications or scenario.replications
    order = Order(sources, FORMULAS.service_levels, seed, tasks(len(sources), many))
    done, stopped = run_all(order, plans, given.jobs)
    seen = pairs(done, len(sources))
    if not seen[0]:
        raise Stopped("Nothing was finished, so there is nothing to report.")
    found = (
        compared((plans[0], plans[1]), (seen[0], seen[1]), seed, FORMULAS)
        if len(plans) == 2
        else summarised(plans[0], seen[0], seed, FORMULAS)
    )
    if stopped:
        print(f"Stopped after {len(seen[0])} of {many} replications.", file=sys.stderr)
    _write(given, found)
    return 130 if stopped else 0


def run_all(order: Order, plans: list[Plan], jobs: int) -> tuple[list[Done], bool]:
    """What was finished, and whether it was stopped before all was."""
    done: list[Done] = []
    bar = Bar(len(order.tasks))
    try:
        for found in _days(order, plans, jobs, bar.told):
            done.append(found)
            bar.finished += 1
    except KeyboardInterrupt:
        return done, True
    finally:
        bar.clear()
    return done, False


def _days(order: Order, plans: list[Plan], jobs: int, told: Callable[[float], None]) -> Iterator[Done]:
    if jobs > 1 and len(order.tasks) > 1:
        return elsewhere(order, jobs, told)
    calm()
    return here(plans, order.seed, order.tasks, told)


def pairs(done: list[Done], sides: int) -> list[list[Seen]]:
    """By side and replication: only those replications that every side has finished."""
    found = {(one.which, one.replication): one.seen for one in done}
    whole = [n for n in sorted({n for _, n in found}) if all((which, n) in found for which in range(sides))]
    return [[found[which, n] for n in whole] for which in range(sides)]


class Bar:
    """Progress on a terminal, with how long the rest may take; elsewhere nothing."""

    def __init__(self, many: int) -> None:
        self.finished, self._many = 0, many
        self._shown = sys.stderr.isatty()
        self._begun = self._last = monotonic()

    def told(self, share: float) -> None:
        """So much of everything is done."""
        now = monotonic()
        if not self._shown or now < self._last + TOLD_EVERY_S:
            return
        self._last = now
        filled = round(share * BAR)
        rest = f", {_lasts((now - self._begun) * (1 - share) / share)} left" if share > 0.01 else ""
        text = f"{'█' * filled}{'░' * (BAR - filled)} {self.finished} of {self._many} days{rest}"
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """The line is free again."""
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _lasts(seconds: float) -> str:
    return f"about {seconds:.0f} s" if seconds < 90 else f"about {seconds / 60:.0f} min"


def _write(given: argparse.Namespace, found: Summary | Comparison) -> None:
    if given.html:
        page = comparison_page(found) if isinstance(found, Comparison) else summary_page(found)
        write_atomically(given.html, page)
    if given.json:
        print(json.dumps(msgspec.to_builtins(found), ensure_ascii=False))
    elif given.csv:
        print(csv_of(found), end="")
    else:
        print(comparison_text(found) if isinstance(found, Comparison) else summary_text(found))
        if given.html:
            print(f"The report is in {given.html}.")
