"""Written cases: what a walk found and what it reached, as cases that a person reads and keeps."""

from collections.abc import Iterable

from flowengine.errors import EngineBug
from flowengine.messages import Json
from flowengine.testbench.bench import Bench
from flowengine.testbench.case import load_cases
from flowengine.testbench.explorer.found import Found, found_in
from flowengine.testbench.explorer.next_act import here_of
from flowengine.testbench.explorer.plan import Plan, Root, document
from flowengine.testbench.explorer.run import Run, Way, followed
from flowengine.testbench.explorer.shrink import shrunk
from flowengine.testbench.match import in_order
from flowengine.testbench.runner import run_case

TO_READ = "to be read: "  # every name begins so until a person has read the case and named it
LONGEST_NAME = 64


def minimal(bench: Bench, root: Root, found: Found, plan: Plan) -> Plan:
    """The least that leads to a find."""

    def still(smaller: Plan) -> bool:
        finds = found_in(followed(bench, root, smaller), root)
        return any((one.kind, one.place) == (found.kind, found.place) for one in finds)

    return shrunk(plan, still)


def failing(run: Run, found: Found) -> Plan:
    """A case that fails as long as the find is there: it expects what callers are owed."""
    plan = run.plan
    ended = run.began and run.state.status == "ended" and run.state.ended is not None
    if found.kind == "silent_path":
        return plan.then({"expect": {"hears": {"regex": "."}}})
    if found.kind == "exception":
        return plan
    if ended and run.state.ended is not None and run.state.ended.reason == "failed":
        return plan.then({"expect": {"never": {"ended": {"reason": "failed"}}}})
    led_to = _after_fault(run, found.place)
    if led_to:
        return plan.then({"expect": {"never": {"visited": [led_to]}}})
    return plan.then({"expect": {"ended": True}})  # it waits for nothing, or goes round for ever


def _after_fault(run: Run, place: str) -> str:
    """The step to which a fault led on: the first that was left or waits after it, and never before."""
    for at, fact in enumerate(run.facts):
        if fact[0] == "fault" and fact[1] == place:
            before = {one[1] for one in run.facts[:at] if one[0] in ("went", "waits")}
            after = [one[1] for one in run.facts[at:] if one[0] in ("went", "waits")]
            return next((key for key in [*after, *run.state.visits] if key not in before), "")
    return ""


def reaching(bench: Bench, root: Root, way: Way, plan: Plan) -> Plan:
    """The least that takes a way, and what it came to as an expectation."""
    least = shrunk(plan, lambda smaller: _takes(followed(bench, root, smaller), way))
    run = followed(bench, root, least)
    then: dict[str, Json] = {"visited": _passed(bench, run, way)}
    over = run.state.ended if run.state.status == "ended" else None
    if over is not None:
        then["ended"] = {"reason": over.reason, "by": over.by}
    elif run.state.frames:
        here = here_of(run).partition("/")[2]
        then["at"] = here
    return least.then({"expect": then})


def _passed(bench: Bench, run: Run, way: Way) -> list[Json]:
    """The step, and the one to which the way leads, if that was met first afterwards."""
    environment, flow, node, outcome = way
    to = bench.releases[environment][1].flows[flow].flow.wires.get(node, {}).get(outcome)
    names = [f"{flow}/{node}", f"{flow}/{to}"]
    return list(names) if to and to != node and in_order(names, list(run.state.visits)) else list(names[:1])


def _takes(run: Run, way: Way) -> bool:
    return run.began and run.is_whole and way in set(run.ways())


def holds(bench: Bench, root: Root, plan: Plan) -> bool:
    """Whether a case holds when it is run as people run it. An exception is a case that does not."""
    cases, findings = load_cases(document(root, {"case": plan}), "", {})
    if findings:
        raise EngineBug(f"a written case is not right: {findings[0].message}")
    try:
        return run_case(bench, cases[0], root.environment).ok
    except Exception:  # noqa: BLE001  # whatever the engine raises: this is how a find of that kind shows itself
        return False


def name_of(way: Way, taken: Iterable[str]) -> str:
    """What a skeleton is called until somebody has read it."""
    _, flow, node, outcome = way
    return unique(f"{flow}/{node}" + (f" by {outcome}" if outcome else ""), taken)


def found_name(found: Found, taken: Iterable[str]) -> str:
    """What the case of a find is called until somebody has read it."""
    return unique(f"{found.kind.replace('_', ' ')} at {found.place.partition('/')[2] or 'the beginning'}", taken)


def unique(words: str, taken: Iterable[str]) -> str:
    """A name that no other case has, and that says that it is to be read."""
    known = set(taken)
    name = (TO_READ + words)[:LONGEST_NAME]
    for number in range(2, len(known) + 3):
        if name not in known:
            break
        name = f"{(TO_READ + words)[: LONGEST_NAME - 4]} {number}"
    return name
