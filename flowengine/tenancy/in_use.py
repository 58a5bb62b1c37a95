"""Who uses a contact center or a skill: what is used is not taken away without a word."""

from collections.abc import Iterator

from flowengine.errors import Conflict
from flowengine.tenancy.directory import Directory

MOST_TOLD = 5


def used_by(directory: Directory, contact_center: str) -> list[str]:
    """The addresses, users and exceptions that name a contact center, in words."""
    addresses = [
        f"address {key}"
        for key, one in directory.addresses.items()
        if one.link and one.link.contact_center == contact_center
    ]
    people = [
        f"user {key}" for key, user in directory.users.items() if contact_center in {*user.roles, *user.memberships}
    ]
    days = [f"exception {key}" for key in directory.exceptions if key.partition("/")[0] == contact_center]
    return [*addresses, *people, *days]


def skill_held_by(directory: Directory, contact_center: str, skill: str) -> list[str]:
    """The users who hold a skill of a contact center, in words."""
    return [f"user {key}" for key, user in directory.users.items() if skill in user.memberships.get(contact_center, {})]


def still_in_use(before: Directory, after: Directory) -> Iterator[tuple[str, Conflict]]:
    """(Contact center, why not) for each contact center or skill that is gone and still used in `after`."""
    for name, center in before.contact_centers.items():
        kept = after.contact_centers.get(name)
        if kept is None:
            if users := used_by(after, name):
                hint = "Link those addresses elsewhere, and take its roles, memberships and exceptions away, first."
                yield name, Conflict(f"Contact center “{name}” is in use: {_told(users)}.", hint=hint, code="in_use")
            continue
        for skill in center.skills:
            if skill not in kept.skills and (users := skill_held_by(after, name, skill)):
                text = f"Skill “{skill}” of “{name}” is held: {_told(users)}."
                yield name, Conflict(text, hint="Take it away from them first.", code="in_use")


def _told(users: list[str]) -> str:
    more = len(users) - MOST_TOLD
    return ", ".join(users[:MOST_TOLD]) + (f" and {more} more" if more > 0 else "")
