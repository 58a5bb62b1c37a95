"""Region: the part of the world that a tenant never leaves; its id says which, so no directory is asked."""

from flowengine.errors import RequestRefused
from flowengine.tenancy.tenant import REGIONS

FIRST = REGIONS[0]  # of a deployment that names none


def region_of(tenant: str) -> str:
    """The region whose name a tenant's id begins with; "" for an id that names none."""
    name = tenant.partition("-")[0].upper()
    return name if name in REGIONS and "-" in tenant else ""


def refuse_elsewhere(tenant: str, region: str) -> None:
    """Raises RequestRefused (`wrong_region`) for a tenant of another region than this deployment's."""
    found = region_of(tenant)
    if found and found != region:
        words = f"The tenant {tenant} is of {found}, and this deployment serves {region}."
        raise RequestRefused(words, hint=f"Ask the deployment of {found}.", code="wrong_region")
