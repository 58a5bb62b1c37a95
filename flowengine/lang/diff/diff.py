"""The semantic diff: every change of a flow, case, environment or tenant document as a sentence with its place."""

from msgspec import Struct

from flowengine.lang.diff.align import Place, is_flow
from flowengine.lang.diff.difference import differences
from flowengine.lang.diff.part import holds
from flowengine.lang.diff.sentence import told, told_of_flow
from flowengine.lang.json_path import json_path
from flowengine.messages import Json


class Change(Struct, frozen=True):
    """One change. `kind` is one of docs/git.md, `path` a JSON path; `before`, `after` are null where nothing stood.

    Items of a list are counted in the new document, removed ones in the old one. For a changed order, `before` and
    `after` are the names in order.
    """

    kind: str
    path: str
    sentence: str
    before: Json = None
    after: Json = None


def diff(before: Json, after: Json) -> list[Change]:
    """Every change from `before` to `after`; empty if they mean the same."""
    of_flow = is_flow(before) or is_flow(after)
    tell = told_of_flow if of_flow else told
    changes = []
    for found in differences(before, after, _holds if of_flow else holds):
        kind, sentence = tell(found)
        changes.append(Change(kind, json_path(found.place), sentence, found.before, found.after))
    return changes


def _holds(place: Place) -> bool:
    """Where a flow may leave an empty mapping out, so that each wire and variable is a change of its own."""
    return place in {("wires",), ("variables",), ("keys",), ("on",)} or (len(place) == 2 and place[0] == "wires")
