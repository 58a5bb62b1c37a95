"""The world that a case describes: directory, forced schedules, the hour at which it begins, and who is signed in."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec
from msgspec import UNSET, Struct
from msgspec.structs import replace

from flowengine.lang.named_prompt import NamedPrompt, parse_named_prompt
from flowengine.messages import Channel, Json
from flowengine.switchboard.boot import Boot
from flowengine.switchboard.switchboard import Switchboard
from flowengine.tenancy.address import Address, Link, linked
from flowengine.tenancy.contact_center import ContactCenter
from flowengine.tenancy.directory import Directory
from flowengine.tenancy.exception import ScheduleException
from flowengine.tenancy.switch import Switch
from flowengine.tenancy.user import User
from flowengine.testbench.bench import Bench, Changes, GivenPrograms
from flowengine.testbench.case import Case
from flowengine.testbench.document import AgentGiven, Expect, Given
from flowengine.testbench.result import StepFailed
from flowengine.testbench.tree import ASSUMED_TENANT


class Scene(Struct, frozen=True):
    """Where the case begins. `environment` is that of its flow, `contact_center` whose clock and queue apply."""

    board: Switchboard
    at_ms: int
    channel: Channel
    environment: str
    contact_center: str
    has_live_tables: bool = False


def scene_of(bench: Bench, case: Case, home: str) -> Scene:
    """The scene of a case whose file lies in the environment `home`. Raises StepFailed for what does not exist."""
    directory = _directory(bench.directory, case)
    start, given = case.start, case.given
    environment = start.environment or home
    if start.address:
        address = linked(directory, start.address)
        center = address.link.contact_center if address is not None and address.link else ""
    else:
        center = environment if environment in directory.contact_centers else ""
    if start.treatment and not center:
        center = next(iter(directory.contact_centers), "")
    _check_names(bench, directory, given)
    extra = bench.treated(environment, start.treatment, center) if start.treatment else None
    if not start.address:
        _check_flow(bench, environment, start.flow or start.treatment)
    prompts = {name: _prompt(name, words) for name, words in given.prompts.items()}
    changes = Changes(given.schedules, given.tables, prompts)
    changed = given.schedules or given.tables or given.prompts or extra is not None
    programs = GivenPrograms(bench, changes, extra) if changed else bench.programs
    zone = (directory.contact_centers[center].time_zone if center else "") or directory.tenant.time_zone
    same = directory.contact_centers is bench.directory.contact_centers
    settings = bench.settings if same else ()
    board = Switchboard(Boot(directory, programs, settings=settings, library=bench.library.again(programs)))
    channel = _channel(directory, case)
    return Scene(board, _moment(given.at, zone), channel, environment, center, bench.has_live_tables)


def _prompt(name: str, words: Json) -> NamedPrompt:
    try:
        return _parsed(msgspec.json.encode(words))
    except ValueError as fault:
        raise StepFailed(f"The words that are given for the prompt “{name}” cannot be used: {fault}") from None


@lru_cache(maxsize=256)
def _parsed(words: bytes) -> NamedPrompt:
    """Kept, because every case of a file may give the same."""
    return parse_named_prompt(msgspec.json.decode(words))


@lru_cache(maxsize=1024)  # most cases of a file play at one hour
def _moment(text: str, zone: str) -> int:
    """UTC milliseconds of a time that is local to `zone`, or says its own offset."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise StepFailed(f"“{text}” is not a time; write 2026-03-02 10:00 or 2026-03-02T10:00:00+01:00.") from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(zone))
    return round(moment.astimezone(UTC).timestamp() * 1000)


def _channel(directory: Directory, case: Case) -> Channel:
    if case.channel is not None:
        return case.channel
    if case.given.channel is not UNSET:
        return case.given.channel
    address = linked(directory, case.start.address)
    return "chat" if address is not None and address.kind == "chat" else "voice"


def _directory(base: Directory, case: Case) -> Directory:
    given, address = case.given, case.start.address
    directory = base
    assumed = base.tenant.id == ASSUMED_TENANT
    if assumed:
        directory = _assumed(base, case)
    if address and linked(directory, address) is None:
        known = ", ".join(directory.addresses) or "none"
        raise StepFailed(f"The tenant has no address {address}; it has: {known}.")
    users = {name: _user(directory, name, agent) for name, agent in given.agents.items()}
    directory = replace(directory, users={**_who_may_act(directory, case), **users})
    if given.switches:
        directory = replace(directory, switches={**directory.switches, **switches_of(directory, given.switches)})
    if given.exceptions:
        days = {key: ScheduleException(found) for key, found in given.exceptions.items()}
        directory = replace(directory, exceptions={**directory.exceptions, **days})
    if given.disabled:
        off = {name: replace(_center(directory, name), enabled=False) for name in given.disabled}
        directory = replace(directory, contact_centers={**directory.contact_centers, **off})
    return directory


def _center(directory: Directory, name: str) -> ContactCenter:
    center = directory.contact_centers.get(name)
    if center is None:
        known = ", ".join(directory.contact_centers)
        raise StepFailed(f"There is no contact center “{name}” to disable; there are: {known}.")
    return center


def _who_may_act(directory: Directory, case: Case) -> Mapping[str, User]:
    """The tenant's users, without those of whom a case says nothing: they stay signed out, and a floor with hundreds
    of them would cost more than the case. A case that asks why, or a test in Python, gets them all."""
    named: set[str] = set()
    for step in (*case.first, *case.steps):
        if isinstance(step.expect, Expect) and step.expect.why is not UNSET:
            return directory.users
        named.update(step.agent if isinstance(step.agent, dict) else ())
    if not case.steps and not case.first:
        return directory.users
    return {name: user for name, user in directory.users.items() if name in named}


def switches_of(directory: Directory, wanted: Mapping[str, bool | str]) -> dict[str, Switch]:
    """Switches as a case sets them: on, off or with a text. Raises StepFailed for one that the tenant does not have."""
    assumed = directory.tenant.id == ASSUMED_TENANT
    found: dict[str, Switch] = {}
    for name, value in wanted.items():
        if name not in directory.switches and not assumed:
            raise StepFailed(f"The tenant has no switch “{name}”; it has: {', '.join(directory.switches) or 'none'}.")
        present = directory.switches.get(name, Switch())
        found[name] = replace(present, on=bool(value), text=value if isinstance(value, str) else "", until_ms=0)
    return found


def _assumed(base: Directory, case: Case) -> Directory:
    """Without a tenant file there is one contact center; its address and skills are whatever the case speaks of."""
    addresses = dict(base.addresses)
    if case.start.address:
        link = Link(contact_center=next(iter(base.contact_centers)))
        address = Address("number" if case.start.address.startswith("+") else "chat", link=link)
        addresses[case.start.address] = address
    return replace(base, addresses=addresses)


def _user(directory: Directory, name: str, agent: AgentGiven) -> User:
    present = directory.users.get(name)
    wanted = (*agent.contact_centers, *((agent.contact_center,) if agent.contact_center else ()), *agent.memberships)
    known = {center: dict(skills) for center, skills in present.memberships.items()} if present else {}
    centers = wanted or tuple(known) or tuple(directory.contact_centers)[:1]
    memberships: dict[str, dict[str, int]] = {}
    for center in centers:
        if center not in directory.contact_centers:
            raise StepFailed(f"{name} is given the contact center “{center}”, which the tenant does not have.")
        memberships[center] = dict(known.get(center, {})) if not wanted else {}
    for skill, level in agent.skills.items():
        able = [center for center in memberships if skill in directory.contact_centers[center].skills]
        if not able and directory.tenant.id == ASSUMED_TENANT:
            able = list(memberships)
        if not able:
            raise StepFailed(f"{name} is given the skill “{skill}”, which is defined in none of {', '.join(centers)}.")
        for center in able:
            memberships[center][skill] = level
    for center, skills in agent.memberships.items():
        memberships[center] |= skills
    full_name = agent.name or (present.name if present else name.capitalize())
    limits = agent.capacity or (present.capacity if present else {})
    devices = tuple(dict.fromkeys((*(present.devices if present else ()), *agent.devices)))
    return User(full_name, "case", name, {"": ("agent",)}, memberships, limits, devices)


def _check_names(bench: Bench, directory: Directory, given: Given) -> None:
    for key in given.exceptions:
        environment, _, name = key.partition("/")
        if environment not in bench.releases or name not in bench.releases[environment][1].environment.schedules:
            raise StepFailed(f"There is no schedule “{key}”; write it as environment/schedule.")
    for kind in ("schedules", "tables", "prompts"):
        _check_shared(bench, kind, getattr(given, kind))
    for name in given.queue:
        if name not in directory.contact_centers:
            raise StepFailed(f"There is no contact center “{name}” in which dialogues could wait.")


def _check_shared(bench: Bench, kind: str, given: Iterable[str]) -> None:
    """Every key names something that environments have, or the one environment that it names."""
    for key in given:
        place, _, name = key.rpartition("/")
        places = [
            getattr(program.environment, kind) for at, (_, program) in bench.releases.items() if place in ("", at)
        ]
        if not any(name in there for there in places):
            known = ", ".join(sorted({each for there in places for each in there})) or "none"
            raise StepFailed(f"There is no {kind[:-1]} “{key}”; there are: {known}.")


def _check_flow(bench: Bench, environment: str, flow: str) -> None:
    if environment not in bench.releases or flow not in bench.releases[environment][1].flows:
        raise StepFailed(f"There is no flow “{flow}” in the environment “{environment}”.")
