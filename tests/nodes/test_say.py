"""say: a prompt is spoken, and nothing waits for it."""

import pytest

from flowengine.messages import Json
from flowengine.nodes.say import NODE
from tests.nodes.notebook import Notebook, entered

PROMPT = {"by_language": {"en": {"voice": "Press 1.", "chat": "Hi {{ caller.name }}"}, "nl": "Dag"}}
TABLE: dict[str, tuple[Json, Notebook, tuple[str, bool]]] = {
    "text": ({"prompt": "Hello."}, Notebook(), ("Hello.", True)),
    "not to be cut short": ({"prompt": "Hello.", "interruptible": False}, Notebook(), ("Hello.", False)),
    "by language": ({"prompt": PROMPT}, Notebook(language="nl-BE"), ("Dag", True)),
    "by channel": ({"prompt": PROMPT}, Notebook(channel="chat", scope={"caller": {"name": "Ann"}}), ("Hi Ann", True)),
}


@pytest.mark.parametrize(("document", "ctx", "said"), TABLE.values(), ids=TABLE)
def test_say(document: Json, ctx: Notebook, said: tuple[str, bool]) -> None:
    assert entered(NODE, document, ctx) == "done"
    assert ctx.said == [said]
