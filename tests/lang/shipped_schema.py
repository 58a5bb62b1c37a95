"""The flow schema as it is shipped: `python -m tests.lang.shipped_schema` writes it anew after a node type changed."""

from pathlib import Path

from flowengine.lang.canonical import canonical
from flowengine.lang.schema import flow_schema
from flowengine.nodes.palette import PALETTE

FILE = Path(__file__).parents[2] / "flowengine" / "lang" / "flow.schema.json"


def expected() -> str:
    return canonical(flow_schema(PALETTE))


if __name__ == "__main__":
    FILE.write_text(expected(), "utf-8")
