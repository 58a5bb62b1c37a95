"""One dialogue's way through one flow: which ways out it took there, and at which step it stands or stopped."""

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from flowengine.interpreter.state import Dialogue
from flowengine.messages import Json
from flowengine.switchboard.counting import way_of

LEFT = frozenset({"left_in_flow", "abandoned"})  # the caller's own doing, before anybody talked with them


class Passage(Struct, frozen=True):
    """`entered`: step -> how often; `ways`: (step, outcome) in their order; `stands`: the step that was entered and
    not left, "" if there is none."""

    entered: dict[str, int]
    ways: list[tuple[str, str]]
    stands: str


def flow_key(environment: str, flow: str) -> str:
    """What the keys of a flow's nodes begin with."""
    return f"{environment}/{flow}/"


def passes(state: Dialogue, flow: str) -> bool:
    """Whether the dialogue was in the flow of this key; told without its trace."""
    return any(key.startswith(flow) for key in state.visits)


def passage_of(state: Dialogue, facts: Iterable[tuple[Json, ...]], flow: str) -> Passage:
    """Told from what the dialogue counted of itself, and from its trace. A step that calls another flow is left when
    that flow gives back: whoever hangs up in there hangs up in this step."""
    entered = {key[len(flow) :]: n for key, n in state.visits.items() if key.startswith(flow)}
    ways, left = [], Counter[str]()
    fault = ""
    for fact in facts:
        if len(fact) < 2 or not isinstance(fact[1], str) or not fact[1].startswith(flow):
            continue
        step = fact[1][len(flow) :]
        if fact[0] == "went":
            ways.append((step, str(fact[2])))
            is_told = fault == step and fact[2] == "error"  # a fault that its own way out answers is one leaving
            left[step] += int(not is_told)
            fault = ""
        elif fact[0] in {"key", "fault"}:
            left[step] += 1
            fault = step if fact[0] == "fault" else ""
    standing = [step for step, n in entered.items() if n > left[step]]
    return Passage(entered, ways, standing[-1] if standing else "")


def how_it_ended(state: Dialogue) -> str:
    """A word of docs/reports.md, `live` while it goes on, `blocked` for one that was turned away at the door."""
    if state.status != "ended":
        return "live"
    return way_of(state, state.ended) if state.ended else "failed"
