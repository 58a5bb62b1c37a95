"""Settings for every test: what drives a browser is marked by where it lies, and long files begin first."""

import gc
from pathlib import Path

import pytest

HERE = Path(__file__).parent
E2E = HERE / "e2e"
LONG = (HERE / "main", HERE / "floor", HERE / "api", HERE / "testbench", HERE / "test_house.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything under tests/e2e drives a browser, so that nobody forgets the mark. A long file that begins last would
    keep one core busy while the other has nothing left to do."""
    for item in items:
        if E2E in item.path.parents:
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: not any(long in (item.path, *item.path.parents) for long in LONG))


def pytest_collection_finish() -> None:
    """Tests and modules stay until the end: the garbage collector need not look at them again and again."""
    gc.collect()
    gc.freeze()
