"""What the operator opens beyond public https: named servers, each by scheme, host and port."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from flowengine.errors import FlowEngineError
from flowengine.runtime.egress.place import place_of
from flowengine.runtime.egress.refusal import EgressRefused

OPENED = "STUDIO_EGRESS_ORIGINS"
AUTHORITIES = "STUDIO_EGRESS_CA"


class UnsafeEgress(FlowEngineError):
    """A setting opens something that is not one server."""


class EgressSettings(Struct, frozen=True):
    """`opened`: origins such as http://crm.internal:8080, which may be reached without https, on that port, and at a
    private address. `authorities`: a file of certificates that are trusted beside the usual ones."""

    opened: frozenset[str] = frozenset()
    authorities: str = ""


def egress_settings(environ: Mapping[str, str]) -> EgressSettings:
    """From STUDIO_EGRESS_ORIGINS (separated by commas) and STUDIO_EGRESS_CA. Raises UnsafeEgress."""
    named = (one.strip() for one in environ.get(OPENED, "").split(","))
    return EgressSettings(opened_origins(one for one in named if one), environ.get(AUTHORITIES, ""))


def opened_origins(named: Iterable[str]) -> frozenset[str]:
    """Raises UnsafeEgress for what is no origin."""
    return frozenset(map(_origin, named))


def _origin(text: str) -> str:
    try:
        place = place_of(text)
    except EgressRefused as refusal:
        raise UnsafeEgress(f"{OPENED}: “{text}” is not like http://crm.internal:8080 ({refusal.reason}).") from None
    if place.target != "/":
        raise UnsafeEgress(f"{OPENED}: “{text}” names more than a server; write {place.origin}.")
    return place.origin
