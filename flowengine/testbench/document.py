"""The case document as typed values: what a test may give, do and expect. The JSON Schema is made from these."""

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, field

from flowengine.messages import Channel, Json
from flowengine.tenancy.exception import Day, Range

Seconds = Annotated[float, Meta(ge=0, le=604_800, description="Seconds of virtual time, at most a week")]
Name = Annotated[str, Meta(min_length=1, max_length=64)]
Presence = Literal["available", "away", "do_not_disturb", "offline"]
DeviceWord = Literal["available", "away", "device_busy", "do_not_disturb"]
Level = Annotated[int, Meta(ge=0, le=100)]


class Closed(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The root of everything below: unknown keys are findings."""


class Start(Closed, frozen=True):
    """Where the dialogue begins: an address, one flow, or a treatment of somebody who waits at `position`."""

    address: str = ""
    flow: str = ""
    environment: str = ""
    inputs: dict[str, Any] = {}
    treatment: str = ""
    position: Annotated[int, Meta(ge=1, le=1000)] = 1


class CallerGiven(Closed, frozen=True):
    number: str = "+447700900123"  # from the range that is reserved for drama
    name: str = ""
    language: str = ""
    withheld: bool = False
    known: Annotated[bool, Meta(description="The tenant has a record of this number")] = False
    attributes: Annotated[dict[str, Any], Meta(description="What was remembered of this number")] = {}
    last_agent: str = ""
    last_contact_center: str = ""
    dialogues_24h: Annotated[int, Meta(ge=0, le=100, description="Earlier calls of the last 24 hours")] = 0

    def is_known(self) -> bool:
        """Whether there is a record to be found."""
        return self.known or bool(self.attributes or self.last_agent or self.last_contact_center or self.dialogues_24h)


class AcceptsAfter(Closed, frozen=True):
    accepts: Literal[True]
    after_s: Seconds = 0.0


AgentAnswer = Literal["accepts", "declines", "never"] | AcceptsAfter


class AgentGiven(Closed, frozen=True):
    """An agent who is signed in (unless offline). Without contact centers, those of the tenant file count. `skills` are
    held wherever they are defined; `memberships` tells each contact center's apart."""

    name: str = ""
    contact_center: str = ""
    contact_centers: tuple[str, ...] = ()
    skills: dict[str, Level] = {}
    memberships: dict[str, dict[str, Level]] = {}
    presence: Presence = "available"
    reason: str = ""
    devices: dict[str, DeviceWord] = {}
    capacity: dict[Channel, Annotated[int, Meta(ge=0, le=50)]] = {}
    answers: AgentAnswer | tuple[AgentAnswer, ...] = "never"


DialWord = Literal["connected", "no_answer", "busy", "rejected", "failed"]


class Answers(Closed, frozen=True):
    """How a number answers, and after how long; somebody who answers a bridged transfer goes after `talks_s`."""

    result: DialWord = "connected"
    rings_s: Seconds = 0.0
    talks_s: Seconds | UnsetType = UNSET


NumberGiven = DialWord | tuple[DialWord, ...] | Answers


class Reply(Closed, frozen=True):
    """How a service answers: with `json`, else `body`; or not, in time or at all."""

    status: Annotated[int, Meta(ge=100, le=599)] = 200
    json: Any | UnsetType = UNSET
    body: str = ""
    timeout: bool = False
    problem: Literal["", "timeout", "failed", "refused", "too_large"] = ""
    after_s: Seconds = 0.0


class WaitingGiven(Closed, frozen=True):
    """Somebody else who waits in a queue already, since `waited_s`."""

    skills: dict[str, Level] = {}
    priority: Annotated[int, Meta(ge=0, le=9)] = 5
    waited_s: Annotated[float, Meta(ge=0, le=86_400)] = 0.0
    name: str = ""


class ExternalGiven(Closed, frozen=True):
    """How another system answers."""

    exit: str
    results: dict[str, Json] = {}
    after_s: Seconds = 0.0


class Given(Closed, frozen=True):
    """The world of one case. `at` is local to the contact center, or RFC 3339."""

    at: Annotated[str, Meta(max_length=40)] = "2026-03-02 10:00"  # a Monday
    caller: CallerGiven = CallerGiven()
    agents: dict[str, AgentGiven] = {}
    queue: dict[str, Annotated[int, Meta(ge=0, le=1000)] | tuple[WaitingGiven, ...]] = {}
    switches: dict[str, bool | str] = {}
    schedules: dict[str, Literal["open", "closed", "holiday", "emergency"]] = {}
    exceptions: dict[str, dict[Day, tuple[Range, ...]]] = {}
    disabled: Annotated[tuple[str, ...], Meta(description="Contact centers that are switched off")] = ()
    numbers: Annotated[
        dict[str, NumberGiven], Meta(description="How numbers answer that are dialled; in turn, if several are given")
    ] = {}
    http: dict[str, Reply | tuple[Reply, ...]] = {}
    secrets: tuple[str, ...] = ()
    tables: dict[str, tuple[dict[str, Json], ...]] = {}
    prompts: dict[str, Json] = {}
    texts: dict[str, Literal["sent", "undeliverable"]] = {}
    external: dict[str, ExternalGiven | tuple[ExternalGiven, ...]] = {}
    channel: Channel | UnsetType = UNSET


class CallerAct(Closed, frozen=True):
    """Exactly one act; `ignored` says that nobody is meant to take it. `records_s` leaves a message of that length."""

    presses: Annotated[str, Meta(pattern="^[0-9*#]{1,64}$")] = ""
    says: str = ""
    writes: str = ""
    chooses: str = ""
    calls: str = ""
    records_s: Seconds | UnsetType = UNSET
    records: Literal["nothing"] | UnsetType = UNSET
    ignored: bool = False


class HandsOn(Closed, frozen=True):
    """Where an agent hands the caller on to: exactly one place; `to_agent` is asked first."""

    contact_center: str = ""
    to_agent: str = ""
    number: str = ""
    skills: dict[str, Level] = {}
    keep_age: bool = True


class AgentAct(Closed, frozen=True):
    """Exactly one act. `wraps_up` names the disposition."""

    says: str = ""
    wraps_up: str = ""
    notes: str = ""
    holds: bool | UnsetType = UNSET
    hands_on: HandsOn | UnsetType = UNSET
    presence: Presence | UnsetType = UNSET
    reason: str = ""
    device: dict[str, DeviceWord] | UnsetType = UNSET


CallerWord = Literal["hangs_up", "stays_silent", "goes_away", "comes_back", "calls_again"]
AgentWord = Literal[
    "accepts", "accepts_in_vain", "accepts_unconnected", "declines", "ignores", "hangs_up", "wraps_up", "signs_in",
    "signs_out",
]  # fmt: skip  # as many words as fit on a line


class Hears(Closed, frozen=True):
    """Words. All that are given must hold: of one utterance, or of everything that was heard since the last act."""

    exact: str = ""
    contains: str | tuple[str, ...] = ""
    glob: str = ""
    regex: str = ""
    prompt: str = ""
    language: str = ""


class Between(Closed, frozen=True):
    """A number that is at least `least` and at most `most`, where given."""

    least: float | UnsetType = UNSET
    most: float | UnsetType = UNSET


class QueuedIn(Closed, frozen=True):
    """`skills` and `asks` are those of the present step of the route plan; `estimate_s` is what the floor expects now
    (false: it cannot say), `waited_s` the time since the dialogue began to wait."""

    contact_center: str = ""
    skills: dict[str, int] | UnsetType = UNSET
    asks: dict[str, dict[str, int]] | UnsetType = UNSET
    priority: int | UnsetType = UNSET
    position: int | UnsetType = UNSET
    estimate_s: float | bool | Between | UnsetType = UNSET
    waited_s: float | Between | UnsetType = UNSET


class VoicemailIn(Closed, frozen=True):
    """A message that was left: spoken (`duration_s`) or typed (`text`)."""

    contact_center: str = ""
    duration_s: Seconds | UnsetType = UNSET
    text: str = ""


class EndedAs(Closed, frozen=True):
    reason: Literal["completed", "abandoned", "transferred", "disconnected", "failed", ""] = ""
    by: Literal["caller", "agent", "flow", "system", ""] = ""
    stage: Literal["in_flow", "queued", "offered", "connected", ""] = ""


class TransferredTo(Closed, frozen=True):
    """Where the caller was handed on to (`*` for anything), and who did it."""

    to: str = ""
    by: Literal["agent", "flow", ""] = ""


class ReturnedBy(Closed, frozen=True):
    """How a flow that is tested alone gave back: outputs those named."""

    exit: str = ""
    outputs: dict[str, Json] | UnsetType = UNSET


class CalledWith(Closed, frozen=True):
    """What was sent to a service; of several calls one must have been so, or, with `times`, exactly so many."""

    json: Any | UnsetType = UNSET
    body: str | Hears = ""
    headers: dict[str, str] = {}
    secret: str = ""
    times: Annotated[int, Meta(ge=0, le=1000)] | UnsetType = UNSET


class Expect(Closed, frozen=True):
    """All keys hold at one instant between the last act and the moment when virtual time would have to move.

    Nodes are named `menu`, `flow/menu` or `environment/flow/menu`. `visited` names nodes in their order, others may
    stand between; `offered_to` is who is rung at now, or, as a list, everybody whom the dialogue was offered to.
    """

    at: str | UnsetType = UNSET
    hears: str | Hears | UnsetType = UNSET
    visited: tuple[str, ...] | UnsetType = UNSET
    never_visited: tuple[str, ...] | UnsetType = UNSET
    queued: QueuedIn | bool | UnsetType = UNSET
    offered_to: str | tuple[str, ...] | UnsetType = UNSET
    connected_to: str | UnsetType = UNSET
    answered_by: str | UnsetType = UNSET
    overflow: tuple[str, ...] | UnsetType = UNSET
    transferred: str | TransferredTo | bool | UnsetType = UNSET
    dialled: str | UnsetType = UNSET
    on_hold: bool | UnsetType = UNSET
    attributes: dict[str, Json] | UnsetType = UNSET
    vars: dict[str, Json] | UnsetType = UNSET
    tagged: dict[str, Json] | UnsetType = UNSET
    returned: str | ReturnedBy | UnsetType = UNSET
    language: str | UnsetType = UNSET
    status: Literal["in_flow", "queued", "offered", "connected", "ended"] | UnsetType = UNSET
    ended: EndedAs | bool | UnsetType = UNSET
    recording: Literal["off", "on", "paused"] | UnsetType = UNSET
    voicemail: VoicemailIn | bool | UnsetType = UNSET
    called_back: Annotated[int, Meta(ge=0, description="How often the caller was dialled")] | UnsetType = UNSET
    http_called: str | dict[str, CalledWith] | UnsetType = UNSET
    texted: dict[str, str | Hears] | UnsetType = UNSET
    why: str | Hears | UnsetType = UNSET
    never: "Expect | UnsetType" = UNSET
    within_s: Seconds = 0.0


class Step(Closed, frozen=True):
    """Exactly one of these."""

    caller: CallerWord | CallerAct | UnsetType = UNSET
    agent: dict[str, AgentWord | AgentAct] | UnsetType = UNSET
    pass_s: Seconds | UnsetType = UNSET
    set: dict[str, bool | str] | UnsetType = UNSET
    expect: Expect | UnsetType = UNSET


class CaseBody(Closed, frozen=True):
    """One case as written; steps and `given` are read when examples have been put in."""

    steps: list[Any]
    first: list[Any] | UnsetType = UNSET
    given: Any = None
    examples: list[dict[str, Any]] = []
    channels: list[Channel] = []
    strict: bool = False
    skip: str = ""
    only: bool = False
    note: Annotated[str, Meta(max_length=2000, description="What there is to know about the case")] = ""


class CasesDocument(Closed, frozen=True):
    """A file of cases."""

    start: Start
    cases: dict[Name, CaseBody]
    given: list[str | dict[str, Any]] = []
    first: list[Any] = []
    schema: str = field(name="$schema", default="")
