"""Keep as test: a stored dialogue becomes a case that passes when it is run.

Time that people took to speak or to think is left out; time in queues, pauses and conversations is kept.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct

from flowengine.errors import RequestRefused
from flowengine.messages import Json
from flowengine.testbench.kept.calls import KeptCalls, steps_of
from flowengine.testbench.kept.personal import SHORT, Personal, leaves
from flowengine.testbench.kept.services import ASKS, KeptServices
from flowengine.testbench.kept.world import Tables, caller_of, ending, no_tables, observed, switched, waiting_in
from flowengine.testbench.made_up import made_up_answer

Facts = Iterable[Iterable[Any]]
ConfigOf = Callable[[str], Any]
MASK = "•••"


class Kept(Struct, frozen=True):
    """One row of a dialogue's trace: when, and the facts as lists or tuples."""

    at_ms: int
    facts: list[list[Any]]


def case_from_trace(
    rows: Iterable[tuple[int, Facts]],
    content: Mapping[int, Json],
    config_of: ConfigOf = lambda key: None,
    tables: Tables = no_tables,
) -> dict[str, Json]:
    """The case document of one dialogue. `rows`: (at_ms, facts) of its trace, oldest first; `content`: its records;
    `config_of`: a node's config by its key (Bench.config), from which answers are made up that are masked; `tables`:
    the rows of a live table in a version of its document, None if they are not known any more.

    Raises RequestRefused for a dialogue that cannot be told again: something erased, or not kept.
    """
    return kept_case(rows, content, config_of, tables)[0]


def kept_case(
    rows: Iterable[tuple[int, Facts]],
    content: Mapping[int, Json],
    config_of: ConfigOf = lambda key: None,
    tables: Tables = no_tables,
) -> tuple[dict[str, Json], list[Personal]]:
    """The same, with the texts in it that tell of a person. Raises RequestRefused."""
    kept = [Kept(at_ms, [list(fact) for fact in facts]) for at_ms, facts in rows]
    if not kept or not any(fact[0] == "arrived" for fact in kept[0].facts):
        raise RequestRefused("The beginning of this dialogue is not kept.", code="not_replayable")
    writing = _Writing(content, config_of, tables)
    for row in kept:
        writing.row(row)
    writing.close(kept)
    case = {"given": writing.given, "steps": writing.steps}
    personal = [*writing.personal, *writing.services.personal()]
    return {"$schema": "cases-1.json", "start": writing.start, "cases": {"kept": case}}, personal


class _Writing:
    """The document as it grows. `pending_ms`: time that has to pass before the next step."""

    def __init__(self, content: Mapping[int, Json], config_of: ConfigOf, tables: Tables) -> None:
        self.tables = tables
        self.personal: list[Personal] = []
        self.content = content
        self.config_of = config_of
        self.node = ""  # that waits for an answer
        self.start: dict[str, Json] = {}
        self.given: dict[str, Json] = {}
        self.steps: list[dict[str, Json]] = []
        self.asking = False
        self.center = ""
        self.skills: dict[str, int] = {}
        self.pending_ms = 0
        self.before_ms = 0  # of it, what had passed when the question was asked
        self.last_ms: int | None = None
        self.agents: dict[str, dict[str, Json]] = {}
        self.calls = KeptCalls(self._record)
        self.services = KeptServices(self._record, config_of)
        self.in_line = False  # waits in a queue: its clock goes on whatever is asked there
        self.accepted: dict[str, Json] = {}  # the step of who accepted and is not connected yet
        self.switches: dict[str, Json] = {}
        self.row_begins = 0
        self.has_left = False  # hung up while a message was being recorded
        self.available: set[str] = set()
        self.known: set[str] = set()  # agents who were offered it before
        self.unstaffed: set[str] = set()  # contact centers where nobody able was signed in

    def row(self, row: Kept) -> None:
        """Take in one event's facts."""
        words = {fact[0] for fact in row.facts}
        self.row_begins = len(self.steps)
        delta = row.at_ms - self.last_ms if self.last_ms is not None else 0
        self.last_ms = row.at_ms
        # Silence in a queue is time that passes there like any other; so is the time to think, once it was answered.
        acted = bool(words & ({"heard", "hung_up"} if self.in_line else {"heard", "silent", "hung_up"})) and self.asking
        thought_ms = delta if acted and self.in_line and "heard" in words else 0
        answers = any(fact[0] == "answered" and fact[-1] == "SoundRecorded" for fact in row.facts)
        if not (
            acted or answers or self.calls.takes_no_time(row.facts) or self.services.takes_no_time(row.facts)
        ):  # who is asked takes as long as it takes: only the timers of a question would notice
            self.pending_ms += delta
        if "offered" in words and "queued" not in words:
            self._make_available(row)
        for index, fact in enumerate(row.facts):
            if fact[0] == "heard":
                self._heard(fact, row.facts[index + 1 :])
            elif fact[0] in ASKS:
                self.services.asked(fact)
            else:
                self._fact(fact)
        self.pending_ms += thought_ms
        if "queued" in words:
            self._expect_queue(row)
        if "requeued" in words:
            self._take_away(row)

    def _fact(self, fact: list[Any]) -> None:
        match fact:
            case ["arrived", channel, address, content]:
                self.start = {"address": address}
                at = datetime.fromtimestamp((self.last_ms or 0) / 1000, UTC).isoformat()
                self.given = {
                    "at": at,
                    "channel": channel,
                    "caller": caller_of(self.content.get(content) or {}, self.personal),
                }
            case ["asked", *_]:
                self.asking, self.before_ms = True, self.pending_ms
            case ["hung_up", cause] if cause != "away" and not self.has_left:
                self.calls.hung_up()
                self._never_connected()
                self._step(caller="hangs_up")
            case ["answered", content, kind]:
                self._answered(self._record(content), kind)
            case ["dials", _, content]:
                self._dials(content)
            case ["calls_back", content, _]:
                self.calls.dialled(content, "number")
            case ["away"] | ["back"]:
                self._step(caller="goes_away" if fact[0] == "away" else "comes_back")
            case ["queued", center, skills, _, *_]:
                self._hand_on(**{"skills": dict(skills)} if skills else {})
                self.center, self.skills, self.asking, self.in_line = center, dict(skills), False, True
            case ["observed", kind, of, value]:
                observed(self.given, (kind, of, value), self.tables)
                if kind == "switches":
                    self._switches(value)
            case ["waits" | "went" | "silent", *_]:
                self._node_fact(fact)
            case _:
                self._floor_fact(fact)

    def _switches(self, seen: dict[str, Json]) -> None:
        """How they stood when the flow looked first is given; what changed was set before what happened in this row."""
        first = {name: state for name, state in seen.items() if name not in self.switches}
        changed = switched(self.switches, seen)
        if first:
            self.given.setdefault("switches", {}).update(first)
        if changed:
            acts = len(self.steps) > self.row_begins and not {"pass_s", "expect"} & self.steps[-1].keys()
            self.steps.insert(len(self.steps) - acts, {"set": changed})

    def _node_fact(self, fact: list[Any]) -> None:
        match fact:
            case ["waits", node, _]:
                self.node = node
            case ["went", _, outcome]:
                self.calls.went(outcome)
            case ["silent"] if not self.in_line:
                self.pending_ms = self.before_ms  # the silence itself lasts until the question has waited long enough
                self._step(caller="stays_silent")

    def _colleague(self, center: str) -> None:
        """Somebody able works there, and is away."""
        able = {"contact_center": center, "skills": dict(self.skills), "presence": "away"}
        self.agents.setdefault(f"colleague_in_{center}", able)

    def _full(self, center: str) -> None:
        """As many others wait there as the step lets wait."""
        most = getattr(self.config_of(self.node), "max_waiting", None)
        if most is None or most > 1_000 or center in self.given.get("queue", {}):  # or full by the center's own limit
            text = "It cannot be told again: how full the queue was is not kept."
            raise RequestRefused(text, code="not_replayable")
        self.given.setdefault("queue", {})[center] = most
        self._colleague(center)

    def _in_vain(self) -> None:
        """Who accepted last could not be connected."""
        if not self.accepted:
            raise RequestRefused("It cannot be told again: media failed.", code="not_replayable")
        self.accepted["agent"] = {self.ringing: "accepts_in_vain"}
        self.accepted = {}

    def _never_connected(self) -> None:
        """In a case media connect at once: who accepted, and was not connected before it was over, lets it ring."""
        self.steps = [step for step in self.steps if step is not self.accepted]
        self.accepted = {}

    def _dials(self, content: int) -> None:
        to = self._record(content)["to"]
        if self.handing[0]:
            self.personal += leaves(to, "the number that the agent handed on to")
        self._hand_on(number=to)
        self.calls.dialled(content, "to")

    def _answered(self, said: Json, kind: str) -> None:
        """What the carrier said is given to the case, or done by its caller."""
        if kind == "SoundRecorded":
            for step in steps_of(said):
                self._step(**step)
            self.has_left = said["why"] == "hung_up"
        elif kind == "DialAnswered":
            self.calls.answered(said["result"], self.last_ms or 0)
        elif kind == "DialOver":
            self.calls.over(self.last_ms or 0)
        else:
            self.services.answered(said, kind)

    def _floor_fact(self, fact: list[Any]) -> None:
        match fact:
            case ["offered", _, agent, *_]:
                self._offered(agent)
            case ["accepted", _, agent]:
                self._step(agent={agent: "accepts"})
                self.accepted = self.steps[-1]
                self.asking = False  # what the treatment asked is forgotten
            case ["connect_failed", _, reason]:
                self.unreached = reason
                if self.calls.calls_back:
                    self.accepted = {}
                else:
                    self._in_vain()
            case ["requeued", "connect_failed"] if self.calls.calls_back:
                self.calls.failed(self.unreached)
                self.unreached = ""
            case ["requeued", "declined"]:
                self._step(agent={self.ringing: "declines"})
            case ["left_queue", center, reason]:
                if reason == "queue_full":
                    self._full(center)
                self.in_line = False
                self._never_connected()
                self.unstaffed |= {center} if reason == "no_agents" else set()
            case ["connected", _, agent, *_]:
                self.in_line, self.accepted = False, {}
                self.ringing = agent
                self.pending_ms = 0  # in a case media connect at once
                if self.calls.calls_back:
                    self.calls.answered("connected", self.last_ms or 0)
                    self.calls.calls_back = False
            case _:
                self._desk_fact(fact)

    def _desk_fact(self, fact: list[Any]) -> None:
        match fact:
            case ["agent_said", content, agent]:
                self.personal += leaves(str(self._record(content)), f"what {agent} wrote")
                self._step(agent={agent: {"says": str(self._record(content))}})
            case ["transferred", _, agent, kind, to]:
                name = "to_agent" if kind == "agent" else kind
                self.direct = to if kind == "agent" else ""
                self.handing = (agent, {name: to} if to else {})
            case ["held", _, held]:
                self._step(agent={self.ringing: {"holds": held}})
            case ["over", "agent"]:
                self._step(agent={self.ringing: "hangs_up"})

    def _hand_on(self, **more: Json) -> None:
        """The agent's act, once it is known for what the caller waits, or who is called."""
        agent, to = self.handing
        if agent:
            self.handing = ("", {})
            self._step(agent={agent: {"hands_on": to | more}})
            self.pending_ms = 0

    def _record(self, n: int) -> Json:
        value = self.content.get(n)
        if value is None:
            raise RequestRefused("Something that was said is erased.", code="not_replayable")
        return value

    def _step(self, **step: Json) -> None:
        # While a question waits an instant is kept back: agents who do something as its time is over do it before.
        self.flush(1 if "agent" in step and self.asking and self.pending_ms > self.before_ms + 1 else 0)
        self.steps.append(step)
        if "caller" in step:
            self.asking = False

    def flush(self, keep_ms: int = 0) -> None:
        """Let the time pass that has passed."""
        if self.pending_ms > keep_ms:
            self.steps.append({"pass_s": (self.pending_ms - keep_ms) / 1000})
            self.pending_ms = keep_ms
        self.before_ms = 0

    def _heard(self, fact: list[Any], after: list[list[Any]]) -> None:
        """An answer; `after`: what came of it in the same event."""
        _, content, kind, why = fact
        config = self.config_of(self.node)
        value = self._record(content)
        if value == MASK:
            taken = self._is_taken(after)
            value = made_up_answer(config, why, accepted=taken) if config is not None else None
            if value is None:
                raise RequestRefused("An answer is masked, and none can be made up for it.", code="not_replayable")
        elif why != "choice" and kind != "button" and len(str(value)) >= SHORT:
            fitting = made_up_answer(config, why, accepted=self._is_taken(after)) if config is not None else None
            what = f"what the caller {'typed' if kind == 'keys' else 'said'} at {self.node}"
            self.personal.append(Personal(str(value), what, (fitting,) if fitting else ()))
        if kind == "keys":
            ends = getattr(config, "terminator", "#") if why == "terminator" else ""
            self._step(caller={"presses": f"{value}{ends}"})
            if why == "timeout":
                self._step(caller="stays_silent")
        else:
            self._step(caller={{"speech": "says", "button": "chooses"}.get(kind, "writes"): str(value)})

    def _is_taken(self, after: list[list[Any]]) -> bool:
        """Whether the step that asked took the answer."""
        asked_again = next((item[0] for item in after if item[0] in ("asked", "went")), "") == "asked"
        return not asked_again and ["went", self.node, "invalid"] not in [item[:3] for item in after]

    # --- agents -------------------------------------------------------------------------------------------------

    ringing = ""
    handing: tuple[str, dict[str, Json]] = ("", {})
    unreached = direct = ""

    def _offered(self, agent: str) -> None:
        self.ringing = agent
        self.agents.setdefault(agent, {"contact_center": self.center, "skills": {}, "presence": "available"})
        self.agents[agent]["skills"] |= self.skills
        self.available.add(agent)
        self.known.add(agent)

    def _make_available(self, row: Kept) -> None:
        """Somebody is offered the dialogue who was not free when it was queued."""
        agent = next(fact[2] for fact in row.facts if fact[0] == "offered")
        if agent in self.available:
            return
        presence = "offline" if self.center in self.unstaffed else "away"
        self.agents.setdefault(agent, {"contact_center": self.center, "skills": {}, "presence": presence})
        came_in = agent not in self.known and presence == "offline"
        act: Json = "signs_in" if came_in else {"presence": "available"}
        if any(fact[0] == "requeued" for fact in row.facts):  # free already when the one before let it go
            self.steps.append({"agent": {agent: act}})
        else:
            self._step(agent={agent: act})

    def _take_away(self, row: Kept) -> None:
        """Who let it go is busy otherwise from now on, unless it rang there again at once."""
        offered = {fact[2] for fact in row.facts if fact[0] == "offered"}
        for agent in sorted(self.available - offered):
            self._step(agent={agent: {"presence": "away"}})
            self.available.discard(agent)

    # --- what is expected -------------------------------------------------------------------------------------------

    def _expect_queue(self, row: Kept) -> None:
        """It waits in a queue now, or was offered at once; one that it left in the same event is passed over."""
        waiting, offered = waiting_in(row.facts)
        if waiting is None:
            return
        _, center, skills, priority, *_ = waiting
        expect: dict[str, Json] = {"queued": {"contact_center": center, "skills": skills, "priority": priority}}
        if offered:
            expect["offered_to"] = offered
        elif center not in self.unstaffed:  # somebody able was there, or it would not have waited
            self._colleague(center)
        if self.direct:  # whoever was asked first had no room, or the dialogue would ring there
            self.agents.setdefault(self.direct, {"contact_center": center, "skills": {}, "presence": "away"})
        self.flush()
        self.steps.append({"expect": expect})

    def close(self, rows: list[Kept]) -> None:
        """The last step: how it ended, and the way it took."""
        self.flush()
        facts = [fact for row in rows for fact in row.facts]
        self.steps.append({"expect": ending(facts, self.content)})
        schedules = {name: state for name, state in self.given.pop("schedules", {}).items() if state}
        self.given |= {"schedules": schedules} if schedules else {}
        self.given |= {"agents": self.agents} if self.agents else {}
        numbers = self.calls.given()
        self.given |= {"numbers": numbers} if numbers else {}
        self.given |= self.services.given()
