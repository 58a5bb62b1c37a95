"""The coverage of flows as lines for a terminal: ways taken and possible, and those that no test took."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import wrap

from flowengine.testbench.coverage.covered import Covered, percent_of, shown_percent
from flowengine.testbench.coverage.way import Way


def coverage_lines(flows: Sequence[Covered], width: int = 80, root: Path | None = None) -> Iterator[str]:
    """A line for each flow, its missing ways below it, and the total. `root`: what files are told relative to."""
    names = [told_name(row, root) for row in flows]
    wide = max(map(len, [*names, "total"]), default=5)
    for name, row in zip(names, flows, strict=True):
        yield _line(name, wide, row.taken, row.possible, row.percent)
        missing = "; ".join(told_ways(row.missing))
        yield from wrap(missing, max(width, 40), initial_indent="  not taken: ", subsequent_indent="    ")
    taken, possible = sum(row.taken for row in flows), sum(row.possible for row in flows)
    yield _line("total", wide, taken, possible, percent_of(flows))


def _line(name: str, wide: int, taken: int, possible: int, percent: float) -> str:
    return f"{name:<{wide}}  {taken:>5} of {possible:<5} {shown_percent(percent):>6}"


def told_name(row: Covered, root: Path | None = None) -> str:
    """The flow's folder, as somebody at `root` would write it; without files: environment/flow."""
    if not row.file:
        return f"{row.environment}/{row.flow}"
    folder = Path(row.file).parent
    near = (root or Path.cwd()).resolve()
    return (folder.relative_to(near) if folder.is_relative_to(near) else folder).as_posix()


def told_ways(ways: Sequence[Way]) -> list[str]:
    """`menu (1, no_input)`, and `bye` for what was never reached."""
    by_node: dict[str, list[str]] = {}
    for node, outcome in ways:
        by_node.setdefault(node, []).append(outcome)
    return [f"{node} ({', '.join(outcomes)})" if any(outcomes) else node for node, outcomes in by_node.items()]
