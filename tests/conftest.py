"""Settings for every test: what drives a browser is marked by where it lies, and long files begin first."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.postgres import TEMPLATE, Server, shared

HERE = Path(__file__).parent
E2E = f"{HERE / 'e2e'}/"
LONG = tuple(
    f"{HERE}/{place}"
    for place in ("main/", "floor/test_million", "simulation/", "api/", "testbench/", "floor/", "test_house")
)
settings.register_profile("any_machine", deadline=None)  # a crowded machine is slow, not wrong
settings.register_profile("quick", max_examples=20, deadline=None)  # of `run.py test --quick`
settings.load_profile("any_machine")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything under tests/e2e drives a browser, so that nobody forgets the mark. A long file that begins last would
    keep one core busy while the other has nothing left to do."""
    for item in items:
        if str(item.path).startswith(E2E):
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: next((n for n, long in enumerate(LONG) if str(item.path).startswith(long)), len(LONG)))


def pytest_collection_finish() -> None:
    """Tests and modules stay until the end: the garbage collector need not look at them again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Server:
    """The PostgreSQL of this run of tests, started when the first test needs it."""
    base = tmp_path_factory.getbasetemp()
    return shared(base if worker_id == "master" else base.parent)


@pytest.fixture
def database(postgres: Server) -> Iterator[str]:
    """The URL of an empty ledger."""
    with postgres.fresh(TEMPLATE) as url:
        yield url
