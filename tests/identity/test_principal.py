"""Roles: held where they were given, and the table's rows in words that mean something."""

import pytest

from flowengine.identity.demo import UnsafeSetting, refuse_unsafe
from flowengine.identity.principal import principal_of
from flowengine.identity.routes import ROUTES, row
from flowengine.tenancy.user import ROLES

EDITOR = frozenset(("editor",))
AGENT = frozenset(("agent",))

HELD = [
    ({"": ["editor"]}, None, True),
    ({"": ["editor"]}, "billing", True),
    ({"": ["editor"]}, "front_door", True),
    ({"billing": ["editor"]}, None, True),
    ({"billing": ["editor"]}, "billing", True),
    ({"billing": ["editor"]}, "pharmacy", False),
    ({"billing": ["editor"]}, "front_door", False),
    ({"billing": ["viewer"]}, "billing", False),
    ({"": ["root", "EDITOR"]}, None, False),
    ({}, None, False),
]


@pytest.mark.parametrize(("roles", "place", "expected"), HELD)
def test_a_role_counts_where_it_is_held(roles: dict[str, list[str]], place: str | None, *, expected: bool) -> None:
    assert principal_of("emea-a", "anna", "Anna", roles).holds(EDITOR, place) is expected


def test_a_taken_desk_makes_an_agent_and_nothing_else() -> None:
    principal = principal_of("emea-a", "vera", "Vera", {"": ["viewer"]}, desk="anna")
    assert principal.holds(AGENT)
    assert not principal.holds(EDITOR)
    assert not principal_of("emea-a", "vera", "Vera", {"": ["viewer"]}).holds(AGENT)


def test_the_table_is_well_formed() -> None:
    for route in ROUTES:
        assert row(route.method, route.path) is route, "two rows for one route"
        assert len(route.why) > 15
        if not isinstance(route.who, str):
            assert route.who
            assert route.who <= set(ROLES)
        assert not route.within or f"{{{route.within}}}" in route.path


def test_who_writes_flows_is_asked_for_the_place() -> None:
    for route in ROUTES:
        if "{env}" in route.path:
            assert route.within == "env", route.path
    assert row("GET", "/api/none") is None


@pytest.mark.parametrize(
    "bind",
    ["0.0.0.0", "::", "10.0.0.1", "example.com", "localhost.example.com", "127.0.0.1.nip.io"],  # noqa: S104  # they are refused here
)
def test_nothing_but_loopback_is_safe(bind: str) -> None:
    with pytest.raises(UnsafeSetting):
        refuse_unsafe(bind, demo=True)


@pytest.mark.parametrize("bind", ["127.0.0.1", "localhost", "::1", "[::1]"])
def test_loopback_is_safe(bind: str) -> None:
    refuse_unsafe(bind, demo=True)
