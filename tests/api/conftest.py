"""One server for the tests of a file, as new for every test."""

from collections.abc import Iterator

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from flowengine.api.settings import Settings
from tests.api.world import World, pages_in


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, TestClient[Litestar]]]:
    pages = pages_in(tmp_path_factory.mktemp("built") / "pages")
    world = World(settings=Settings(rate=100_000, visits=100_000, recheck_s=0.02, pages=pages))
    with world.client() as client:
        yield world, client


@pytest.fixture
def world(shared: tuple[World, TestClient[Litestar]]) -> World:
    shared[0].renew()
    shared[1].cookies.clear()
    return shared[0]


@pytest.fixture
def client(world: World, shared: tuple[World, TestClient[Litestar]]) -> TestClient[Litestar]:
    return shared[1]
