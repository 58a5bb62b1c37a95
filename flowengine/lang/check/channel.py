"""Channel: what a step needs, the channels can by which callers come; and on a phone it is never silent for long."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct

from flowengine.errors import Finding
from flowengine.lang.capability import CAPABILITIES
from flowengine.lang.check.found import error, warning, way_to
from flowengine.lang.check.graph import spread
from flowengine.lang.check.names import Names
from flowengine.lang.check.naming import named, naming, place
from flowengine.lang.document import Flow, Node
from flowengine.lang.expression import Expression
from flowengine.lang.node_type import needs_of
from flowengine.lang.reading import holding

LONGEST_SILENCE_S = 3.0
_CHANNEL = ("dialogue", "channel")


def cannot(flow: Flow, names: Names) -> Iterator[Finding]:
    """A step that a channel lacks the means for leaves by “error”; where that is wired, the author has seen to it."""
    for channel in sorted(names.world.channels.get(names.key, ())):
        before = met_on(flow, channel)
        for name in before:
            node = flow.nodes[name]
            needs = needs_of(node.type, node.config) if node.config is not None else ()
            missing = [need for need in needs if need not in CAPABILITIES[channel]]
            if missing and flow.wires.get(name, {}).get("error") not in flow.nodes:
                text = f"“{name}” needs “{missing[0]}”, which {channel} has not, and callers come here by {channel}."
                hint = "Ask for dialogue.channel before it, or wire its “error” to what is done instead."
                yield error("channel_cannot", ("nodes", name), text, hint, way_to(name, before))


def silent(flow: Flow, names: Names) -> Iterator[Finding]:
    """A pause without sound in which a caller on the phone thinks that the line is dead."""
    if "voice" not in names.world.channels.get(names.key, ("voice",)):
        return
    long = [(node, seconds) for node, seconds in naming(flow, "silence_s") if seconds > LONGEST_SILENCE_S]
    before = met_on(flow, "voice") if long else {}
    for node, seconds in long:
        if node.id in before and named(node, "meanwhile") is None:
            text = f"“{node.id}” may take {seconds:g} s in which a caller on the phone hears nothing."
            hint = "Give it a sound for meanwhile, or at most 3 s."
            yield warning("dead_air", place(node, "silence_s"), text, hint, way_to(node.id, before))


def met_on(flow: Flow, channel: str) -> dict[str, str]:
    """Every step that a caller on this channel may come to, with the one before it. Ways that a condition on
    dialogue.channel closes are not gone; nor is what comes after a hang-up."""
    beginnings = [name for name in (flow.start, flow.on.error, *flow.keys.values()) if name in flow.nodes]

    def ahead(name: str) -> Iterable[str]:
        closed = _closed(flow.nodes[name], channel)
        wires = flow.wires.get(name, {})
        return [to for outcome, to in wires.items() if outcome not in closed and to in flow.nodes]

    return spread(beginnings, ahead)


def _closed(node: Node, channel: str) -> set[str]:
    """The outcomes by which a step cannot be left on this channel, as far as its conditions ask for it alone."""
    cases = _cases(node.config)
    if not cases:
        return set()
    open_ways: set[str] = set()
    all_ways: set[str] = set()
    certain = False
    for case in cases:
        all_ways.add(case.outcome)
        verdict = None if certain else _verdict(case.when, channel)
        if not certain and verdict is not False:
            open_ways.add(case.outcome)
        certain = certain or verdict is True
    rest = {outcome for outcome in node.type.outcomes if isinstance(outcome, str)} if certain else set()
    return (all_ways | rest) - open_ways


def _cases(config: Any) -> Sequence[Any]:
    """The cases of an ordered choice: a list of items with a condition and an outcome."""
    for field in holding(type(config)) if isinstance(config, Struct) else ():
        given = getattr(config, field)
        if isinstance(given, tuple) and given and isinstance(getattr(given[0], "when", None), Expression):
            return given if hasattr(given[0], "outcome") else ()
    return ()


def _verdict(when: Any, channel: str) -> bool | None:
    """What a condition gives on this channel; None if that depends on more."""
    equals = when.equals
    return channel == equals[1] if equals is not None and equals[0] == _CHANNEL else None
