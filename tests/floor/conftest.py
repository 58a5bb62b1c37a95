"""A hall for each matching: what is promised holds for the index and for the plain scan."""

import pytest

from flowengine.floor import Floor
from flowengine.floor.matching import Index
from flowengine.floor.scan import Scan
from tests.floor.hall import Hall


@pytest.fixture(params=[Index, Scan], ids=["index", "scan"])
def both(request: pytest.FixtureRequest) -> Hall:
    """Nobody is there yet."""
    return Hall(Floor(request.param))
