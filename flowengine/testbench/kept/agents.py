"""What a kept dialogue tells of agents: who was asked when, what each did, and who must have been away."""

from collections.abc import Callable
from typing import Any

from flowengine.errors import RequestRefused
from flowengine.messages import Json
from flowengine.testbench.kept.calls import KeptCalls
from flowengine.testbench.kept.personal import Personal, leaves
from flowengine.testbench.kept.steps import KeptSteps
from flowengine.testbench.kept.world import waiting_in

MOST_WAITING = 1_000


class KeptAgents:
    """`given`: agents of the case; `queue`: others who wait; `personal`: what agents wrote. `record` gives a content
    record, `config_of` a node's config by its key, `is_released` whether notes in a contact center have no end of
    their own."""

    def __init__(
        self,
        steps: KeptSteps,
        calls: KeptCalls,
        record: Callable[[int], Json],
        config_of: Callable[[str], Any],
        is_released: Callable[[str], bool],
    ) -> None:
        self._is_released = is_released
        self._steps = steps
        self._calls = calls
        self._record = record
        self._config_of = config_of
        self.given: dict[str, dict[str, Json]] = {}
        self.queue: dict[str, Json] = {}
        self.personal: list[Personal] = []
        self._center = ""
        self._skills: dict[str, int] = {}
        self._ringing = ""
        self._handing: tuple[str, dict[str, Json]] = ("", {})
        self._accepted: dict[str, Json] = {}  # the step of who accepted and is not connected yet
        self._available: set[str] = set()
        self._known: set[str] = set()  # agents who were offered it before
        self._writing: set[str] = set()  # who talked, and writes notes for as long as it takes
        self._writes_long: set[str] = set()  # whose contact center lets them
        self._unstaffed: set[str] = set()  # contact centers where nobody able was signed in
        self._unreached = self._direct = ""

    @property
    def hands_on(self) -> bool:
        """Whether somebody is about to hand it on."""
        return bool(self._handing[0])

    def queued(self, center: str, skills: dict[str, int]) -> None:
        """It waits in a queue from now on; an agent may have handed it on to there."""
        self.hand_on(**{"skills": dict(skills)} if skills else {})
        self._center, self._skills = center, dict(skills)
        self._steps.asking, self._steps.in_line = False, True

    def fact(self, fact: list[Any], node: str, at_ms: int) -> None:
        """Anything that the floor tells; `node` is the step that waits."""
        match fact:
            case ["offered", _, agent, center, *_]:
                self._offered(agent, center)
            case ["accepted", _, agent]:
                self._accepted = self._steps.add(agent={agent: "accepts"})
                self._steps.asking = False  # what the treatment asked is forgotten
            case ["connect_failed", _, reason]:
                self._connect_failed(reason)
            case ["requeued", "connect_failed"] if self._calls.calls_back:
                self._calls.failed(self._unreached)
                self._unreached, self._accepted = "", {}
            case ["requeued", "connect_failed"]:
                self.never_connected()  # nobody said that it failed: it waited long enough
            case ["requeued", "declined"]:
                self._steps.add(agent={self._ringing: "declines"})
            case ["left_queue", center, reason]:
                self._left(center, reason, node)
            case ["connected", _, agent, *_]:
                self._connected(agent, at_ms)
            case _:
                self._desk(fact)

    def _left(self, center: str, reason: str, node: str) -> None:
        if reason == "queue_full":
            self._full(center, node)
        self._steps.in_line = False
        self.never_connected()
        if self._direct:
            out = "offline" if reason == "no_agents" else "away"
            self.given.setdefault(self._direct, {"contact_center": center, "skills": {}, "presence": out})
        self._unstaffed |= {center} if reason == "no_agents" else set()

    def _connected(self, agent: str, at_ms: int) -> None:
        self._steps.in_line, self._accepted = False, {}
        self._ringing = agent
        self._steps.pending_ms = 0  # in a case media connect at once
        if self._calls.calls_back:
            self._calls.answered("connected", at_ms)
            self._calls.calls_back = False

    def _connect_failed(self, reason: str) -> None:
        self._unreached = reason
        if self._calls.calls_back:
            self._accepted = {}
            return
        if not self._accepted:
            raise RequestRefused("It cannot be told again: media failed.", code="not_replayable")
        self._accepted["agent"] = {self._ringing: "accepts_in_vain"}
        self._accepted = {}

    def never_connected(self) -> None:
        """Who accepted was not connected before it was over. In a case media connect at once, unless it says so."""
        self._accepted |= {"agent": {self._ringing: "accepts_unconnected"}} if self._accepted else {}
        self._accepted = {}

    def _desk(self, fact: list[Any]) -> None:
        match fact:
            case ["agent_said", content, agent]:
                said = str(self._record(content))
                self.personal += leaves(said, f"what {agent} wrote")
                self._steps.add(agent={agent: {"says": said}})
            case ["transferred", _, agent, kind, to]:
                name = "to_agent" if kind == "agent" else kind
                self._direct = to if kind == "agent" else ""
                self._handing = (agent, {name: to} if to else {})
            case ["held", _, held]:
                self._steps.add(agent={self._ringing: {"holds": held}})
            case ["over", "agent"]:
                self._steps.add(agent={self._ringing: "hangs_up"})
                self._writing |= {self._ringing} & self._writes_long

    def hand_on(self, **more: Json) -> None:
        """The agent's act, once it is known for what the caller waits, or who is called."""
        agent, to = self._handing
        if agent:
            self._handing = ("", {})
            self._steps.add(agent={agent: {"hands_on": to | more}})
            self._writing |= {agent} & self._writes_long
            self._steps.pending_ms = 0

    def _offered(self, agent: str, center: str) -> None:
        self._ringing = agent
        given = self.given.setdefault(agent, {"contact_center": center, "skills": {}, "presence": "available"})
        given["skills"] |= self._skills
        more = given.get("contact_centers", [])
        if center not in (given["contact_center"], *more):
            given["contact_centers"] = [*more, center]
        self._available.add(agent)
        self._known.add(agent)
        self._writes_long = self._writes_long | {agent} if self._is_released(center) else self._writes_long - {agent}

    def make_free_again(self, facts: list[list[Any]]) -> None:
        """Who is offered it at once, as it begins to wait once more, was free again before."""
        _, offered = waiting_in(facts)
        if offered in self._available:
            self._done_with_notes(offered)
        elif offered in self._known:
            self._steps.add(agent={offered: {"presence": "available"}})

    def make_available(self, facts: list[list[Any]]) -> None:
        """Somebody is offered the dialogue who was not free when it was queued."""
        agent = next(fact[2] for fact in facts if fact[0] == "offered")
        if agent in self._available:
            self._done_with_notes(agent)
            return
        presence = "offline" if self._center in self._unstaffed else "away"
        self.given.setdefault(agent, {"contact_center": self._center, "skills": {}, "presence": presence})
        came_in = agent not in self._known and presence == "offline"
        act: Json = "signs_in" if came_in else {"presence": "available"}
        if any(fact[0] == "requeued" for fact in facts):  # free already when the one before let it go
            self._steps.written.append({"agent": {agent: act}})
        else:
            self._steps.add(agent={agent: act})

    def _done_with_notes(self, agent: str) -> None:
        """Who talked is asked again: notes that end only when the agent says so are written by now."""
        if agent in self._writing:
            self._writing.discard(agent)
            self._steps.add(agent={agent: "wraps_up"})

    def take_away(self, facts: list[list[Any]]) -> None:
        """Who let it go is busy otherwise from now on, unless it rang there again at once."""
        offered = {fact[2] for fact in facts if fact[0] == "offered"}
        for agent in sorted(self._available - offered):
            self._steps.add(agent={agent: {"presence": "away"}})
            self._available.discard(agent)

    def expect_queue(self, facts: list[list[Any]]) -> None:
        """It waits in a queue now, or was offered at once; one that it left in the same event is passed over."""
        waiting, offered = waiting_in(facts)
        if waiting is None:
            return
        _, center, skills, priority, *_ = waiting
        expect: dict[str, Json] = {"queued": {"contact_center": center, "skills": skills, "priority": priority}}
        if offered:
            expect["offered_to"] = offered
        elif center not in self._unstaffed:  # somebody able was there, or it would not have waited
            self._colleague(center)
        if self._direct and self.given.get(self._direct, {}).get("contact_center", center) != center:
            text = f"It cannot be told again: {self._direct} worked for another contact center by then."
            raise RequestRefused(text, code="not_replayable")
        if self._direct:  # whoever was asked first had no room, or the dialogue would ring there
            self.given.setdefault(self._direct, {"contact_center": center, "skills": {}, "presence": "away"})
        self._steps.expect(expect)

    def _colleague(self, center: str) -> None:
        """Somebody able works there, and is away."""
        able = {"contact_center": center, "skills": dict(self._skills), "presence": "away"}
        self.given.setdefault(f"colleague_in_{center}", able)

    def _full(self, center: str, node: str) -> None:
        """As many others wait there as the step lets wait."""
        most = getattr(self._config_of(node), "max_waiting", None)
        if most is None or most > MOST_WAITING or center in self.queue:  # or full by the center's own limit
            text = "It cannot be told again: how full the queue was is not kept."
            raise RequestRefused(text, code="not_replayable")
        self.queue[center] = most
        self._colleague(center)
