"""play: the recording where it can be heard, its words where it cannot."""

from flowengine.nodes.play import NODE
from tests.nodes.notebook import Notebook, entered

CONFIG = {"audio": "jingle", "fallback": "Welcome."}


def test_on_the_phone() -> None:
    ctx = Notebook()
    assert entered(NODE, CONFIG, ctx) == "done"
    assert (ctx.said, ctx.sounds) == ([("Welcome.", True)], [("jingle", "")])


def test_in_a_chat() -> None:
    ctx = Notebook(channel="chat", can=("text",))
    assert entered(NODE, {**CONFIG, "interruptible": False}, ctx) == "done"
    assert (ctx.said, ctx.sounds) == ([("Welcome.", False)], [("", "")])
