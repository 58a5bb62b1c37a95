"""A tenant is built from what the ledger kept, its dialogues as they are packed there."""

from flowengine.extensions.palette import installed_palette
from flowengine.interpreter.state import Dialogue, encode
from flowengine.lang.document import FlowLoader
from flowengine.ledger.port import TenantBoot
from flowengine.ledger.record import DialogueRow
from flowengine.main.core import CoreFactory
from flowengine.runtime.node_meter import NodeMeter
from flowengine.switchboard.programs import Programs
from flowengine.switchboard.switchboard import Switchboard


def test_no_dialogue_is_decoded_before_it_is_touched_and_the_node_counts_those_that_are() -> None:
    states = [Dialogue(id=name, via="phone", channel="voice", address="a", started_ms=1) for name in "abc"]
    rows = [DialogueRow(1, "emea-a", state.id, state.status, encode(state)) for state in states]
    node = NodeMeter()
    factory = CoreFactory(Programs(FlowLoader(installed_palette())), node)
    board = factory(TenantBoot(tenant="emea-a", region="EMEA", dialogues=rows))
    assert isinstance(board, Switchboard)
    assert (list(board.dialogues), node.state_decodes) == (["a", "b", "c"], 0)
    assert (board.dialogues["b"], node.state_decodes) == (states[1], 1)
