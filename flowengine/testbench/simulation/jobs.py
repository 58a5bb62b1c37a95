"""Jobs: the replications of one or two configurations, in this process or in several; never in one that serves."""

import gc
import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from flowengine.testbench.simulation.day import Day
from flowengine.testbench.simulation.plan import Plan
from flowengine.testbench.simulation.reading import Source, plan_from
from flowengine.testbench.simulation.tally import Seen

Told = Callable[[float], None]  # how much of everything is done, 0 to 1
CALM = (50_000, 20, 100)  # a day makes no cycles: looking for garbage as often as usual costs a tenth


class Task(NamedTuple):
    """One day of one configuration."""

    which: int
    replication: int


class Order(NamedTuple):
    """What is to be simulated. `formulas`: the names of service levels that a scenario may give."""

    sources: Sequence[Source]
    formulas: tuple[str, ...]
    seed: int
    tasks: Sequence[Task]


class Done(NamedTuple):
    """A task that is done."""

    which: int
    replication: int
    seen: Seen


class Worker:
    """One process's plans. `done`: days done by all processes together, shared among them."""

    def __init__(self, plans: Sequence[Plan], seed: int, add: Callable[[float], None]) -> None:
        self._plans, self._seed, self._add = plans, seed, add

    def run(self, task: Task) -> Done:
        """Simulate one day."""
        before = 0.0

        def told(share: float) -> None:
            nonlocal before
            self._add(share - before)
            before = share

        seen = Day(self._plans[task.which], self._seed, task.replication, told).run()
        told(1.0)
        return Done(task.which, task.replication, seen)


def calm() -> None:
    """What is loaded is not looked through for garbage again, and what comes seldom."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*CALM)


def tasks(sources: int, replications: int) -> list[Task]:
    """Pairs stand together, so that whoever stops early has whole ones."""
    return [Task(which, n) for n in range(replications) for which in range(sources)]


def here(plans: Sequence[Plan], seed: int, given: Sequence[Task], told: Told) -> Iterator[Done]:
    """One after the other in this process."""
    done = 0.0

    def add(more: float) -> None:
        nonlocal done
        done += more
        told(done / len(given))

    worker = Worker(plans, seed, add)
    yield from map(worker.run, given)


# --- several processes ------------------------------------------------------------------------------------------------

_HERE: list[Worker] = []  # the one worker of this process, made when it starts


def _begin(order: Order, done: Any) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started this process is asked to stop, and stops it

    def add(more: float) -> None:
        with done.get_lock():
            done.value += more

    plans = [plan_from(source, order.formulas) for source in order.sources]
    _HERE.append(Worker(plans, order.seed, add))
    calm()


def _run(task: Task) -> Done:
    return _HERE[0].run(task)


def elsewhere(order: Order, jobs: int, told: Told) -> Iterator[Done]:
    """As they are done. Who stops iterating ends the processes."""
    context = multiprocessing.get_context("spawn")
    done = context.Value("d", 0.0)
    many = len(order.tasks)
    with context.Pool(min(jobs, many), _begin, (order, done)) as pool:
        results = pool.imap_unordered(_run, order.tasks)
        while many:
            try:
                found = results.next(timeout=0.2)
            except multiprocessing.TimeoutError:
                told(done.value / len(order.tasks))
            else:
                many -= 1
                yield found
