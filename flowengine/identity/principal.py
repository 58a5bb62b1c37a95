"""Who is asking: one user of one tenant with the roles that the directory gives right now."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from flowengine.tenancy.user import ROLES

TENANT_WIDE = ""


class Principal(Struct, frozen=True):
    """`roles`: contact center, or "" for the whole tenant -> role words.

    `desk` is the agent whose desk this session works at: the user's own, or in the demo one that was taken over.
    """

    tenant: str
    user: str
    name: str
    roles: dict[str, frozenset[str]]
    desk: str = ""

    def holds(self, wanted: frozenset[str], contact_center: str | None = None) -> bool:
        """Whether one of the `wanted` roles is held in `contact_center`; None asks: anywhere in the tenant."""
        if self.desk != self.user and "agent" in wanted and contact_center is None:
            return True  # a taken-over desk is an agent's desk, whatever else the user is
        if contact_center is None:
            return any(wanted & held for held in self.roles.values())
        return bool(wanted & (self.roles.get(TENANT_WIDE, frozenset()) | self.roles.get(contact_center, frozenset())))

    def everywhere(self, wanted: frozenset[str]) -> bool:
        """Whether one of the `wanted` roles is held for the whole tenant."""
        return bool(wanted & self.roles.get(TENANT_WIDE, frozenset()))


def principal_of(tenant: str, user: str, name: str, roles: Mapping[str, Iterable[str]], desk: str = "") -> Principal:
    """A principal from the directory's form of roles; words that are no role grant nothing."""
    known = {place: frozenset(str(role) for role in held if role in ROLES) for place, held in roles.items()}
    return Principal(tenant, user, name, known, desk or user)
