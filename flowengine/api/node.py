"""One node as its figures and probes see it."""

from msgspec import Struct

from flowengine.runtime.node_meter import NodeMeter
from flowengine.runtime.node_now import NodeNow


class Node(Struct, frozen=True):
    """One node at this moment: what it has done, what it holds, and whether it takes work."""

    name: str
    meter: NodeMeter
    now: NodeNow
    is_ready: bool
    ledger_away: bool = False
