"""A browser test that fails says so on one screen."""

import pytest

from tests.e2e.failure import told

PAGE = "\n".join(
    ["- banner:", *(f'  - text: "{n}"' for n in range(300)), '  - alert: "Not saved"', '  - button "Hold" [active]']
)


def fails() -> None:
    raise AssertionError(f"Locator expected to be visible\n{'a line of the log' * 3}\nAria snapshot:\n{PAGE}")


def test_a_failure_says_where_what_and_how_the_page_stood() -> None:
    with pytest.raises(AssertionError) as raised:
        fails()
    lines = told(raised).splitlines()
    assert len(lines) < 40
    assert "test_failure.py" in lines[0]
    assert "fails()" in lines[0]
    assert "raise AssertionError" in lines[1]
    assert any("expected to be visible" in line for line in lines)
    assert any("Not saved" in line for line in lines)
    assert any("[active]" in line for line in lines)
    assert not any('"7"' in line for line in lines)


def test_what_is_not_ours_is_told_as_ever() -> None:
    with pytest.raises(AssertionError) as raised:
        fails()
    raised.traceback = raised.traceback[:0]
    assert told(raised) == ""
