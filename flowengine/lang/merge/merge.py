"""The three-way merge of two people's documents that were one before."""

from msgspec import Struct

from flowengine.errors import Finding
from flowengine.lang.canonical import canonical, canonical_flow
from flowengine.lang.diff.align import is_flow, is_layout
from flowengine.lang.merge.conflict import Sides
from flowengine.lang.merge.steps import with_steps_led_to, without_clashing_steps
from flowengine.lang.merge.value import merged_value
from flowengine.messages import Json


class Merged(Struct, frozen=True):
    """The merged document, and what could not be merged: there the document is as ours has it."""

    document: Json
    conflicts: list[Finding]


def merge(base: Json, ours: Json, theirs: Json) -> Merged:
    """Bring both sides' changes to `base` together. The base of a file that both sides added is None."""
    conflicts: list[Finding] = []
    flows = is_flow(ours) and is_flow(theirs)
    if flows:
        old = {"nodes": {}, "wires": {}} | (base if is_flow(base) else {})
        sides = Sides(base, ours, without_clashing_steps(old, ours, theirs, conflicts))
    else:
        sides = _without_lost_cards(base, ours, theirs)
    document = merged_value(sides, (), conflicts)
    if flows:
        document = with_steps_led_to(document, ours, theirs, conflicts)
    return Merged(document, conflicts)


def merged_text(document: Json) -> str:
    """The canonical text of a document whose file's name is not known: flows are told by their shape."""
    return canonical_flow(document) if is_flow(document) else canonical(document)


def _without_lost_cards(base: Json, ours: Json, theirs: Json) -> Sides:
    """In layouts, who removes a card wins over who moves it: its step is gone, and its position tells nothing."""
    if not (is_layout(base) and is_layout(ours) and is_layout(theirs)):
        return Sides(base, ours, theirs)
    lost = {name for name in base["nodes"] if name not in ours["nodes"] or name not in theirs["nodes"]}
    kept = (
        {**side, "nodes": {name: card for name, card in side["nodes"].items() if name not in lost}}
        for side in (ours, theirs)
    )
    return Sides(base, *kept)
