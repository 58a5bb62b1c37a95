"""recording: nothing is recorded without consent, and only where there is something to record with."""

import pytest

from flowengine.lang.node_type import Fault, Step
from flowengine.messages import Json
from flowengine.nodes.recording import NODE
from tests.nodes.notebook import Notebook, entered

VOICE = ("audio", "record")
START = ("start", "both", 30)
TABLE: dict[str, tuple[Json, tuple[str, ...], Step, list[tuple[str, str, int]]]] = {
    "agreed": ({"consent": "true", "keep_days": 30}, VOICE, "done", [START]),
    "refused": ({"consent": "false"}, VOICE, "no_consent", []),
    "something that is no yes": ({"consent": "'yes'"}, VOICE, "no_consent", []),
    "nobody asked": ({}, VOICE, "no_consent", []),
    "a pause needs no consent": ({"action": "pause"}, VOICE, "done", [("pause", "both", 0)]),
    "only the caller": ({"consent": "true", "scope": "caller"}, VOICE, "done", [("start", "caller", 0)]),
    "in a chat": ({"consent": "true"}, ("text",), "done", []),
    "a phone that cannot": (
        {"consent": "true"}, ("audio",), Fault("channel_cannot: the channel has no “record”"), [],
    ),
}  # fmt: skip  # one case reads as one


@pytest.mark.parametrize(("document", "can", "step", "made"), TABLE.values(), ids=TABLE)
def test_recording(document: Json, can: tuple[str, ...], step: Step, made: list[tuple[str, str, int]]) -> None:
    ctx = Notebook(can=can)
    assert entered(NODE, document, ctx) == step
    assert ctx.recordings == made
