"""The scenario as typed values: who calls, who works, how long all takes. The JSON Schema is made from these."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, field

from flowengine.messages import Channel
from flowengine.tenancy.exception import Day, Range
from flowengine.testbench.document import DialWord, ExternalGiven, Reply, Seconds

CLOCK = "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"
DATE = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
SILENT, HANGS_UP = "stays_silent", "hangs_up"  # what a caller may do in place of an answer
Clock = Annotated[str, Meta(pattern=CLOCK, description="A time of day, such as 08:30; 24:00 is the end of the day")]
Weight = Annotated[float, Meta(ge=0, le=1_000_000)]
Share = Annotated[float, Meta(ge=0, le=1)]
SkillLevel = Annotated[int, Meta(ge=0, le=100)]
Rate = Annotated[float, Meta(ge=0, le=1_000_000)]
Positive = Annotated[float, Meta(gt=0, le=604_800)]


class Part(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The root of everything below: unknown keys are findings."""


class LogNormal(Part, frozen=True):
    mean_s: Positive
    deviation_s: Positive


class Bar(Part, frozen=True):
    """One bar of a histogram that was measured: between the end of the bar before it and `until_s`."""

    until_s: Positive
    weight: Weight


class Spread(Part, frozen=True):
    """How a time varies: exactly one of these."""

    constant_s: Seconds | UnsetType = UNSET
    exponential_s: Positive | UnsetType = UNSET
    lognormal: LogNormal | UnsetType = UNSET
    table: tuple[Bar, ...] | UnsetType = UNSET


Time = Seconds | Spread  # a number is always the same


class Arrivals(Part, frozen=True):
    """Who arrives: on `address` by chance, so many `per_hour`; or as `csv` has it."""

    address: str = ""
    channel: Channel | UnsetType = UNSET
    per_hour: Rate | dict[Clock, Rate] | UnsetType = UNSET
    csv: str = ""
    times: Annotated[float, Meta(ge=0, le=1000)] = 1.0


class Act(Part, frozen=True):
    """What a caller does, as cases write it: exactly one of these."""

    presses: Annotated[str, Meta(pattern="^[0-9*#]{1,64}$")] = ""
    says: str = ""
    writes: str = ""
    chooses: str = ""


class Leaving(Part, frozen=True):
    """Callers who leave without a word: they close the page and are away, or leave it open and answer no more."""

    share: Share
    how: Literal["closes_page", "stops_answering"] = "closes_page"
    after: Time = 60.0
    returns: Share = 0.0
    returns_after: Time = 60.0


class CallerKind(Part, frozen=True):
    """One kind of caller. `script`: an act for each question, in order; then, and without one, `answers` by weights."""

    name: str = ""
    weight: Weight = 1.0
    addresses: tuple[str, ...] = ()
    language: str = ""
    script: tuple[Literal["stays_silent", "hangs_up"] | Act, ...] = ()
    answers: dict[str, dict[str, Weight]] = {}
    answers_after: dict[Channel, Time] = {}
    records: Time = 20.0
    leaves: dict[Channel, Leaving] = {}


class Handling(Part, frozen=True):
    """How long agents talk and write up; of several the first that fits counts. `agent_ends`: share of conversations
    that the agent ends, so that the flow goes on with the caller."""

    contact_center: str = ""
    channel: Channel | UnsetType = UNSET
    skill: str = ""
    talk: Time = Spread(exponential_s=180.0)
    wrap_up: Time = 0.0
    agent_ends: Share = 0.0
    waits_for_caller: Time = 120.0


class Ringing(Part, frozen=True):
    """What agents do with offers; whoever neither accepts nor declines lets it ring."""

    answers_after: Time = 0.0
    accepts: Share = 1.0
    declines: Share = 0.0


class Break(Part, frozen=True):
    """`turns`: the agents of a group go one turn after the other, so that not all are away at once."""

    at: Clock
    minutes: Annotated[float, Meta(gt=0, le=1440)]
    turns: Annotated[int, Meta(ge=1, le=1000)] = 1


class Shift(Part, frozen=True):
    begins: Clock = field(name="from")
    ends: Clock = field(name="to")
    breaks: tuple[Break, ...] = ()


class HandOn(Part, frozen=True):
    """A share of a group's conversations that goes on elsewhere: exactly one of `contact_center`, `group` (to one of
    these colleagues), `agent` and `number`."""

    share: Share
    contact_center: str = ""
    skills: dict[str, SkillLevel] = {}
    group: str = ""
    agent: str = ""
    number: Annotated[str, Meta(pattern=r"^(\+[1-9][0-9]{6,14})?$")] = ""
    after: Time | UnsetType = UNSET


class Staff(Part, frozen=True):
    """One agent of the tenant by id, or a group that is made up for the scenario: exactly one of `agent` and `group`.

    `memberships`: contact center -> skill -> level, of a named agent in place of the tenant's. Without shifts they are
    there all the time. `time_factor`: their conversations take so many times as long.
    """

    agent: str = ""
    group: str = ""
    count: Annotated[int, Meta(ge=0, le=20_000)] = 1
    memberships: dict[str, dict[str, SkillLevel]] = {}
    capacity: dict[Channel, Annotated[int, Meta(ge=0, le=50)]] = {}
    shifts: tuple[Shift, ...] = ()
    time_factor: Annotated[float, Meta(gt=0, le=100)] = 1.0
    hands_on: tuple[HandOn, ...] = ()


class Weighed(Reply, frozen=True):
    weight: Weight = 1.0


class WeighedExit(ExternalGiven, frozen=True):
    weight: Weight = 1.0


class World(Part, frozen=True):
    """What is around the flows. Of several answers of a service one is drawn, by weights."""

    switches: dict[str, bool | str] = {}
    schedules: dict[str, Literal["open", "closed", "holiday", "emergency"]] = {}
    exceptions: dict[str, dict[Day, tuple[Range, ...]]] = {}
    disabled: tuple[str, ...] = ()
    http: dict[str, Weighed | tuple[Weighed, ...]] = {}
    external: dict[str, WeighedExit | tuple[WeighedExit, ...]] = {}
    texts: dict[str, Literal["sent", "undeliverable"]] = {}
    numbers: dict[str, DialWord] = {}
    talks_elsewhere: Time = Spread(exponential_s=180.0)


class ServiceLevel(Part, frozen=True):
    """A service level in place of each contact center's own."""

    formula: str = ""
    within_s: Positive | UnsetType = UNSET
    short_abandon_s: Seconds | UnsetType = UNSET


class Scenario(Part, frozen=True):
    """A day that might be. Times of day are local to `time_zone`, else to the tenant."""

    day: Annotated[str, Meta(pattern=DATE)]
    begins: Clock = field(name="from")
    ends: Clock = field(name="to")
    arrivals: Annotated[tuple[Arrivals, ...], Meta(min_length=1)]
    staffing: tuple[Staff, ...]
    tenant: str = ""
    title: str = ""
    time_zone: str = ""
    interval_min: Literal[15, 30, 60] = 30
    warm_up_min: Annotated[float, Meta(ge=0, le=1440)] = 0.0
    callers: Annotated[tuple[CallerKind, ...], Meta(min_length=1)] = (CallerKind(),)
    patience: dict[Channel, Time] = {}
    handling: tuple[Handling, ...] = ()
    ringing: dict[Channel, Ringing] = {}
    speech_ms_per_character: Annotated[float, Meta(ge=0, le=100)] = 65.0
    world: World = World()
    service_level: ServiceLevel = ServiceLevel()
    replications: Annotated[int, Meta(ge=2, le=10_000)] = 10
    seed: Annotated[int, Meta(ge=0, le=2**53)] = 1
    schema: str = field(name="$schema", default="")
