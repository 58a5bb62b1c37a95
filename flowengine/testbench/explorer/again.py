"""Calling again: the same caller once more, where flows ask what was before, and it is known by then."""

from collections.abc import Collection, Iterator

from flowengine.messages import Json
from flowengine.nodes.remember import Remember
from flowengine.testbench.explorer.ahead import Ahead, Name
from flowengine.testbench.explorer.plan import Next, Root
from flowengine.testbench.explorer.run import Run

BEFORE = ("known", "name", "language", "attributes", "last_agent", "last_contact_center", "dialogues_24h")
AGAIN: Json = {"caller": "calls_again"}


def known_before(run: Run, names: Collection[Name]) -> dict[str, Json]:
    """What is known of a caller who called again, of all that may still be asked; nothing in a first dialogue."""
    if AGAIN not in run.plan.steps:
        return {}
    caller = run.state.caller
    return {part: getattr(caller, part) for part in BEFORE if any(name[:2] == ("caller", part) for name in names)}


class Again:
    """One walk: of those of whom the same is remembered, one calls again, once."""

    def __init__(self, ahead: Ahead, root: Root) -> None:
        flows = [(key, ahead.flows[key]) for key in ahead.reached_from(root.key) if key in ahead.flows]
        names = {name for key, flow in flows for node in flow.nodes for name in ahead.names(key, node)}
        asked = {name[1] for name in names if name[0] == "caller" and len(name) > 1} & set(BEFORE)
        nodes = [node for _, flow in flows for node in flow.nodes.values()]
        self._remembering = {node.key for node in nodes if isinstance(node.config, Remember)} if asked else set()
        self._known: set[tuple[str, ...]] = set()
        self._by_address = "address" in root.start

    def after(self, run: Run) -> Iterator[Next]:
        """The second call, after a first that was whole and of which something is remembered."""
        if not self._remembering or not self._by_address or not run.is_whole or AGAIN in run.plan.steps:
            return
        by = tuple(fact[1] for fact in run.facts if fact[0] == "went" and fact[1] in self._remembering)
        withheld = run.plan.given.get("caller", {}).get("withheld")
        if by and by not in self._known and not withheld:
            self._known.add(by)
            yield Next(AGAIN)
