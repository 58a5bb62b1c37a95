"""docs/nodes.md, written from the palette: `python -m tests.nodes.nodes_doc` writes it anew after a change."""

from collections.abc import Iterator
from pathlib import Path

from flowengine.main.step_page import described, section
from flowengine.nodes.palette import PALETTE

__all__ = ["FILE", "STEPS", "described", "expected"]
FILE = Path(__file__).parents[2] / "docs" / "nodes.md"
STEPS = FILE.parent / "steps" / "main"  # one flow and its case for each type of step, in the folder form
HEAD = """# Steps

Every type of step that a flow is made of, as the palette has it: purpose, fields, ways out, an example. A step also has
an optional `title`, its name on the canvas. Any step may be left by `error`, which need not be wired: it then climbs to
the flow's `on.error`, and from there to the step that called the flow. Seconds given as an object are per channel:
`{"voice": 5, "chat": 300}`. This page is generated. Each example stands in a flow below `docs/steps`, with a case that
passes: `dialogue-studio test docs/steps`.
"""


def expected() -> str:
    groups = dict.fromkeys(node.group for node in PALETTE.values())
    return "\n".join([HEAD, *(line for group in groups for line in _group(group))]).rstrip() + "\n"


def _group(group: str) -> Iterator[str]:
    yield f"## {group}\n"
    for node in PALETTE.values():
        if node.group == group:
            yield from section(node)
            yield from _tried(node.name)


def _tried(name: str) -> Iterator[str]:
    """The flow in which the example stands, and the case that runs it, folded away."""
    yield "<details><summary>A flow with it, and a case that passes</summary>\n"
    yield f"[steps/main/{name}](steps/main/{name})\n"
    for file in (STEPS / name / "flow.json", STEPS / name / "cases" / "example.json"):
        yield f"```json\n{file.read_text('utf-8')}```\n"
    yield "</details>\n"


if __name__ == "__main__":
    FILE.write_text(expected(), "utf-8")
