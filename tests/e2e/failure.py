"""What a browser test tells when it fails: where, what was expected, and what of the page matters, on one screen."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent
MOST_SAID = 14  # lines of the assertion and its log
MOST_SEEN = 15  # lines of the page
SNAPSHOT = "Aria snapshot:"
TELLING = ("alert", "status", "dialog", "article", "heading", "tab ", "[active]", "[disabled]", "timer", "listitem")


def told(raised: pytest.ExceptionInfo[BaseException]) -> str:
    """Short enough that two failures are both seen where an output is cut; empty if no line of ours is in it."""
    ours = [entry for entry in raised.traceback if str(entry.path).startswith(str(HERE))]
    if not ours:
        return ""
    places = [
        f"{HERE.parent.name}/{HERE.name}/{Path(entry.path).name}:{entry.lineno + 1}: {entry.statement}"
        for entry in ours
    ]
    before, _, page = raised.exconly().partition(SNAPSHOT)
    said = [line for line in before.splitlines() if line.strip()]
    return "\n".join([*places, *(f"E   {line}" for line in [*cut(said, MOST_SAID), *seen(page)])])


def seen(page: str) -> list[str]:
    """The lines of the page that tell how it stands; where there are few, simply the first."""
    lines = [line for line in page.splitlines() if line.strip()]
    telling = [line for line in lines if any(word in line for word in TELLING)]
    chosen = lines if len(lines) <= MOST_SEEN else telling
    return [SNAPSHOT, *cut(chosen, MOST_SEEN)] if lines else []


def cut(lines: list[str], most: int) -> list[str]:
    return lines if len(lines) <= most else [*lines[: most - 1], f"… {len(lines) - most + 1} lines more"]
