"""Replay: a stored dialogue's recorded inputs once more, on other flows; whether it goes another way, and where."""

from collections.abc import Callable

from msgspec import UNSET, Struct

from flowengine.errors import RequestRefused
from flowengine.messages import Json, Stamp
from flowengine.switchboard.outcome import Outcome
from flowengine.tenancy.directory import FRONT_DOOR
from flowengine.testbench.action import perform
from flowengine.testbench.bench import Bench
from flowengine.testbench.case import Case, load_cases
from flowengine.testbench.document import Step
from flowengine.testbench.given import scene_of
from flowengine.testbench.kept.world import Tables, no_tables
from flowengine.testbench.kept.writing import case_from_trace
from flowengine.testbench.replay.doubt import doubt_of
from flowengine.testbench.replay.told import Beside, Replayed, Stored
from flowengine.testbench.replay.track import Track, parting_of, track_of
from flowengine.testbench.result import StepFailed
from flowengine.testbench.world import World

UNKNOWN_ANSWER = "asks for what was not asked then"
ENDLESS = "goes round without an end"
NOT_TODAY = "The tenant of today lacks an address, a contact center or a skill that it had."


def replayed(stored: Stored, ran_on: Bench, now: Callable[[], Bench], tables: Tables = no_tables) -> Replayed:
    """Run a dialogue that ran on `ran_on` again, on `now`."""
    try:
        case = _case(stored, ran_on, tables)
    except RequestRefused as refused:
        return Replayed(stored.id, untold=str(refused))
    before = track_of(facts for _, facts in stored.rows)
    done = run_again(case, now())
    if done is None:
        return Replayed(stored.id, untold=NOT_TODAY)
    again = done.track
    parting = parting_of(before, again)
    if parting is None:
        return Replayed(stored.id)
    # Whatever parts must do so because of the flows: what its own release would not repeat is no finding.
    control = run_again(case, ran_on)
    if control is None or (
        control.track.ways != before.ways and _reaches(before, control.track) <= _reaches(before, again)
    ):
        return Replayed(stored.id, untold=doubt_of(facts for _, facts in stored.rows))
    return Replayed(stored.id, parting)


def beside(stored: Stored, ran_on: Bench, now: Callable[[], Bench], tables: Tables = no_tables) -> Beside:
    """The same, to be looked at: both tracks of one dialogue."""
    try:
        case = _case(stored, ran_on, tables)
    except RequestRefused as refused:
        return Beside(untold=str(refused))
    was, done = track_of(facts for _, facts in stored.rows), run_again(case, now())
    if done is None:
        return Beside(untold=NOT_TODAY)
    again = done.track
    both = (was.ended, was.queue, again.ended, again.queue)
    return Beside([*was.ways], [*again.ways], _reaches(was, again), *both)


def _reaches(before: Track, other: Track) -> int:
    """How many ways they share before they part."""
    pairs = zip(before.ways, other.ways, strict=False)
    return next((index for index, (one, two) in enumerate(pairs) if one != two), len(before.ways))


def _case(stored: Stored, ran_on: Bench, tables: Tables) -> Case:
    """The dialogue's world and its inputs. Raises RequestRefused."""
    document = case_from_trace(stored.rows, dict(stored.content), ran_on.config, tables, ran_on.is_released)
    cases, findings = load_cases(document, stored.id, {})
    if not cases:
        raise RequestRefused(f"It cannot be written as a case: {findings[0].code}.", code="not_replayable")
    return cases[0]


class Stopped(StepFailed):
    """The dialogue cannot be followed any further; the message says why."""


class Again(World):
    """A world that tells inputs which nobody takes any more from a dialogue that cannot be followed."""

    def stamp(self) -> Stamp:
        try:
            return super().stamp()
        except StepFailed:
            raise Stopped(ENDLESS) from None

    def _tell_services(self, outcome: Outcome) -> None:
        try:
            super()._tell_services(outcome)
        except StepFailed:
            raise Stopped(UNKNOWN_ANSWER) from None


class Done(Struct, frozen=True):
    """The track of a dialogue that was run again, and its attributes at the end."""

    track: Track
    attributes: dict[str, Json]


def run_again(case: Case, bench: Bench) -> Done | None:
    """Everybody does again what they did, as far as it can still be done; None: not even the call could be made."""
    world: World | None = None
    stopped = ""
    try:
        world = Again(scene_of(bench, case, FRONT_DOOR), case)
        world.open()
        for step in case.steps:
            _repeat(world, step)
    except Stopped as found:
        stopped = found.message
    except (StepFailed, RequestRefused):
        return None
    if world is None or not world.story.instants:
        return None
    track = track_of((deed.facts for deed in world.story.log), stopped)
    return Done(track, world.story.now.attributes)


def _repeat(world: World, step: Step) -> None:
    """One input; one that nobody takes any more is let go, and so is what the case would expect."""
    if step.expect is not UNSET or world.story.now.state.status == "ended":
        return
    try:
        perform(world, step)
    except Stopped:
        raise
    except StepFailed:
        return
