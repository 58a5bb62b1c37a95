"""The files that a test run leaves of its coverage, and the sentence that it is too low; for pytest and the command."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from flowengine.errors import RequestRefused
from flowengine.testbench.coverage.covered import Covered, percent_of, shown_percent
from flowengine.testbench.coverage.lcov import lcov_lines
from flowengine.testbench.coverage.page import coverage_page


class Wanted(Struct, frozen=True):
    """What was asked for. `html`: a folder; `lcov`: a file; `least`: percent of all ways together."""

    html: Path | None = None
    lcov: Path | None = None
    least: float = 0.0


def written(flows: Sequence[Covered], root: Path, wanted: Wanted) -> Iterator[str]:
    """Write the files; a sentence for each. Raises RequestRefused for a place that cannot be written."""
    for place, file, text in (
        (wanted.html, wanted.html and wanted.html / "index.html", coverage_page),
        (wanted.lcov, wanted.lcov, lambda flows, root: "".join(f"{line}\n" for line in lcov_lines(flows, root))),
    ):
        if place is None or file is None:
            continue
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text(flows, root), "utf-8")
        except OSError as fault:
            raise RequestRefused(f"The coverage cannot be written to {file}: {fault.strerror}.") from None
        yield f"Flow coverage written to {file}"


def too_low(flows: Sequence[Covered], least: float) -> str:
    """The sentence that says so, or ""."""
    percent = percent_of(flows)
    if percent >= least:
        return ""
    return f"Flow coverage is {shown_percent(percent)}, and at least {least:g}% is required."
