"""Scope: roles per contact center bind; what of the floor is shown to those who hold a role in some places only."""

from collections.abc import Iterable
from typing import Any

from flowengine.errors import Forbidden
from flowengine.identity.principal import Principal
from flowengine.tenancy.directory import Directory


def holds_in(principal: Principal, wanted: frozenset[str], places: Iterable[str]) -> bool:
    """Whether one of the `wanted` roles is held in one of the contact centers, or everywhere."""
    return principal.everywhere(wanted) or any(principal.holds(wanted, place) for place in places)


def within(principal: Principal, wanted: frozenset[str], rows: Iterable[Any], key: str) -> list[Any]:
    """The rows whose `key` (a contact center, or several) is in the principal's reach."""

    def places(row: Any) -> Iterable[str]:
        named = row.get(key, ())
        return (named,) if isinstance(named, str) else named

    return [row for row in rows if holds_in(principal, wanted, places(row))]


def refuse_elsewhere(principal: Principal, wanted: frozenset[str], places: Iterable[str]) -> None:
    """Raises Forbidden for what belongs to contact centers in which none of the roles is held."""
    found = sorted(places)
    if not holds_in(principal, wanted, found):
        where = ", ".join(found) or "no contact center"
        hint = "An administrator of the tenant gives roles."
        raise Forbidden(f"This is of {where}, where you hold none of the roles {', '.join(sorted(wanted))}.", hint=hint)


def serves(directory: Directory | None, agent: str) -> list[str]:
    """The contact centers of an agent."""
    user = directory.users.get(agent) if directory else None
    return [name for name in user.memberships if user.is_agent_in(name)] if user else []
