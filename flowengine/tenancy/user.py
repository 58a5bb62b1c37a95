"""User: a person from the company directory, with roles and memberships."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

Role = Literal["agent", "supervisor", "editor", "viewer", "report_viewer", "administrator"]
ROLES: tuple[Role, ...] = ("agent", "supervisor", "editor", "viewer", "report_viewer", "administrator")
SkillLevel = Annotated[int, Meta(ge=0, le=100)]


class User(Struct, frozen=True, forbid_unknown_fields=True):
    """Unique by (directory id, object id). `roles`: contact center, or "" for tenant-wide, to role words.
    `memberships`: contact center -> skill -> level: the queues that an agent serves."""

    name: Annotated[str, Meta(min_length=1, max_length=200)]
    directory_id: str
    object_id: str
    roles: dict[str, tuple[Role, ...]] = {}
    memberships: dict[str, dict[str, SkillLevel]] = {}

    def is_agent(self) -> bool:
        """Whether the person may be offered dialogues anywhere."""
        return any(self.is_agent_in(center) for center in self.memberships)

    def is_agent_in(self, contact_center: str) -> bool:
        """Whether the role is held in this contact center, or tenant-wide."""
        return any("agent" in self.roles.get(place, ()) for place in ("", contact_center))
