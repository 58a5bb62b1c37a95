"""The dialogues of one flow, the newest first and page by page; nothing that a caller said or is."""

from itertools import islice
from typing import Any

from flowengine.interpreter.state import Dialogue
from flowengine.messages import Json
from flowengine.reports.flow_asked import LOOKED_AT, DialoguesAsked, FlowReads, OfFlow, id_at
from flowengine.reports.passage import LEFT, Passage, flow_key, how_it_ended, passage_of, passes


def listed(asked: DialoguesAsked, reads: FlowReads) -> dict[str, Json]:
    """One page. `next`: the id from which the next page goes on, "" at the end; `looked_at`: how many dialogues of the
    tenant were looked through for it, at most LOOKED_AT."""
    first, end = id_at(asked.of.span[0]), id_at(asked.of.span[1])
    rows: list[dict[str, Json]] = []
    looked_at, last, flow = 0, "", flow_key(asked.of.environment, asked.of.flow)
    for state in islice(reads.dialogues(first, min(end, asked.before or end)), LOOKED_AT):
        looked_at, last = looked_at + 1, state.id
        if is_of(state, asked.of, flow) and _ended_so(state, asked.ended) and _was_at(state, asked, flow):
            passage = passage_of(state, reads.facts(state.id), flow)
            if _took(passage, asked):
                rows.append(_told(state, passage, asked.of))
        if len(rows) == asked.limit:
            break
    is_cut = looked_at == LOOKED_AT or len(rows) == asked.limit
    return {"dialogues": rows, "next": last if is_cut else "", "looked_at": looked_at}


def is_of(state: Dialogue, of: OfFlow, flow: str) -> bool:
    """Whether it is asked for, as far as the dialogue itself tells."""
    return state.test == of.tests and of.channel in {"", state.channel} and passes(state, flow)


def _ended_so(state: Dialogue, word: str) -> bool:
    how = how_it_ended(state)
    return word in {"", how} or (word == "dropped" and how in LEFT)


def _was_at(state: Dialogue, asked: DialoguesAsked, flow: str) -> bool:
    return not asked.step or flow + asked.step in state.visits


def _took(passage: Passage, asked: DialoguesAsked) -> bool:
    if asked.outcome and (asked.step, asked.outcome) not in passage.ways:
        return False
    return not asked.stopped or passage.stands == asked.step


def _told(state: Dialogue, passage: Passage, of: OfFlow) -> dict[str, Any]:
    return {
        "id": state.id,
        "channel": state.channel,
        "address": state.address,
        "status": state.status,
        "ended": how_it_ended(state),
        "started_ms": state.started_ms,
        "ended_ms": state.ended_ms or None,
        "contact_center": state.contact_center,
        "language": state.language,
        "release": state.releases.get(of.environment, 0),
        "steps": sum(passage.entered.values()),
        "stands": passage.stands,
        "test": state.test,
    }
