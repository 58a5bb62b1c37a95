"""Directory: all that a tenant's administrators own, as one value, and the rules that hold it together.

The tenant file, the stored documents and the export are the same: `directory_from(document)` reads the file,
`documents_of(directory)` gives one document per thing, and `changed(directory, kind, key, body)` applies one.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from flowengine.errors import Conflict, Finding, FlowInvalid, RequestRefused
from flowengine.messages import Json
from flowengine.tenancy.address import Address, address_fault
from flowengine.tenancy.contact_center import ContactCenter
from flowengine.tenancy.exception import ScheduleException
from flowengine.tenancy.switch import Switch
from flowengine.tenancy.tenant import Tenant
from flowengine.tenancy.user import User

FRONT_DOOR = "front_door"
_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}\Z")
_T = TypeVar("_T", bound=Struct)


class Directory(Struct, frozen=True):
    """One tenant: contact centers by name, addresses by their text, users by id, switches by name, the exceptions of
    schedules by `<environment>/<schedule>`."""

    tenant: Tenant
    contact_centers: Mapping[str, ContactCenter] = {}
    addresses: Mapping[str, Address] = {}
    users: Mapping[str, User] = {}
    switches: Mapping[str, Switch] = {}
    exceptions: Mapping[str, ScheduleException] = {}


_KINDS: dict[str, tuple[str, type[Struct]]] = {
    "contact_center": ("contact_centers", ContactCenter),
    "address": ("addresses", Address),
    "user": ("users", User),
    "switch": ("switches", Switch),
    "exception": ("exceptions", ScheduleException),
}
STEERING_KINDS = ("tenant", *_KINDS)  # the documents whose change can change a decision


def directory_from(document: Json, file: str = "tenant.json") -> Directory:
    """The directory of a tenant file. Raises FlowInvalid with every fault found, each with its path."""
    findings: list[Finding] = []
    if not isinstance(document, dict) or document.get("format") != 1:
        raise FlowInvalid([Finding("missing", "error", "$.format", "“format” must be 1.", "Add it.", file)])
    known = {"$schema", "format", "tenant", *(plural for plural, _ in _KINDS.values())}
    findings += (
        Finding("unknown_field", "error", f"$.{key}", f"“{key}” is not known here.", "Remove it.", file)
        for key in document
        if key not in known
    )
    tenant = _read(Tenant, document.get("tenant", {}), "$.tenant", file, findings)
    things: dict[str, dict[str, Any]] = {}
    for plural, kind in _KINDS.values():
        given = document.get(plural, {})
        if not isinstance(given, dict):
            text, hint = f"“{plural}” must be an object.", "Write one entry per key."
            findings.append(Finding("bad_value", "error", f"$.{plural}", text, hint, file))
            continue
        things[plural] = {
            key: thing
            for key, value in given.items()
            if (thing := _read(kind, value, f"$.{plural}['{key}']", file, findings)) is not None
        }
    if tenant is None or findings:
        raise FlowInvalid(findings)
    directory = Directory(tenant, **things)
    findings += (Finding("rule", "error", path, text, hint, file) for path, text, hint in faults_of(directory))
    if findings:
        raise FlowInvalid(findings)
    return directory


def _read(kind: type[_T], value: Json, path: str, file: str, findings: list[Finding]) -> _T | None:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as fault:
        reason, _, place = str(fault).partition(" - at `$")
        findings.append(Finding("bad_value", "error", path + place.rstrip("`"), reason + ".", "Write it so.", file))
        return None


def faults_of(directory: Directory) -> Iterator[tuple[str, str, str]]:
    """Each broken rule of DESIGN.md section 2: (path, sentence, what to do)."""
    tenant = directory.tenant
    if not tenant.id.startswith(tenant.region.lower() + "-"):
        yield "$.tenant.id", f"“{tenant.id}” does not begin with its region.", f"Call it {tenant.region.lower()}-…"
    if not _is_zone(tenant.time_zone):
        yield "$.tenant.time_zone", f"“{tenant.time_zone}” is not a time zone.", "Use an IANA name: Europe/London."
    for path, name in _names(directory):
        if not _NAME.match(name):
            yield path, f"“{name}” is not a name.", "Small letters, digits and _; a letter first; at most 64."
    for name, center in directory.contact_centers.items():
        if name == FRONT_DOOR:
            yield f"$.contact_centers.{name}", "front_door is the tenant's own environment.", "Use another name."
        if center.time_zone and not _is_zone(center.time_zone):
            yield (
                f"$.contact_centers.{name}.time_zone",
                f"“{center.time_zone}” is not a time zone.",
                "Use an IANA name.",
            )
    for key, address in directory.addresses.items():
        path = f"$.addresses['{key}']"
        if fault := address_fault(key, address):
            yield path, fault, "Write the address that way."
        if address.link and (fault := address.link.fault()):
            yield path + ".link", fault, "Keep one of the two links."
        if (
            address.link
            and address.link.contact_center
            and address.link.contact_center not in directory.contact_centers
        ):
            yield path + ".link", f"There is no contact center “{address.link.contact_center}”.", "Create it first."
    yield from _user_faults(directory)
    yield from _exception_faults(directory)


def _names(directory: Directory) -> Iterator[tuple[str, str]]:
    """What flows, files and folders call by name."""
    yield from ((f"$.tenant.attributes['{name}']", name) for name in directory.tenant.attributes)
    yield from ((f"$.switches['{name}']", name) for name in directory.switches)
    for key, center in directory.contact_centers.items():
        yield f"$.contact_centers['{key}']", key
        yield from ((f"$.contact_centers.{key}.skills['{name}']", name) for name in center.skills)


def _user_faults(directory: Directory) -> Iterator[tuple[str, str, str]]:
    people: dict[tuple[str, str], str] = {}
    for key, user in directory.users.items():
        path = f"$.users['{key}']"
        twin = people.setdefault((user.directory_id, user.object_id), key)
        if twin != key:
            yield path, f"“{twin}” is the same person of the directory.", "Keep one of the two."
        for center in (*user.roles, *user.memberships):
            if center and center not in directory.contact_centers:
                yield path, f"There is no contact center “{center}”.", "Create it first."
        for center, skills in user.memberships.items():
            known = directory.contact_centers[center].skills if center in directory.contact_centers else skills
            for skill in skills:
                if skill not in known:
                    yield (
                        f"{path}.memberships.{center}",
                        f"“{center}” has no skill “{skill}”.",
                        "Define the skill there.",
                    )


def _exception_faults(directory: Directory) -> Iterator[tuple[str, str, str]]:
    for key, exception in directory.exceptions.items():
        environment, _, schedule = key.partition("/")
        path = f"$.exceptions['{key}']"
        if environment not in (FRONT_DOOR, *directory.contact_centers) or not _NAME.match(schedule):
            yield path, f"“{key}” names no schedule.", "Write it <contact center>/<schedule>, or front_door/<schedule>."
        for day, ranges in exception.days.items():
            if not _is_day(day):
                yield f"{path}.days['{day}']", f"No calendar has the day {day}.", "Write it as 2026-12-25."
            for hours in ranges:
                start, end = hours.split("-")
                if start >= end:
                    yield f"{path}.days['{day}']", f"{hours} ends before it begins.", "Write the earlier time first."


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (OSError, ValueError):  # unknown (ZoneInfoNotFoundError is a KeyError on some systems, OSError on others)
        return False
    except KeyError:
        return False
    return True


def changed(directory: Directory, kind: str, key: str, value: Json | None) -> Directory:
    """The directory with one thing replaced (None: removed). Raises RequestRefused or Conflict; nothing changes then.

    A link of an address that is already linked elsewhere is refused: it must be unlinked first, on purpose.
    """
    if kind == "tenant":
        tenant = _converted(Tenant, value)
        if (tenant.id, tenant.region) != (directory.tenant.id, directory.tenant.region):
            raise Conflict("A tenant keeps its id and its region.", hint="Make a new tenant.", code="rule")
        after = msgspec.structs.replace(directory, tenant=tenant)
    else:
        plural, struct = _KINDS[kind]
        things = dict(getattr(directory, plural))
        if value is None:
            if things.pop(key, None) is None:
                raise RequestRefused(f"There is no {kind.replace('_', ' ')} “{key}”.", code="not_found")
        else:
            thing = _converted(struct, value)
            if kind == "address":
                _refuse_second_link(directory, key, thing)
            elif kind == "switch":
                _refuse_without_reason(directory, key, thing)
            things[key] = thing
        after = msgspec.structs.replace(directory, **{plural: things})
    before = set(faults_of(directory))
    for path, text, hint in faults_of(after):
        if (path, text, hint) not in before:
            raise Conflict(f"{path}: {text}", hint=hint, code="rule")
    return after


def _converted(kind: type[_T], value: Json) -> _T:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as fault:
        raise RequestRefused(f"{fault}.", code="bad_value") from None


def _refuse_without_reason(directory: Directory, key: str, switch: Any) -> None:
    present = directory.switches.get(key)
    if not switch.reason.strip() and (switch.needs_reason or (present is not None and present.needs_reason)):
        raise RequestRefused(f"“{key}” is set with a reason only.", hint="Say why.", code="reason_needed")


def _refuse_second_link(directory: Directory, key: str, address: Any) -> None:
    present = directory.addresses.get(key)
    if present and present.link and address.link and present.link != address.link:
        place = present.link.contact_center or f"the front door's flow {present.link.front_door}"
        raise Conflict(
            f"{key} is linked to {place} already; an address has one link.",
            hint="Unlink it first: save it without a link.",
            code="address_linked",
        )


def documents_of(directory: Directory) -> Iterator[tuple[str, str, Json]]:
    """One (kind, key, JSON value) per stored thing."""
    yield "tenant", "tenant", msgspec.to_builtins(directory.tenant)
    for kind, (plural, _) in _KINDS.items():
        for key, thing in getattr(directory, plural).items():
            yield kind, key, msgspec.to_builtins(thing)


def directory_of(documents: Mapping[tuple[str, str], Json]) -> Directory:
    """The directory from its stored documents, (kind, key) -> value; the reverse of `documents_of`."""
    file: dict[str, Json] = {"format": 1, "tenant": documents["tenant", "tenant"]}
    for (kind, key), value in documents.items():
        if kind in _KINDS:
            file.setdefault(_KINDS[kind][0], {})[key] = value
    return directory_from(file)
