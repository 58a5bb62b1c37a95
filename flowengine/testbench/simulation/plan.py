"""A scenario made ready to run: its tenant compiled, its names found, its times of day turned into milliseconds."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import UNSET, Struct
from msgspec.structs import replace

from flowengine.messages import Channel
from flowengine.switchboard.programs import Programs
from flowengine.tenancy.contact_center import ContactCenter
from flowengine.tenancy.directory import Directory
from flowengine.tenancy.exception import ScheduleException
from flowengine.tenancy.user import User
from flowengine.testbench.bench import Bench, Changes, GivenPrograms
from flowengine.testbench.given import switches_of
from flowengine.testbench.simulation.document import Scenario, ServiceLevel, Shift, Staff
from flowengine.testbench.simulation.tally import Key, Limits

WHOLE_DAY = (Shift("00:00", "24:00"),)


class Row(Struct, frozen=True):
    """Somebody who arrived yesterday. `caller`: the name of a kind of callers, or a number."""

    at_ms: int
    address: str
    channel: Channel
    caller: str = ""
    language: str = ""


class Agent(Struct, frozen=True):
    """Somebody who works. `present` and `away`: from, until; `away` are the breaks."""

    id: str
    time_factor: float
    present: tuple[tuple[int, int], ...]
    away: tuple[tuple[int, int], ...]


class Plan(Struct, frozen=True):
    """`edges`: where intervals begin, and the end of the last. `rows`: file -> arrivals. `groups`: agent -> where its
    time counts. `limits`, `formulas`: of each contact center's service level."""

    scenario: Scenario
    bench: Bench
    directory: Directory
    programs: Programs
    edges: tuple[int, ...]
    warm_ms: int
    rows: Mapping[str, tuple[Row, ...]]
    agents: tuple[Agent, ...]
    groups: Mapping[str, tuple[Key, ...]]
    limits: Mapping[str, Limits]
    formulas: Mapping[str, str]


class Clockwork:
    """Times of the scenario's day in UTC milliseconds."""

    def __init__(self, scenario: Scenario, zone: ZoneInfo) -> None:
        self.zone = zone
        self._midnight = datetime.fromisoformat(scenario.day).replace(tzinfo=zone)

    def at_ms(self, clock: str) -> int:
        """A time of day; 24:00 is the next midnight."""
        hour, minute = map(int, clock.split(":"))
        day = self._midnight + timedelta(days=hour // 24)
        return round(day.replace(hour=hour % 24, minute=minute).astimezone(UTC).timestamp() * 1000)

    def moment_ms(self, text: str) -> int:
        """An ISO time, of this zone unless it says its own. Raises ValueError."""
        moment = datetime.fromisoformat(text)
        return round((moment if moment.tzinfo else moment.replace(tzinfo=self.zone)).timestamp() * 1000)


def zone_of(scenario: Scenario, directory: Directory) -> ZoneInfo:
    """The scenario's zone, else the tenant's. Raises ValueError or ZoneInfoNotFoundError."""
    return ZoneInfo(scenario.time_zone or directory.tenant.time_zone)


def plan_of(scenario: Scenario, bench: Bench, rows: Mapping[str, tuple[Row, ...]]) -> Plan:
    """The plan of a scenario in which nothing is wrong any more."""
    clock = Clockwork(scenario, zone_of(scenario, bench.directory))
    first, last = clock.at_ms(scenario.begins), clock.at_ms(scenario.ends)
    width = scenario.interval_min * 60_000
    staff = [(agent, user, named) for of in scenario.staffing for agent, user, named in _agents(of, bench, clock)]
    directory = replace(
        _directory(bench.directory, scenario),
        users={**bench.directory.users, **{agent.id: user for agent, user, _ in staff}},
    )
    forced = scenario.world.schedules
    return Plan(
        scenario=scenario,
        bench=bench,
        directory=directory,
        programs=GivenPrograms(bench, Changes(schedules=forced)) if forced else bench.programs,
        edges=(*range(first, last, width), last),
        warm_ms=first + round(scenario.warm_up_min * 60_000),
        rows=rows,
        agents=tuple(agent for agent, _, _ in staff),
        groups={agent.id: tuple(_groups_of(user, named)) for agent, user, named in staff},
        limits={name: _limits(center, scenario.service_level) for name, center in directory.contact_centers.items()},
        formulas={
            name: scenario.service_level.formula or center.service_level.formula
            for name, center in directory.contact_centers.items()
        },
    )


def _limits(center: ContactCenter, given: ServiceLevel) -> Limits:
    within_s = center.service_level.within_s if given.within_s is UNSET else given.within_s
    short_s = center.service_level.short_abandon_s if given.short_abandon_s is UNSET else given.short_abandon_s
    return Limits(within_s * 1000, short_s * 1000)


def _directory(base: Directory, scenario: Scenario) -> Directory:
    world = scenario.world
    exceptions = {key: ScheduleException(days) for key, days in world.exceptions.items()}
    off = {name: replace(base.contact_centers[name], enabled=False) for name in world.disabled}
    return replace(
        base,
        contact_centers={**base.contact_centers, **off},
        switches={**base.switches, **switches_of(base, world.switches)},
        exceptions={**base.exceptions, **exceptions},
    )


# --- who works --------------------------------------------------------------------------------------------------------


def _agents(staff: Staff, bench: Bench, clock: Clockwork) -> Iterator[tuple[Agent, User, str]]:
    """Each with the user that it is, and the name under which its group is reported."""
    if staff.agent:
        user = bench.directory.users[staff.agent]
        changed = {"memberships": staff.memberships or user.memberships, "capacity": staff.capacity or user.capacity}
        roles = {**user.roles, "": ("agent",)} if staff.memberships else user.roles
        yield _agent(staff, staff.agent, 0, clock), replace(user, roles=roles, **changed), staff.agent
        return
    for n in range(staff.count):
        name = f"{staff.group}-{n + 1}"
        user = User(name, "simulation", name, {"": ("agent",)}, staff.memberships, staff.capacity)
        yield _agent(staff, name, n, clock), user, staff.group


def _agent(staff: Staff, name: str, n: int, clock: Clockwork) -> Agent:
    present: list[tuple[int, int]] = []
    away: list[tuple[int, int]] = []
    for shift in staff.shifts or WHOLE_DAY:
        present.append((clock.at_ms(shift.begins), clock.at_ms(shift.ends)))
        for pause in shift.breaks:
            lasts = round(pause.minutes * 60_000)
            begins = clock.at_ms(pause.at) + n % pause.turns * lasts
            away.append((begins, begins + lasts))
    return Agent(name, staff.time_factor, tuple(present), tuple(away))


def _groups_of(user: User, named: str) -> Iterator[Key]:
    yield ("group", "", named)
    for center, skills in user.memberships.items():
        if user.is_agent_in(center):
            yield ("contact_center", center, "")
            for skill in skills:
                yield ("skill", center, skill)
