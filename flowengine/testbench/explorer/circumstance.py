"""Circumstances: what could be otherwise in the world that a dialogue met, each as a change of what is given."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import product
from types import MappingProxyType
from typing import Any

from flowengine.interpreter.choice import DRAWS, drawn
from flowengine.messages import Json
from flowengine.tenancy.contact_center import ContactCenter
from flowengine.testbench.bench import Bench
from flowengine.testbench.document import Given as Usual
from flowengine.testbench.explorer import sample
from flowengine.testbench.explorer.constants import Constants, qualified
from flowengine.testbench.explorer.decision import Decision
from flowengine.testbench.explorer.plan import Given
from flowengine.testbench.explorer.run import Fact, Run

STATES = ("open", "closed", "holiday", "emergency")
DIALLED = ("no_answer", "busy", "rejected", "failed")
MOST_WAITING = 60  # others who are put into a queue to make it full
MOST_RESULTS = 6  # values of one result of another system
CALLERS = tuple(f"+4477009{number:05d}" for number in range(100, 400))


class View:
    """One decision as the readers below see it. `config` is that of the step that decided, None if none did; `untried`
    fills with the outcomes of it that would take more than is tried."""

    def __init__(self, bench: Bench, constants: Constants, run: Run, decision: Decision) -> None:
        self.constants = constants
        self.untried: set[str] = set()
        self.bench = bench
        self.run = run
        self.decision = decision
        self.config: Any = bench.config(decision.key) if decision.key else None

    def center(self, name: str) -> ContactCenter | None:
        return self.bench.directory.contact_centers.get(name)


def circumstances(view: View) -> Iterator[Given]:
    """Every world that differs in one thing that this decision looked at."""
    for fact in view.decision.facts:
        reader = READERS.get(fact[1] if fact[0] == "observed" else fact[0])
        if reader is not None:
            yield from reader(view, fact)


def _schedule(view: View, fact: Fact) -> Iterator[Given]:
    _, _, name, seen = fact
    yield from ({"schedules": {name: word}} for word in STATES if seen and word != seen)


def _contact_center(view: View, fact: Fact) -> Iterator[Given]:
    _, _, name, seen = fact
    center = view.center(name)
    if center is None or not seen:
        return
    if seen["enabled"]:
        off = view.run.plan.given.get("disabled", [])
        yield {"disabled": [*off, name]}
    if center.hours:
        yield {"schedules": {center.hours: "closed" if seen["open"] else "open"}}


def _queue(view: View, fact: Fact) -> Iterator[Given]:
    """Staffed or not, and as many in the line as the cases speak of."""
    _, _, name, seen = fact
    name = name or view.run.state.contact_center
    center = view.center(name)
    if center is None or seen is None:
        return
    staffed = staffing(name, center)
    if not seen.get("agents_staffed"):
        yield staffed
    for case in getattr(view.config, "cases", ()):
        figure = getattr(case, "figure", "")
        bounds = [getattr(case, "at_least", None), getattr(case, "at_most", None)]
        for bound in [one for one in bounds if one is not None]:
            if figure == "waiting":
                if bound > MOST_WAITING:
                    view.untried.add(case.outcome)
                for count in (int(bound), int(bound) + 1):
                    if 0 < count <= MOST_WAITING:
                        yield {"queue": {name: count}}
                        yield {"queue": {name: count + 1}, **staffed}  # one of them rings
            elif figure == "oldest_wait_s":
                long = {"waited_s": min(bound + 1, 86_400)}
                yield {"queue": {name: [long]}}
                yield {"queue": {name: [long, long]}, **staffed}  # one of them rings
            elif figure.startswith("estimated"):
                view.untried.add(case.outcome)  # it takes a day of answered callers to know how long it takes


def staffing(name: str, center: ContactCenter) -> Given:
    """Somebody who can do everything there, and answers when told to."""
    agent: dict[str, Json] = {"contact_center": name}
    if center.skills:
        agent["skills"] = dict.fromkeys(center.skills, 100)
    return {"agents": {f"{name}_agent": agent}}


def _queued(view: View, fact: Fact) -> Iterator[Given]:
    """Somebody works there, or the line is full."""
    name, asked = fact[1], fact[4] if len(fact) > 4 else {}
    if asked.get("agent"):
        yield {"agents": {asked["agent"]: {}}}
        return
    center = view.center(name)
    if center is None:
        return
    staffed = staffing(name, center)
    agent = next(iter(staffed["agents"]))
    if agent not in view.run.plan.given.get("agents", {}):
        yield staffed
    limits = [one for one in (getattr(view.config, "max_waiting", None), center.max_waiting) if one is not None]
    most = min(limits, default=MOST_WAITING + 1)
    if most > MOST_WAITING:
        view.untried.add("queue_full")
    elif name not in view.run.plan.given.get("queue", {}):
        yield {"queue": {name: most + 1}, **staffed}  # one of them rings


def _draw(view: View, fact: Fact) -> Iterator[Given]:
    """A caller for each share; who is told by the dialogue instead calls a second later."""
    parts: Mapping[str, float] = getattr(view.config, "parts", {})
    begin = 0
    shares = []
    for part, percent in parts.items():
        end = begin + round(percent * 100)
        shares.append((part, begin, end))
        begin = end
    if fact[2] == "caller":
        for part, low, high in shares:
            found = (number for number in CALLERS if low <= drawn(number, view.decision.key) < min(high, DRAWS))
            number = next(found, None)
            if number is not None and part != view.decision.outcome:
                yield {"caller": {"number": number}}
    elif view.run.state.address:
        at = datetime.fromisoformat(view.run.plan.given.get("at", Usual().at))
        yield from ({"at": (at + timedelta(seconds=second)).isoformat(sep=" ")} for second in range(1, 25))


def _dials(view: View, fact: Fact) -> Iterator[Given]:
    asked = view.run.story.content.get(fact[2])
    number = str(asked.get("to", "")) if isinstance(asked, dict) else ""
    if number and number not in view.run.plan.given.get("numbers", {}):
        yield from ({"numbers": {number: word}} for word in DIALLED)


def _asks_elsewhere(view: View, fact: Fact) -> Iterator[Given]:
    name = fact[2]
    config = view.bench.config(fact[1])
    exits, results = getattr(config, "exits", ()), getattr(config, "results", None) or {}
    yield from ({"external": {name: {"exit": exit_name}}} for exit_name in exits)
    environment, flow, _ = fact[1].split("/")
    for target, result in results.items():
        constants = view.constants.of(qualified(tuple(target.split(".")), (environment, flow)))
        for value, exit_name in product(sample.around(constants)[:MOST_RESULTS], exits):
            yield {"external": {name: {"exit": exit_name, "results": {result: value}}}}


READERS: Mapping[str, Callable[[View, Fact], Iterator[Given]]] = MappingProxyType(
    {
        "schedule": _schedule,
        "contact_center": _contact_center,
        "queue": _queue,
        "draw": _draw,
        "queued": _queued,
        "dials": _dials,
        "asks_elsewhere": _asks_elsewhere,
    }
)
