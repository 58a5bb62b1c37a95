"""end: last words, which nothing cuts short, and the end."""

import pytest

from flowengine.lang.node_type import End
from flowengine.messages import Json
from flowengine.nodes.end import NODE
from tests.nodes.notebook import Notebook, entered

TABLE: dict[str, tuple[Json, str, list[tuple[str, bool]]]] = {
    "silent": ({}, "completed", []),
    "with words": ({"prompt": "Goodbye."}, "completed", [("Goodbye.", False)]),
    "failed": ({"reason": "failed"}, "failed", []),
}


@pytest.mark.parametrize(("document", "reason", "said"), TABLE.values(), ids=TABLE)
def test_end(document: Json, reason: str, said: list[tuple[str, bool]]) -> None:
    ctx = Notebook()
    assert entered(NODE, document, ctx) == End(reason)
    assert ctx.said == said
