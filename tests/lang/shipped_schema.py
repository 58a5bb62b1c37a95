"""The schemas as they are shipped: `python -m tests.lang.shipped_schema` writes them anew after a type changed."""

from pathlib import Path

from flowengine.lang.canonical import canonical
from flowengine.lang.environment_schema import environment_schema
from flowengine.lang.schema import flow_schema
from flowengine.nodes.palette import PALETTE

_FOLDER = Path(__file__).parents[2] / "flowengine" / "lang"
FILES = {kind: _FOLDER / f"{kind}.schema.json" for kind in ("flow", "environment")}


def expected(kind: str) -> str:
    return canonical(flow_schema(PALETTE) if kind == "flow" else environment_schema())


if __name__ == "__main__":
    for kind, file in FILES.items():
        file.write_text(expected(kind), "utf-8")
