"""Which region a deployment serves: said at its first start, kept in its store, and never another one."""

from typing import Protocol

from flowengine.errors import FlowEngineError
from flowengine.tenancy.region import FIRST, region_of


class RegionDiffers(FlowEngineError):
    """The operator's fault: this data is another region's."""


class Store(Protocol):
    async def region(self, wanted: str) -> str: ...
    async def tenants(self) -> dict[str, int]: ...


async def region_kept(store: Store, wanted: str) -> str:
    """The region of the store; on its first start `wanted`, or what its tenants say. Raises RegionDiffers."""
    kept = await store.region("")
    if not kept:
        there = {found for tenant in await store.tenants() if (found := region_of(tenant))}
        if len(there) > 1:
            raise RegionDiffers(f"Not started: this data holds tenants of {' and '.join(sorted(there))}; one only may.")
        kept = next(iter(there), wanted or FIRST)
        if not wanted or kept == wanted:
            kept = await store.region(kept)
    if wanted and kept != wanted:
        hint = f"Leave --region out, or give {wanted} a data folder or database of its own."
        raise RegionDiffers(f"Not started: this data is of {kept}, not of {wanted}. {hint}")
    return kept
