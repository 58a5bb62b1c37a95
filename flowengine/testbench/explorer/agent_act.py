"""What agents do with an offer or a conversation, as far as it may lead elsewhere."""

from collections.abc import Iterator

from flowengine.testbench.bench import Bench
from flowengine.testbench.explorer.circumstance import staffing
from flowengine.testbench.explorer.plan import Next, Plan
from flowengine.testbench.explorer.run import Run

COLLEAGUE = "_colleague"
RARE = 4  # steps later than what everybody does


class AgentActs:
    """One walk. At each step that waits an offer is refused once and a conversation handed on once, each way: the flow
    stands where it stood whoever does it and whenever."""

    def __init__(self, bench: Bench) -> None:
        self._centers = bench.directory.contact_centers
        self._tried: set[tuple[str, str, str]] = set()

    def of(self, run: Run, here: str) -> Iterator[Next]:
        """`here` is the step that waits. Whoever rings accepts, declines, or lets it ring."""
        now = run.now
        if now is None:
            return
        if now.connected:
            yield Next({"agent": {now.connected: "hangs_up"}})
            yield from self._hands_on(run, now.connected, here)
        elif now.ringing:
            yield Next({"agent": {now.ringing: "accepts"}})
            if self._is_new(here, run, "declines"):
                yield Next({"agent": {now.ringing: "declines"}}, dearer=RARE)
            if self._is_new(here, run, "ignores"):
                yield Next({"agent": {now.ringing: "ignores"}}, passive=True, dearer=RARE)

    def _is_new(self, here: str, run: Run, act: str) -> bool:
        """Whether nobody did so before at this step, for this contact center."""
        key = (here, run.state.contact_center, act)
        known = key in self._tried
        self._tried.add(key)
        return not known

    def _hands_on(self, run: Run, agent: str, here: str) -> Iterator[Next]:
        if _is_handed_on(run.plan):
            return
        off = run.plan.given.get("disabled", ())
        present = run.state.contact_center
        other = next((name for name, one in self._centers.items() if one.enabled and name not in (present, *off)), "")
        if other and self._is_new(here, run, "hands on to a center"):
            yield Next({"agent": {agent: {"hands_on": {"contact_center": other}}}}, dearer=RARE)
        center = self._centers.get(present)
        if center is not None and present not in off and self._is_new(here, run, "hands on to an agent"):
            [able] = staffing(present, center)["agents"].values()
            colleague = {f"{present}{COLLEAGUE}": {**able, "presence": "away"}}
            act = {agent: {"hands_on": {"to_agent": f"{present}{COLLEAGUE}"}}}
            yield Next({"agent": act}, given={"agents": colleague}, dearer=RARE)


def _is_handed_on(plan: Plan) -> bool:
    """Whether somebody handed on already: once is enough to see where it leads."""
    acts = [act for step in plan.steps if "agent" in step for act in step["agent"].values()]
    return any(isinstance(act, dict) and "hands_on" in act for act in acts)
