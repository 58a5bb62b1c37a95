"""Settings for every test: the browser tests are marked by where they lie."""

from pathlib import Path

import pytest

E2E = Path(__file__).parent / "e2e"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything under tests/e2e drives a browser, so that nobody forgets the mark."""
    for item in items:
        if E2E in item.path.parents:
            item.add_marker(pytest.mark.browser)
