"""Every question that the process of reports answers, and who answers it."""

from typing import Protocol, TypeAlias

import msgspec

from flowengine.reports.answer import Reads as CounterReads
from flowengine.reports.answer import answer
from flowengine.reports.asked import Asked
from flowengine.reports.flow_asked import DialoguesAsked, FlowReads, TrafficAsked
from flowengine.reports.flow_dialogues import listed
from flowengine.reports.traffic import traffic_of

Question: TypeAlias = Asked | DialoguesAsked | TrafficAsked


class Reads(CounterReads, FlowReads, Protocol):
    """What of the ledger all of them need."""


def answered(asked: Question, reads: Reads) -> bytes:
    """Raises RequestRefused if it would be too much."""
    if isinstance(asked, DialoguesAsked):
        return msgspec.json.encode(listed(asked, reads))
    if isinstance(asked, TrafficAsked):
        return msgspec.json.encode(traffic_of(asked, reads))
    return answer(asked, reads)
