"""NodeType: all that the rest of the house knows about a node, as data and two functions.

A node is entered once (`enter`) and, if it waited, resumed by each event that answers its wait (`resume`). Both get
the typed config and a Context, and return a Step: the name of the outcome to leave by (a plain str), or one of the
structs below. Effects other than the step itself (speech, variables) go through the Context, so a node holds nothing.
"""

from collections.abc import Callable, Mapping
from typing import Any, Literal, Protocol, TypeAlias

from msgspec import Struct

from flowengine.lang.outcome import Outcome
from flowengine.lang.prompt import Prompt
from flowengine.lang.route_plan import PlanStep
from flowengine.lang.seconds import Seconds
from flowengine.lang.work import Work
from flowengine.messages import Accept, Json, Limits, Requirements, WaitAnswered


class Ask(Struct, frozen=True):
    """Speak `text`, then wait for one answer; the node is resumed with CallerReplied or CallerSilent."""

    memory: Any
    text: str
    accept: Accept
    limits: Limits
    interruptible: bool = True
    sensitive: bool = False
    sound: str = ""
    afresh: bool = False  # keys that were pressed ahead are no answer to it


class Pause(Struct, frozen=True):
    """Wait `seconds` (> 0) and be resumed with WokeUp; `sound` plays meanwhile on voice (None: silence)."""

    memory: Any
    seconds: float
    sound: str | None = None


class Await(Struct, frozen=True):
    """Have `work` done outside and wait for its answer: the node is resumed with the message that answers it
    (lang/work.py), or with WokeUp when `timeout_s` (> 0) are over. `sound` plays meanwhile on voice (None: silence)."""

    memory: Any
    work: Work
    timeout_s: float
    sound: str | None = None


class Call(Struct, frozen=True):
    """Run another flow on a frame of its own; the node is resumed with FrameReturned.

    Exactly one of `flow` (same environment, then the tenant's) and `contact_center` (its entry flow) is set.
    """

    memory: Any
    flow: str = ""
    contact_center: str = ""
    inputs: Mapping[str, Json] = {}


USUAL_PRIORITY = 5
WhenUnstaffed: TypeAlias = Literal["wait", "skip", "leave"]


class JoinQueue(Struct, frozen=True):
    """Wait in a contact center's queue ("" means the present one); resumed with QueueLeft or ConversationOver.

    No `skills`, and a `priority` of None, give way to what was said ahead (Context.set_routing). `whisper` is for the
    agent, before the two are joined. `agent`: nobody else is asked, and in no queue; QueueLeft then says at once, or
    after `max_wait_s`, why not.
    """

    memory: Any
    contact_center: str
    skills: Requirements
    priority: int | None
    treatment: str
    max_wait_s: float
    max_waiting: int
    when_unstaffed: WhenUnstaffed
    whisper: str = ""
    route_plan: tuple[PlanStep, ...] = ()
    agent: str = ""


class Routing(Struct, frozen=True, omit_defaults=True):
    """What the next queue asks for, where it has nothing of its own. `prefer` is an agent who is asked first if free,
    and alone for `prefer_s`; `boost_s`: the wait counts as that much older. `shown` is for the agent's eyes."""

    skills: Requirements = {}
    priority: int = USUAL_PRIORITY
    prefer: str = ""
    shown: Mapping[str, Json] = {}
    prefer_s: float = 0.0
    boost_s: float = 0.0


class Note(Struct, frozen=True):
    """What is to be known when this number calls again; `name` and `language` of "" leave what is known."""

    number: str
    attributes: Mapping[str, Json]
    keep_days: int
    name: str = ""
    language: str = ""


class QuitQueue(Struct, frozen=True):
    """Step out of the queue in which the dialogue waits: the treatment ends, `enqueue` is resumed with QueueLeft."""

    reason: str


class Jump(Struct, frozen=True):
    """Go on in another flow of this environment, in place of the running one."""

    flow: str


class Return(Struct, frozen=True):
    """Pop this frame; the caller's node is resumed with this exit."""

    exit: str


class End(Struct, frozen=True):
    """End the dialogue from any depth, as completed, failed or transferred."""

    reason: str = "completed"


class Refuse(Struct, frozen=True):
    """Refuse the dialogue, to which nothing was said yet; `reason` goes to the caller's network after `text`, which is
    spoken or written without answering."""

    reason: str
    text: str = ""


class Fault(Struct, frozen=True):
    """The node could not do its work: it is left by `error`; `message` is traced."""

    message: str


Step: TypeAlias = str | Ask | Pause | Await | Call | JoinQueue | QuitQueue | Jump | Return | End | Refuse | Fault


# What a waiting node is resumed with. These are the interpreter's words: channels' and floor's events become these.


class CallerReplied(Struct, frozen=True, tag=True):
    """One answer: `kind` is keys, speech, text or button; `why_complete` is choice, terminator, max_digits, timeout,
    text or button."""

    kind: str
    value: str
    why_complete: str


class CallerSilent(Struct, frozen=True, tag=True):
    """Nothing came within the limits."""


class WokeUp(Struct, frozen=True, tag=True):
    """The pause is over."""


class FrameReturned(Struct, frozen=True, tag=True):
    """The called flow is done. `exit` is its exit's name ("" at its natural end); `outputs` its declared outputs."""

    exit: str = ""
    outputs: Mapping[str, Json] = {}
    problem: str = ""  # closed, unavailable or error: the flow could not run, or failed


class QueueLeft(Struct, frozen=True, tag=True):
    """The wait ended without a conversation: timed_out, no_agents, queue_full or left; for one agent alone also
    no_answer, busy, rejected or failed."""

    reason: str


class ConversationOver(Struct, frozen=True, tag=True):
    """The agent has gone and the caller is still there."""


Resumed: TypeAlias = (
    CallerReplied | CallerSilent | WokeUp | WaitAnswered | FrameReturned | QueueLeft | ConversationOver
)  # fmt: skip  # one line reads as one list


class Context(Protocol):
    """What a node sees and may do. `scope` is the JSON that expressions read (DESIGN.md section 5)."""

    @property
    def channel(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def now_ms(self) -> int: ...
    @property
    def scope(self) -> Mapping[str, Json]: ...

    def text(self, prompt: Prompt) -> str:
        """The prompt in the dialogue's language and channel, rendered. Raises EvaluationFault."""
        ...

    def say(self, text: str, *, interruptible: bool = True, sound: str = "", voice: str = "") -> None:
        """Speak or write, or play the recording `sound` in place of the words; nothing waits for it."""
        ...

    def can(self, capability: str) -> bool:
        """Whether the caller's channel is capable of this (DESIGN.md section 6 lists the words)."""
        ...

    def explain(self, sentence: str) -> None:
        """Trace why an outcome was taken; the sentence names nobody."""
        ...

    def seconds(self, value: Seconds) -> float:
        """A per-channel time, for this dialogue's channel."""
        ...

    def assign(self, target: str, value: Json) -> None:
        """Set `vars.x`, `attributes.x` or `dialogue.language`. Raises EvaluationFault if the type does not fit."""
        ...

    def observe(self, kind: str, name: str) -> Json:
        """Read from Outside: switch, queue, contact_center, schedule or place; the value is traced."""
        ...

    def draw(self, by: str) -> int:
        """0 to 9999 as by chance, but at this node always the same for this `dialogue`, or this `caller`; traced."""
        ...

    def count_up(self, limit: int) -> bool:
        """Count this entry of the node, in this run of its flow. True for the first `limit`; then false, and the next
        entry is the first again. Traced."""
        ...

    def tag(self, name: str, value: Json) -> None:
        """Trace a milestone; its value, unless it is None, becomes content."""
        ...

    def set_routing(self, ahead: "Routing") -> None:
        """Say ahead what the next JoinQueue asks for, where it has nothing of its own; traced."""
        ...

    def set_recording(self, action: str, scope: str, keep_days: int) -> None:
        """Start, pause, resume or stop recording the conversation; what changes nothing is passed over. Traced."""
        ...

    def promise(self, number: str, attempts: int, gap_s: float) -> None:
        """Promise the caller a call back on this number: the place in the queue outlives the call. Traced."""
        ...

    def deliver(self, contact_center: str, message: Mapping[str, Json]) -> None:
        """Put what the caller left into a queue as a dialogue of its own. Traced."""
        ...

    def remember(self, note: "Note") -> None:
        """Write into the tenant's record of a caller. Raises EvaluationFault for what may not be kept. Traced."""
        ...

    def news(self, what: str, value: int, gap_s: float) -> bool:
        """Whether the caller shall be told this number in this wait: not one that rose, nor before `gap_s` are over."""
        ...

    def lookup(self, table: str, key: Json) -> Json:
        """The row of a table, or None; traced. Raises EvaluationFault without such a table, or for no kind of key."""
        ...

    def wired(self, outcome: str) -> bool:
        """Whether this node's outcome leads somewhere."""
        ...


def needs_of(node: "NodeType", config: Any) -> tuple[str, ...]:
    """The capabilities without which a step of this config leaves by error."""
    return node.needs_of(config) if node.needs_of is not None else node.needs


def never_resumed(config: Any, memory: Any, event: Resumed, ctx: Context) -> Step:
    """The `resume` of a node that never waits."""
    return Fault("this step does not wait for anything")


class NodeType(Struct, frozen=True, kw_only=True):
    """One node type. `config` and `memory` are msgspec structs; the rest is data for editor, checks and docs."""

    name: str
    config: type[Struct]
    outcomes: tuple[Outcome, ...]
    enter: Callable[[Any, Context], Step]
    resume: Callable[[Any, Any, Resumed, Context], Step] = never_resumed
    lower: Callable[[Any], Callable[[Context], Step]] | None = None  # `enter` prepared for one config: the same, faster
    memory: type[Struct] | None = None
    title: str
    purpose: str
    words: Mapping[str, Mapping[str, str]] = {}  # language -> `title` and `purpose` in it; the pages fall back on these
    group: str  # Speak, Ask, Decide, Route, Data, End: the palette's headings
    icon: str
    waits: bool = False
    at_once: tuple[str, ...] | None = None  # outcomes left by without any wait; None: none if it waits, else all
    bounded: tuple[str, ...] = ()  # outcomes left by only so often in a row: going round by them comes to an end
    kinds: tuple[str, ...] = ("entry", "subflow", "treatment")  # the flow kinds in which it may stand
    interruptible: bool = True
    without_caller: bool = False  # may run after the caller has gone (on.hangup)
    needs: tuple[str, ...] = ()  # capabilities of the channel without which it leaves by error
    needs_of: Callable[[Any], tuple[str, ...]] | None = None  # those of one config, where it depends on that
    sets_by: tuple[str, ...] = ()  # outcomes by which its targets are certainly set; none named: by all
    reads_after: tuple[str, ...] = ()  # prompts that are said only when its targets are set
    gives: Mapping[str, str] = {}  # field that names a target -> the type of what goes there
    shows: tuple[str, ...] = ()  # fields whose values others come to see: nothing sensitive is kept by them
    ordered: tuple[tuple[str, str], ...] = ()  # pairs of number fields (`a`, or `list[].a`): never first above second
    summary: tuple[str, ...] = ()  # the two config fields that a card shows
    # Field -> another one and its values with which it means something; no values: if that one is set. For forms.
    only_if: Mapping[str, tuple[str, ...]] = {}
    version: int = 1
    example: Mapping[str, Json] = {}  # a config that is valid and typical
