"""User: a person from the company directory, with roles, memberships and licences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta, Struct

from flowengine.tenancy.contact_center import Channel
from flowengine.tenancy.fault import Fault

if TYPE_CHECKING:
    from flowengine.tenancy.directory import Directory

Role = Literal["agent", "supervisor", "editor", "viewer", "report_viewer", "administrator"]
ROLES: tuple[Role, ...] = ("agent", "supervisor", "editor", "viewer", "report_viewer", "administrator")
SkillLevel = Annotated[int, Meta(ge=0, le=100)]
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,127}\Z")


class User(Struct, frozen=True, forbid_unknown_fields=True):
    """Unique by (directory id, object id). `roles`: contact center, or "" for tenant-wide, to role words.
    `memberships`: contact center -> skill -> level: the queues that an agent serves. `capacity`: channel -> how many at
    once, where that is less than the contact center allows. `devices`: those that may report presence. `licences`: the
    CTI platforms of which the person holds a seat."""

    name: Annotated[str, Meta(min_length=1, max_length=200)]
    directory_id: Annotated[str, Meta(min_length=1, max_length=200)]
    object_id: Annotated[str, Meta(min_length=1, max_length=200)]
    roles: dict[str, tuple[Role, ...]] = {}
    memberships: dict[str, dict[str, SkillLevel]] = {}
    capacity: dict[Channel, Annotated[int, Meta(ge=0, le=50)]] = {}
    devices: tuple[Annotated[str, Meta(min_length=1, max_length=64)], ...] = ()
    licences: tuple[str, ...] = ()

    def is_agent(self) -> bool:
        """Whether the person may be offered dialogues anywhere."""
        if "agent" in self.roles.get("", ()):
            return bool(self.memberships)
        return any(self.is_agent_in(center) for center in self.memberships)

    def is_agent_in(self, contact_center: str) -> bool:
        """Whether the role is held in this contact center, or tenant-wide."""
        return "agent" in self.roles.get("", ()) or "agent" in self.roles.get(contact_center, ())


def twin_faults(directory: Directory) -> Iterator[Fault]:
    """One person of the company directory stands in one document."""
    people: dict[tuple[str, str], str] = {}
    for key, user in directory.users.items():
        twin = people.setdefault((user.directory_id, user.object_id), key)
        if twin != key:
            text = f"“{twin}” is the same person of the directory."
            yield Fault(f"$.users['{key}']", text, "Keep one of the two.")


def user_faults(directory: Directory, key: str) -> Iterator[Fault]:
    """The broken rules of one user: places and skills that exist, and what one person can do at once."""
    user, path = directory.users[key], f"$.users['{key}']"
    if not _ID.match(key):
        yield Fault(path, f"“{key}” is not the id of a user.", "Letters, digits, . _ @ and -; at most 128.")
    for center in dict.fromkeys((*user.roles, *user.memberships)):
        if center and center not in directory.contact_centers:
            yield Fault(path, f"There is no contact center “{center}”.", "Create it first.")
    for center, skills in user.memberships.items():
        if center == "":
            text = "A membership is of a contact center."
            yield Fault(f"{path}.memberships", text, "Name the contact center whose queue is served.")
        known = directory.contact_centers[center].skills if center in directory.contact_centers else skills
        for skill in skills:
            if skill not in known:
                text, where = f"“{center}” has no skill “{skill}”.", f"{path}.memberships.{center}"
                yield Fault(where, text, "Define the skill there.")
    if user.capacity.get("voice", 0) > 1:
        text = "A call takes the whole agent: nobody has two at once."
        yield Fault(f"{path}.capacity.voice", text, "Write 1, or 0 for never.")
    if len(set(user.devices)) < len(user.devices):
        yield Fault(f"{path}.devices", "A device stands there twice.", "Name each once.")


def licence_faults(directory: Directory) -> Iterator[Fault]:
    """CTI licences are counted seats: nobody holds one of a platform that was not bought, or that is used up."""
    held: Counter[str] = Counter()
    for key, user in directory.users.items():
        path = f"$.users['{key}'].licences"
        for platform in dict.fromkeys(user.licences):
            held[platform] += 1
            seats = directory.tenant.licences.get(platform)
            if seats is None:
                hint = "Write the seats that you have into the tenant's licences."
                yield Fault(path, f"There are no licences of “{platform}”.", hint)
            elif held[platform] > seats:
                text = f"All {seats} licences of “{platform}” are given."
                yield Fault(path, text, "Withdraw one from somebody, or raise the tenant's seats.")
        if len(set(user.licences)) < len(user.licences):
            yield Fault(path, "A licence stands there twice.", "Name each once.")
