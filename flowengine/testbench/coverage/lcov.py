"""The coverage of flows as LCOV: a line for each node and each wire of flow.json, a branch for each way out."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from flowengine.testbench.coverage.covered import Covered
from flowengine.testbench.coverage.json_lines import lines_of


def lcov_lines(flows: Sequence[Covered], root: Path) -> Iterator[str]:
    """The tracefile that editors and code reviews read; files are told relative to `root` where they lie below it."""
    for row in flows:
        file = Path(row.file)
        shown = file.relative_to(root) if file.is_relative_to(root) else file
        try:
            lines = lines_of(file.read_text("utf-8"))
        except OSError:  # removed since: nothing can be said of its lines
            continue
        yield "TN:"
        yield f"SF:{shown.as_posix()}"
        yield from _record(row, lines)
        yield "end_of_record"


def _record(row: Covered, lines: dict[tuple[str, ...], int]) -> Iterator[str]:
    hits: dict[int, int] = {}  # several keys may stand on one line: it was run if one of them was
    branches: list[str] = []
    for index, (node, outcome, times) in enumerate(row.ways):
        place = lines.get(("nodes", node))
        wire = lines.get(("wires", node, outcome))
        for line in (place, wire):
            if line is not None:
                hits[line] = hits.get(line, 0) + times
        at = wire or place  # a branch where the wire stands: most often one line has all wires of a node
        if outcome and at is not None:
            branches.append(f"BRDA:{at},0,{index},{times}")
    yield from branches
    yield f"BRF:{len(branches)}"
    yield f"BRH:{sum(not line.endswith(',0') for line in branches)}"
    for line, times in sorted(hits.items()):
        yield f"DA:{line},{times}"
    yield f"LF:{len(hits)}"
    yield f"LH:{sum(1 for times in hits.values() if times)}"
