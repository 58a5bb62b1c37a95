"""Directory: all that a tenant's administrators own, as one value, and the documents that it is written in.

The tenant file, the stored documents and the export are the same: `directory_from(document)` reads the file,
`documents_of(directory)` gives one document per thing, and `change.py` changes them.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import lru_cache
from typing import Any, TypeVar

import msgspec
from msgspec import NODEFAULT, Struct
from msgspec.structs import FieldInfo

from flowengine.errors import Finding, FlowInvalid
from flowengine.messages import Json
from flowengine.tenancy.address import Address, address_faults
from flowengine.tenancy.blocked import BlockedCaller, blocked_faults
from flowengine.tenancy.contact_center import FRONT_DOOR, ContactCenter, contact_center_faults
from flowengine.tenancy.exception import ScheduleException, exception_faults
from flowengine.tenancy.fault import Fault
from flowengine.tenancy.switch import Switch, switch_faults
from flowengine.tenancy.tenant import Tenant, tenant_faults
from flowengine.tenancy.user import User, licence_faults, twin_faults, user_faults

_T = TypeVar("_T", bound=Struct)


class Directory(Struct, frozen=True):
    """One tenant: contact centers by name, addresses by their text, users by id, switches by name, the exceptions of
    schedules by `<environment>/<schedule>`, blocked callers by number."""

    tenant: Tenant
    contact_centers: Mapping[str, ContactCenter] = {}
    addresses: Mapping[str, Address] = {}
    users: Mapping[str, User] = {}
    switches: Mapping[str, Switch] = {}
    exceptions: Mapping[str, ScheduleException] = {}
    blocked_callers: Mapping[str, BlockedCaller] = {}


KINDS: dict[str, tuple[str, type[Struct]]] = {
    "contact_center": ("contact_centers", ContactCenter),
    "address": ("addresses", Address),
    "user": ("users", User),
    "switch": ("switches", Switch),
    "exception": ("exceptions", ScheduleException),
    "blocked_caller": ("blocked_callers", BlockedCaller),
}
STEERING_KINDS = ("tenant", *KINDS)  # the documents whose change can change a decision
_RULES: tuple[tuple[Callable[[Directory], Iterator[Fault]], frozenset[str]], ...] = (  # a rule, and what it is about
    (tenant_faults, frozenset({"tenant"})),
    (contact_center_faults, frozenset({"contact_center"})),
    (address_faults, frozenset({"address", "contact_center"})),
    (twin_faults, frozenset({"user"})),
    (licence_faults, frozenset({"user", "tenant"})),
    (switch_faults, frozenset({"switch"})),
    (exception_faults, frozenset({"exception", "contact_center"})),
    (blocked_faults, frozenset({"blocked_caller"})),
)


def faults_of(directory: Directory, touched: Mapping[str, Collection[str]] | None = None) -> Iterator[Fault]:
    """Each broken rule of DESIGN.md section 2. `touched` (kind -> keys): only rules that a change of these can break,
    because a tenant's calls wait while its directory is looked at."""
    for rule, kinds in _RULES:
        if touched is None or not kinds.isdisjoint(touched):
            yield from rule(directory)
    for key in directory.users if touched is None else touched.get("user", ()):  # of others: see in_use.py
        if key in directory.users:
            yield from user_faults(directory, key)


def directory_from(document: Json, file: str = "tenant.json") -> Directory:
    """The directory of a tenant file. Raises FlowInvalid with every fault found, each with its path."""
    directory = _parsed(document, file)
    findings = [Finding("rule", "error", *fault, file) for fault in faults_of(directory)]
    if findings:
        raise FlowInvalid(findings)
    return directory


def _parsed(document: Json, file: str) -> Directory:
    findings: list[Finding] = []
    if not isinstance(document, dict) or document.get("format") != 1:
        raise FlowInvalid([Finding("missing", "error", "$.format", "“format” must be 1.", "Add it.", file)])
    known = {"$schema", "format", "tenant", *(plural for plural, _ in KINDS.values())}
    findings += (
        Finding("unknown_field", "error", f"$.{key}", f"“{key}” is not known here.", "Remove it.", file)
        for key in document
        if key not in known
    )
    tenant = _read(Tenant, document.get("tenant", {}), "$.tenant", file, findings)
    things: dict[str, dict[str, Any]] = {}
    for plural, kind in KINDS.values():
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
    return Directory(tenant, **things)


def _read(kind: type[_T], value: Json, path: str, file: str, findings: list[Finding]) -> _T | None:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as fault:
        reason, _, place = str(fault).partition(" - at `$")
        findings.append(Finding("bad_value", "error", path + place.rstrip("`"), reason + ".", "Write it so.", file))
        return None


def things_of(directory: Directory, kind: str) -> Mapping[str, Any]:
    """The things of one kind by their keys; the tenant is the only one of its kind."""
    found: Mapping[str, Any] = {"tenant": directory.tenant} if kind == "tenant" else getattr(directory, KINDS[kind][0])
    return found


def kind_of(kind: str) -> type[Struct]:
    """The type of the things of a kind. Raises KeyError."""
    return Tenant if kind == "tenant" else KINDS[kind][1]


def documents_of(directory: Directory) -> Iterator[tuple[str, str, Json]]:
    """One (kind, key, JSON value) per stored thing."""
    yield "tenant", "tenant", written(directory.tenant)
    for kind, (plural, _) in KINDS.items():
        for key, thing in getattr(directory, plural).items():
            yield kind, key, written(thing)


def written(thing: Any) -> Any:
    """A thing as JSON without what is as it would be anyway, so that a file holds what somebody has said."""
    if isinstance(thing, Struct):
        given = [(field, getattr(thing, field.name)) for field in _fields(type(thing))]
        return {field.encode_name: written(value) for field, value in given if value != _default(field)}
    if isinstance(thing, Mapping):
        return {key: written(value) for key, value in thing.items()}
    return [written(value) for value in thing] if isinstance(thing, tuple | list) else thing


@lru_cache(maxsize=256)  # working them out takes far longer than writing a thing
def _fields(kind: type[Struct]) -> tuple[FieldInfo, ...]:
    return msgspec.structs.fields(kind)


def _default(field: FieldInfo) -> Any:
    return field.default if field.default_factory is NODEFAULT else field.default_factory()


def directory_of(documents: Mapping[tuple[str, str], Json]) -> Directory:
    """The directory from its stored documents, (kind, key) -> value; the reverse of `documents_of`. A rule that came
    later than what is stored does not stop a tenant: it is asked when the thing is changed."""
    file: dict[str, Json] = {"format": 1, "tenant": documents["tenant", "tenant"]}
    for (kind, key), value in documents.items():
        if kind in KINDS:
            file.setdefault(KINDS[kind][0], {})[key] = value
    return _parsed(file, "tenant.json")


__all__ = [
    "FRONT_DOOR",
    "KINDS",
    "STEERING_KINDS",
    "Directory",
    "directory_from",
    "directory_of",
    "documents_of",
    "faults_of",
    "things_of",
    "written",
]
