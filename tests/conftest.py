"""Settings for every test: what drives a browser is marked by where it lies, and long files begin first."""

import gc
from pathlib import Path

import pytest
from hypothesis import settings

HERE = Path(__file__).parent
E2E = f"{HERE / 'e2e'}/"
LONG = tuple(
    f"{HERE}/{place}" for place in ("main/", "floor/test_million", "api/", "testbench/", "floor/", "test_house")
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
