"""What leaves the tenant as a file is written into the audit first: who took which list, never what it says."""

from typing import Literal

from flowengine.api.services import Services
from flowengine.identity.principal import Principal
from flowengine.messages import DataExported


async def write_down(
    services: Services,
    principal: Principal,
    what: Literal["directory", "list", "report", "folder", "person"],
    of: str = "",
) -> None:
    """Returns after the commit: what cannot be written down does not leave."""
    await services.runtime.submit(principal.tenant, DataExported(what=what, of=of, author=principal.user))
