"""A tenant's id says its region; another region's tenant is refused by that region's name."""

import pytest

from flowengine.errors import RequestRefused
from flowengine.tenancy.region import refuse_elsewhere, region_of


@pytest.mark.parametrize(
    ("tenant", "region"), [("emea-hartley", "EMEA"), ("nora-acme", "NORA"), ("acme", ""), ("emea", ""), ("", "")]
)
def test_the_id_says_the_region(tenant: str, region: str) -> None:
    assert region_of(tenant) == region


def test_another_regions_tenant_is_refused_by_name() -> None:
    refuse_elsewhere("emea-hartley", "EMEA")
    refuse_elsewhere("acme", "EMEA")  # no tenant at all: whoever looks for it finds none
    with pytest.raises(RequestRefused, match="nora-acme is of NORA, and this deployment serves EMEA") as refused:
        refuse_elsewhere("nora-acme", "EMEA")
    assert refused.value.code == "wrong_region"
