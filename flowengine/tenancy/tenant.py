"""Tenant and region: the customer's self-contained unit, and the part of the world that it never leaves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta, Struct

from flowengine.messages import Json
from flowengine.tenancy.contact_center import Title
from flowengine.tenancy.fault import NAME_HINT, Fault, is_language, is_name, is_zone
from flowengine.tenancy.retention import Retention

if TYPE_CHECKING:
    from flowengine.tenancy.directory import Directory

REGIONS = ("EMEA", "NORA")
AttributeType = Literal["text", "number", "boolean", "list", "object", "any"]


class Attribute(Struct, frozen=True, forbid_unknown_fields=True):
    """A fact that belongs to a dialogue through every frame and contact center."""

    type: AttributeType
    default: Json = None


class Tenant(Struct, frozen=True, forbid_unknown_fields=True):
    """`id` begins with the region's name (`emea-hartley`), so that another region's tenant is refused by name.

    `away_reasons`: key -> title. `licences`: CTI platform -> seats bought. `caller_history` off: of callers nothing is
    kept beyond what flows and people write down, no calls, no last agent. `retention`: when records go by themselves.
    """

    id: Annotated[str, Meta(pattern="^(emea|nora)-[a-z0-9][a-z0-9-]{0,60}$")]
    name: Annotated[str, Meta(min_length=1, max_length=200)]
    region: Literal["EMEA", "NORA"]
    time_zone: str
    languages: Annotated[tuple[str, ...], Meta(min_length=1)]
    not_in_service: Json = "This number is not in service."
    apology: Json = "Sorry, something went wrong. Please call again later."
    attributes: dict[str, Attribute] = {}
    demo: bool = False
    away_reasons: dict[str, Title] = {}
    licences: dict[str, Annotated[int, Meta(ge=0, le=1_000_000)]] = {}
    caller_history: bool = True
    retention: Retention = Retention()


def tenant_faults(directory: Directory) -> Iterator[Fault]:
    """The broken rules of the tenant's own document."""
    tenant = directory.tenant
    prefix = tenant.region.lower() + "-"
    if not tenant.id.startswith(prefix):
        yield Fault("$.tenant.id", f"“{tenant.id}” does not begin with its region.", f"Call it {prefix}…")
    if not is_zone(tenant.time_zone):
        text = f"“{tenant.time_zone}” is not a time zone."
        yield Fault("$.tenant.time_zone", text, "Use an IANA name: Europe/London.")
    for tag in tenant.languages:
        if not is_language(tag):
            yield Fault("$.tenant.languages", f"“{tag}” is not a language tag.", "Write it like en or nl-BE.")
    for field in ("attributes", "away_reasons", "licences"):
        for name in getattr(tenant, field):
            if not is_name(name):
                yield Fault(f"$.tenant.{field}['{name}']", f"“{name}” is not a name.", NAME_HINT)
