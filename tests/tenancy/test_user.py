"""Users: the agent's role counts where it is held, and only there."""

import pytest

from flowengine.switchboard.boot import memberships_of
from flowengine.tenancy.user import Role, User

BOTH: dict[str, dict[str, int]] = {"billing": {"refunds": 50}, "desk": {}}


@pytest.mark.parametrize(
    ("roles", "served"),
    [
        pytest.param({"": ("agent",)}, {"billing", "desk"}, id="tenant-wide"),
        pytest.param({"billing": ("agent",)}, {"billing"}, id="in one contact center"),
        pytest.param({"billing": ("supervisor",), "desk": ("agent",)}, {"desk"}, id="another role elsewhere"),
        pytest.param({"": ("editor",)}, set(), id="no agent"),
        pytest.param({"pharmacy": ("agent",)}, set(), id="an agent where there is no membership"),
    ],
)
def test_a_membership_is_served_where_the_role_is_held(roles: dict[str, tuple[Role, ...]], served: set[str]) -> None:
    user = User(name="Anna", directory_id="d", object_id="a", roles=roles, memberships=BOTH)
    assert set(memberships_of(user)) == served
    assert user.is_agent() is bool(served)
