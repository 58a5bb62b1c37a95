"""Floors that are wrong in one thing each: a mutation replaces small functions of the floor while it lasts."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import msgspec

from flowengine.floor import (
    Floor,
    desk,
    directory,
    floor,
    in_line,
    matching,
    order,
    plan,
    refusal,
    resume,
    route,
    row,
    step,
    tally,
    timer,
    waiting,
    work,
)
from flowengine.floor.agent import Agent
from flowengine.floor.command import CancelTimer, Counted
from flowengine.floor.entry import Entry
from flowengine.floor.event import OfferAccepted, OfferDeclined
from flowengine.floor.presence import Presence
from flowengine.floor.queue import Queue
from flowengine.floor.wait import Wait

Wrap = Callable[[Callable[..., Any]], Callable[..., Any]]


class Mutant(NamedTuple):
    """`of`: the module or class and the function's name; `wrong` makes the wrong function from the right one.
    `breaks`: the promise that is broken, by its number, where one of the 25 is."""

    name: str
    of: Any
    function: str
    wrong: Wrap
    breaks: str = ""


@contextmanager
def planted(mutant: Mutant) -> Iterator[None]:
    """The function is wrong in every module that uses it."""
    right = vars(mutant.of)[mutant.function]
    wrong = mutant.wrong(right.fget if isinstance(right, property) else right)
    wrong = property(wrong) if isinstance(right, property) else wrong
    modules = [module for name, module in sys.modules.items() if name.startswith("flowengine.floor")]
    places = [(m, name) for m in (mutant.of, *modules) for name, value in vars(m).items() if value is right]
    for where, name in places:
        setattr(where, name, wrong)
    handlers = {kind: handler for kind, handler in floor.HANDLERS.items() if right in handler_parts(handler)}
    for kind, handler in handlers.items():
        floor.HANDLERS[kind] = swapped(handler, right, wrong)
    try:
        yield
    finally:
        for where, name in places:
            setattr(where, name, right)
        floor.HANDLERS.update(handlers)


def handler_parts(handler: Any) -> tuple[Any, ...]:
    return handler if isinstance(handler, tuple) else (handler,)


def swapped(handler: Any, right: Any, wrong: Any) -> Any:
    if isinstance(handler, tuple):
        return tuple(wrong if part is right else part for part in handler)
    return wrong


def gives(value: object) -> Wrap:
    """Whatever is asked, always this."""
    return lambda right: lambda *args, **named: value


def does_nothing(right: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *args, **named: None


def before(change: Callable[..., None]) -> Wrap:
    """Does a wrong thing first."""

    def wrap(right: Callable[..., Any]) -> Callable[..., Any]:
        def wrong(*args: Any, **named: Any) -> Any:
            change(*args)
            return right(*args, **named)

        return wrong

    return wrap


def after(change: Callable[..., None]) -> Wrap:
    """Does a wrong thing afterwards."""

    def wrap(right: Callable[..., Any]) -> Callable[..., Any]:
        def wrong(*args: Any, **named: Any) -> Any:
            result = right(*args, **named)
            change(*args)
            return result

        return wrong

    return wrap


def only_if(asked: Callable[..., bool]) -> Wrap:
    """Leaves the thing out otherwise."""
    return lambda right: lambda *args, **named: right(*args, **named) if asked(*args) else None


def with_event(**other: object) -> Wrap:
    """The event says something else."""
    return lambda right: lambda s, event, *more: right(s, msgspec.structs.replace(event, **other), *more)


# --- what some of them do ---


def younger(s: Any, wait: Wait, *_: object) -> None:
    wait.enqueued_ms = s.at_ms


def forget_exclusions(s: Any, wait: Wait, *_: object) -> None:
    for agent in wait.exclusions:
        s.out.append(CancelTimer("entry", wait.id, f"exclusion:{agent}"))
    wait.exclusions.clear()


def in_line_again(s: Any, entry: Entry, *_: object) -> None:
    step.join(s, entry.wait)


def newest_first(right: Callable[..., Any]) -> Callable[..., Any]:
    def first_entry(index: Any, agent: Agent) -> Entry | None:
        able = [entry for entry in index._standing.values() if agent.id not in entry.wait.exclusions]
        able = [e for e in able if e.only in (None, agent.id) and index._may_take(agent, e)]
        return max(able, key=lambda entry: entry.line_key or 0, default=None)

    return first_entry


def any_answer(right: Callable[..., Any]) -> Callable[..., Any]:
    def refusal(s: Any, event: Any) -> str | None:
        is_answer = isinstance(event, OfferAccepted | OfferDeclined)
        return None if is_answer and event.reservation in s.reservations else right(s, event)

    return refusal


def ring_acts_late(right: Callable[..., Any]) -> Callable[..., Any]:
    def reservation_timer(s: Any, event: Any) -> None:
        reservation = s.reservations.get(event.owner)
        if reservation is not None and event.name == "ring" and reservation.state == "accepted":
            work.unanswered(s, reservation)
        else:
            right(s, event)

    return reservation_timer


def keep_hold_of(s: Any, reservation: Any, *_: object) -> None:
    if reservation.state == "wrapping":
        s.work[reservation.dialogue] = reservation


def hang_up(s: Any, agent: Agent, *_: object) -> None:
    for reservation in [r for r in agent.reservations.values() if r.state == "connected"]:
        work.end_conversation(s, reservation, "system")


def no_load(agent: Agent, reservation: Any) -> None:
    agent.load -= reservation.cost


def load_at_accept(s: Any, event: Any) -> None:
    reservation = s.reservations[event.reservation]
    s.agents[reservation.agent].load += reservation.cost


def nobody_hidden(index: Any, agent: Agent) -> None:
    index.refresh(agent)


def no_load_order(right: Callable[..., Any]) -> Callable[..., Any]:
    return lambda agent: (-agent.load, agent.idle_sequence)


def without(field: str, value: object) -> Wrap:
    """A row comes back with less than was stored."""

    def forget(right: Callable[..., Any]) -> Callable[..., Any]:
        def restored(*args: Any) -> Any:
            result = right(*args)
            setattr(result if result is not None else args[0], field, value)
            return result

        return restored

    return forget


def counted_twice(s: Any, *args: Any) -> None:
    s.out.append(next(c for c in reversed(s.out) if isinstance(c, Counted)))


def never_open(field: str, value: object) -> Wrap:
    """As if presence did not say that."""

    def wrap(right: Callable[..., Any]) -> Callable[..., Any]:
        return lambda presence: right(msgspec.structs.replace(presence, **{field: value}))

    return wrap


def without_cancel(right: Callable[..., Any]) -> Callable[..., Any]:
    def forget(s: Any, *args: Any) -> None:
        said = len(s.out)
        right(s, *args)
        s.out[said:] = [c for c in s.out[said:] if not isinstance(c, CancelTimer)]

    return forget


def home_only(right: Callable[..., Any]) -> Callable[..., Any]:
    """Overflow entries are forgotten when standing in line."""

    def join(s: Any, wait: Wait) -> None:
        entries = wait.entries
        wait.entries = {wait.home: entries[wait.home]}
        right(s, wait)
        wait.entries = entries

    return join


def place_stays(right: Callable[..., Any]) -> Callable[..., Any]:
    def take_place(s: Any, center: str, key: str) -> Any:
        found = right(s, center, key)
        if found is not None:
            s.places.setdefault(center, {})[key] = found
        return found

    return take_place


MUTANTS = (
    Mutant("idle order kept after work", step, "to_back_of_line", does_nothing),
    Mutant("least loaded last", matching, "_rank", no_load_order),
    Mutant("lost exclusion", route, "requeue", before(forget_exclusions)),
    Mutant("age reset on decline", route, "requeue", before(younger), "11"),
    Mutant("capacity taken at accept", Agent, "take", after(no_load), "18"),
    Mutant("stale accept honoured", refusal, "answer", any_answer),
    Mutant(
        "overflow changes the age", Wait, "add", after(lambda w, *_: setattr(w, "enqueued_ms", w.begun_ms + 1)), "11"
    ),
    Mutant("a step asks more", plan, "weakened", lambda _: lambda was, asked: {**was, **asked}, "12"),
    Mutant("weight ignored", Entry, "fresh_key", lambda right: lambda entry, weight: right(entry, 0), "6"),
    Mutant("a second offer", step, "offer", after(in_line_again), "4"),
    Mutant("newest first", matching.Index, "first_entry", newest_first, "6"),
    Mutant("who misses is not blocked", Queue, "misses_to_block", gives(99)),
    Mutant("blocked too early", Queue, "misses_to_block", gives(1)),
    Mutant("wrap-up holds the dialogue", work, "end_conversation", after(keep_hold_of), "4"),
    Mutant("a late ring is acted on", timer, "_reservation_timer", ring_acts_late),
    Mutant(
        "boost ignored",
        waiting,
        "wait_from",
        lambda right: lambda event, at: right(msgspec.structs.replace(event, boost_s=0), at),
        "11",
    ),
    Mutant(
        "priority ignored",
        waiting,
        "wait_from",
        lambda right: lambda event, at: right(msgspec.structs.replace(event, priority=5), at),
        "11",
    ),
    Mutant("declined to oneself", step, "close", after(lambda s, r, **_: s.index.refresh(s.agents[r.agent]))),
    Mutant("away is available", Presence, "is_open", never_open("intent", "available"), "9"),
    Mutant("next status ignored", Presence, "is_open", never_open("next_intent", None), "9"),
    Mutant("busy devices ignored", Presence, "is_open", never_open("devices", {}), "9"),
    Mutant("wrapping agents asked", Agent, "is_wrapping", gives(value=False), "9"),
    Mutant("sign-out hangs up", desk, "sign_out", after(hang_up), "17"),
    Mutant("abandoned, agent kept hidden", step, "release", only_if(lambda s, agent: agent.load > 0), "5"),
    Mutant("own limits ignored", Agent, "has_room", lambda _: lambda a, ch, cap: a.load + cap.cost <= 100, "2"),
    Mutant("capacity ignored", Agent, "has_room", gives(value=True), "2"),
    Mutant("a kept place is given twice", resume, "take_place", place_stays),
    Mutant("one too many waits", Queue, "is_full", lambda right: lambda q, own: right(q, own) and len(q.line) > 2),
    Mutant(
        "preferred ignored",
        waiting,
        "wait_from",
        lambda right: lambda event, at: right(msgspec.structs.replace(event, preferred=None), at),
    ),
    Mutant("step 0 asks everybody", route, "_ask_only", does_nothing),
    Mutant(
        "undefined skills count", Agent, "meets", lambda right: lambda a, c, needs, _: right(a, c, needs, needs), "10"
    ),
    Mutant("levels ignored", Agent, "meets", lambda right: lambda a, c, needs, defined: c in a.memberships, "10"),
    Mutant("unstaffed ignored", route, "is_staffed", gives(value=True)),
    Mutant("away counts as gone", Agent, "is_staffed", lambda _: lambda a: a.is_routable()),
    Mutant("held back for ever", waiting, "hold_over", does_nothing),
    Mutant("exclusion for ever", waiting, "exclusion_over", does_nothing),
    Mutant("longest wait ignored", waiting, "waited_enough", does_nothing),
    Mutant("accepted offers time out", waiting, "waited_enough", lambda _: lambda s, w: step.leave(s, w, "timed_out")),
    Mutant("a step that is never entered", route, "step_due", does_nothing),
    Mutant("the first entry alone is filed", in_line, "join", home_only, "4"),
    Mutant("skills anew, nobody asked", directory, "_match_anew", does_nothing),
    Mutant("profile anew, offers kept", route, "pass_on_unmet", does_nothing, "10"),
    Mutant("most flexible first", order, "flexibility", lambda right: lambda *a: -right(*a), "8"),
    Mutant("answers counted twice", tally, "count_answered", after(counted_twice), "25"),
    Mutant("left is not counted", tally, "count_left", does_nothing, "25"),
    Mutant("timers outlive the wait", step, "forget", without_cancel, "21"),
    Mutant("away without a reason", Agent, "away_reason", gives("")),
    Mutant("misses lost in storage", row, "restore_agent", without("misses", {})),
    Mutant("exclusions lost in storage", row, "wait_from_row", without("exclusions", {})),
    Mutant("step lost in storage", row, "wait_from_row", without("step_due_ms", 0)),
    Mutant(
        "own limits lost at a fork",
        Floor,
        "load",
        after(lambda f, *_: [a.most.clear() for a in f._state.agents.values()]),
    ),
)
