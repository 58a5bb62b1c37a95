"""Results as JUnit XML, which every build server shows."""

from collections.abc import Iterable
from html import escape

from flowengine.testbench.play import failure_text
from flowengine.testbench.result import Result

_ODD = {ord(sign): "�" for sign in map(chr, range(32)) if sign not in "\t\n\r"}  # what XML cannot hold at all


def junit_text(results: Iterable[Result]) -> str:
    """One suite for each file of cases."""
    by_file: dict[str, list[Result]] = {}
    for result in results:
        by_file.setdefault(result.file, []).append(result)
    lines = ['<?xml version="1.0" encoding="utf-8"?>', '<testsuites name="flows">']
    for file, rows in by_file.items():
        failed, skipped = sum(not row.ok for row in rows), sum(bool(row.skipped) for row in rows)
        counts = f'tests="{len(rows)}" failures="{failed}" errors="0" skipped="{skipped}"'
        lines.append(f'  <testsuite name={_attribute(file)} {counts} time="{_seconds(rows)}">')
        lines += [line for row in rows for line in _case(row)]
        lines.append("  </testsuite>")
    return "\n".join([*lines, "</testsuites>"]) + "\n"


def _case(row: Result) -> list[str]:
    name = f"{row.case}[{row.example}]" if row.example else row.case or "document"
    open_tag = f'    <testcase classname={_attribute(row.file)} name={_attribute(name)} time="{_seconds([row])}"'
    if row.skipped:
        return [f"{open_tag}><skipped message={_attribute(row.skipped)}/></testcase>"]
    if row.ok or row.failure is None:
        return [f"{open_tag}/>"]
    text = escape(failure_text(row).translate(_ODD), quote=False)
    return [f"{open_tag}><failure message={_attribute(row.failure.message)}>{text}</failure></testcase>"]


def _attribute(text: str) -> str:
    return f'"{escape(text.translate(_ODD))}"'


def _seconds(rows: list[Result]) -> str:
    return f"{sum(row.ms for row in rows) / 1000:.4f}"
