"""What a scenario may not say though its schema lets it: names that nobody has, times that contradict each other."""

from collections.abc import Iterable, Iterator
from datetime import date
from zoneinfo import ZoneInfoNotFoundError

from msgspec import UNSET

from flowengine.errors import Finding
from flowengine.interpreter.program import Program
from flowengine.lang.json_path import json_path
from flowengine.tenancy.address import linked
from flowengine.testbench.bench import Bench
from flowengine.testbench.simulation.document import CallerKind, Scenario, Shift, Staff, Time
from flowengine.testbench.simulation.moves import Faults, Path, move_faults
from flowengine.testbench.simulation.plan import zone_of
from flowengine.testbench.simulation.spread import fault_of


def name_findings(scenario: Scenario, bench: Bench, formulas: Iterable[str], file: str) -> list[Finding]:
    """Every fault of this kind. `formulas`: the names of service levels."""
    found: list[Finding] = []
    for faults in (
        _times(scenario, bench), _spreads(scenario), _arrivals(scenario, bench), _callers(scenario, bench),
        _handling(scenario, bench), _staffing(scenario, bench), _world(scenario, bench),
        move_faults(scenario, bench), _formula(scenario, tuple(formulas)),
    ):  # fmt: skip  # one line per thought
        for path, message, hint in faults:
            found.append(Finding("bad_scenario", "error", json_path([*path]), message, hint, file))
    return found


def _known(names: Iterable[str]) -> str:
    return f"There are: {', '.join(sorted(names)) or 'none'}."


def _times(scenario: Scenario, bench: Bench) -> Faults:
    try:
        date.fromisoformat(scenario.day)
    except ValueError:
        yield ("day",), f"No calendar has the day {scenario.day}.", "Write it as 2026-03-02."
    try:
        zone_of(scenario, bench.directory)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield ("time_zone",), f"“{scenario.time_zone}” is not a time zone.", "Use an IANA name such as Europe/London."
    if scenario.begins >= scenario.ends:
        yield ("to",), f"{scenario.ends} is not after {scenario.begins}.", "Give a later `to`."
    elif scenario.warm_up_min >= minutes(scenario.ends) - minutes(scenario.begins):
        yield ("warm_up_min",), "Nothing is left of the day after the warm-up.", "Make it shorter, or the day longer."


def minutes(clock: str) -> int:
    """Minutes since midnight."""
    hour, minute = map(int, clock.split(":"))
    return hour * 60 + minute


def _spreads(scenario: Scenario) -> Faults:
    for path, time in _all_times(scenario):
        fault = fault_of(time)
        if fault:
            yield path, fault, "Write bars in order, with at least one weight above 0."


def _all_times(scenario: Scenario) -> Iterator[tuple[Path, Time]]:
    for n, kind in enumerate(scenario.callers):
        yield ("callers", n, "records"), kind.records
        for channel, time in kind.answers_after.items():
            yield ("callers", n, "answers_after", channel), time
        for channel, leaving in kind.leaves.items():
            yield ("callers", n, "leaves", channel, "after"), leaving.after
            yield ("callers", n, "leaves", channel, "returns_after"), leaving.returns_after
    for channel, time in scenario.patience.items():
        yield ("patience", channel), time
    for n, handling in enumerate(scenario.handling):
        yield ("handling", n, "talk"), handling.talk
        yield ("handling", n, "wrap_up"), handling.wrap_up
        yield ("handling", n, "waits_for_caller"), handling.waits_for_caller
    for channel, ringing in scenario.ringing.items():
        yield ("ringing", channel, "answers_after"), ringing.answers_after
    for n, staff in enumerate(scenario.staffing):
        for m, given in enumerate(staff.hands_on):
            if given.after is not UNSET:
                yield ("staffing", n, "hands_on", m, "after"), given.after
    yield ("world", "talks_elsewhere"), scenario.world.talks_elsewhere


def _arrivals(scenario: Scenario, bench: Bench) -> Faults:
    for n, source in enumerate(scenario.arrivals):
        path: Path = ("arrivals", n)
        if bool(source.csv) == bool(source.address):
            yield path, "Arrivals are either of an address or of a CSV file.", "Keep one of `address` and `csv`."
        elif source.csv and source.per_hour is not UNSET:
            yield (*path, "per_hour"), "The CSV file says when they arrive.", "Remove it; `times` makes them more."
        elif source.address and source.per_hour is UNSET:
            yield (*path, "per_hour"), "“per_hour” is missing.", "Say how many arrive in an hour."
        if source.address and linked(bench.directory, source.address) is None:
            yield (*path, "address"), f"The tenant has no address {source.address}.", _known(bench.directory.addresses)


def _callers(scenario: Scenario, bench: Bench) -> Faults:
    steps = set(_steps(bench))
    for n, kind in enumerate(scenario.callers):
        for address in kind.addresses:
            if linked(bench.directory, address) is None:
                yield (
                    ("callers", n, "addresses"),
                    f"The tenant has no address {address}.",
                    _known(bench.directory.addresses),
                )
        for step, weights in kind.answers.items():
            where = ("callers", n, "answers", step)
            if step not in steps:
                yield where, f"No flow has a step “{step}”.", "Write it as menu, flow/menu or environment/flow/menu."
            if not any(weights.values()):
                yield where, "No answer has a weight above 0.", "Give one at least 1."
    for n, source in enumerate(scenario.arrivals):
        if source.address and not any(_may_be(kind, source.address) for kind in scenario.callers):
            hint = "Give a kind without `addresses`, or one with this address, a weight above 0."
            yield ("arrivals", n), f"No kind of callers may arrive on {source.address}.", hint


def _may_be(kind: CallerKind, address: str) -> bool:
    return kind.weight > 0 and (not kind.addresses or address in kind.addresses)


def _steps(bench: Bench) -> Iterator[str]:
    for environment, (_, program) in bench.releases.items():
        for flow, compiled in program.flows.items():
            for node in compiled.nodes:
                yield from (node, f"{flow}/{node}", f"{environment}/{flow}/{node}")


def _handling(scenario: Scenario, bench: Bench) -> Faults:
    centers = bench.directory.contact_centers
    for n, handling in enumerate(scenario.handling):
        if handling.contact_center and handling.contact_center not in centers:
            where = ("handling", n, "contact_center")
            yield where, f"There is no contact center “{handling.contact_center}”.", _known(centers)
        skills = {s for name, c in centers.items() for s in c.skills if handling.contact_center in ("", name)}
        if handling.skill and handling.skill not in skills:
            yield ("handling", n, "skill"), f"There is no skill “{handling.skill}” there.", _known(skills)
    for channel, ringing in scenario.ringing.items():
        if ringing.accepts + ringing.declines > 1:
            yield ("ringing", channel), "More than all offers are answered.", "Let both shares be at most 1 together."


def _staffing(scenario: Scenario, bench: Bench) -> Faults:
    seen: set[str] = set()
    for n, staff in enumerate(scenario.staffing):
        path = ("staffing", n)
        name = staff.agent or staff.group
        if bool(staff.agent) == bool(staff.group):
            yield path, "Staff is one agent of the tenant, or a group.", "Keep one of `agent` and `group`."
        elif name in seen:
            yield path, f"“{name}” works twice.", "Write several shifts, or give the group another name."
        seen.add(name)
        yield from _below(path, _members(staff, bench))
        for m, shift in enumerate(staff.shifts):
            yield from _below((*path, "shifts", m), _shift(shift))


def _below(path: Path, faults: Faults) -> Faults:
    return (((*path, *where), message, hint) for where, message, hint in faults)


def _members(staff: Staff, bench: Bench) -> Faults:
    users, centers = bench.directory.users, bench.directory.contact_centers
    if staff.agent and (staff.agent not in users or not users[staff.agent].is_agent()):
        agents = (name for name, user in users.items() if user.is_agent())
        yield ("agent",), f"The tenant has no agent “{staff.agent}”.", _known(agents)
    if staff.group and not staff.memberships:
        yield ("memberships",), "A group serves at least one contact center.", _known(centers)
    for name, skills in staff.memberships.items():
        if name not in centers:
            yield ("memberships", name), f"There is no contact center “{name}”.", _known(centers)
            continue
        for skill in skills:
            if skill not in centers[name].skills:
                where = ("memberships", name, skill)
                yield where, f"“{name}” has no skill “{skill}”.", _known(centers[name].skills)
    if staff.capacity.get("voice", 0) > 1:
        yield ("capacity", "voice"), "Nobody has two calls at once.", "Write 1, or 0 for never."


def _shift(shift: Shift) -> Faults:
    if shift.begins >= shift.ends:
        yield ("to",), f"{shift.ends} is not after {shift.begins}.", "Give a later `to`; a night is two shifts."
    for n, pause in enumerate(shift.breaks):
        last = minutes(pause.at) + pause.minutes * pause.turns
        if minutes(pause.at) < minutes(shift.begins) or last > minutes(shift.ends):
            yield ("breaks", n), "The break is not within the shift.", "Begin it later, or let it be shorter."


def _world(scenario: Scenario, bench: Bench) -> Faults:
    world, directory = scenario.world, bench.directory
    schedules = {key: None for name, (_, program) in bench.releases.items() for key in _schedules(name, program)}
    for key in world.schedules:
        if key not in schedules:
            yield ("world", "schedules", key), f"There is no schedule “{key}”.", _known(schedules)
    for key in world.exceptions:
        if key not in schedules or "/" not in key:
            hint = _known(name for name in schedules if "/" in name)
            yield ("world", "exceptions", key), f"There is no schedule “{key}”.", hint
    for n, name in enumerate(world.disabled):
        if name not in directory.contact_centers:
            yield ("world", "disabled", n), f"There is no contact center “{name}”.", _known(directory.contact_centers)
    for name in world.switches:
        if name not in directory.switches:
            yield ("world", "switches", name), f"The tenant has no switch “{name}”.", _known(directory.switches)
    for kind, answers in (("http", world.http), ("external", world.external)):
        for key, given in answers.items():
            if isinstance(given, tuple) and not any(one.weight for one in given):
                yield ("world", kind, key), "No answer has a weight above 0.", "Give one at least 1."


def _schedules(environment: str, program: Program) -> Iterator[str]:
    for name in program.environment.schedules:
        yield from (name, f"{environment}/{name}")


def _formula(scenario: Scenario, formulas: tuple[str, ...]) -> Faults:
    formula = scenario.service_level.formula
    if formula and formula not in formulas:
        yield ("service_level", "formula"), f"“{formula}” is not a formula.", f"One of {', '.join(formulas)}."
