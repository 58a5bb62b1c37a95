"""Whether what a case expects holds at one instant; if not, at which the least was wrong, and what."""

from collections.abc import Callable, Iterable
from typing import Any

from msgspec import UNSET, Struct

from flowengine.interpreter.state import Dialogue
from flowengine.messages import Json
from flowengine.tenancy.directory import FRONT_DOOR
from flowengine.testbench.document import CalledWith, EndedAs, Expect, Hears, QueuedIn, VoicemailIn
from flowengine.testbench.match import in_order, matches, names_node, words_match
from flowengine.testbench.result import StepFailed
from flowengine.testbench.services import Called, fits, sent_so
from flowengine.testbench.story import Instant
from flowengine.testbench.world import World


class Mismatch(Struct, frozen=True):
    """One key that does not hold, and what there is instead."""

    key: str
    wanted: Any
    got: Any


class View:
    """One instant as the checks see it. `since`: how much had been heard before the words that count."""

    def __init__(self, world: World, instant: Instant, since: int, *, strict: bool) -> None:
        self.world = world
        self.instant = instant
        self.heard = world.story.heard[since : instant.heard]
        self.strict = strict


Check = Callable[[Any, View], Mismatch | None]


def check_expect(world: World, expect: Expect) -> None:
    """Raises StepFailed unless all keys hold at one of the instants since the last act."""
    found = unmet(world, expect)
    if found and expect.within_s:
        until_ms = world.now_ms + round(expect.within_s * 1000)
        world.pass_while(lambda: bool(unmet(world, expect)), until_ms)
        found = unmet(world, expect)
    if not found:
        return
    worst = found[0]
    mark = "heard" if worst.key == "hears" else ""
    others = f" (nor do: {', '.join(item.key for item in found[1:])})" if found[1:] else ""
    raise StepFailed(f"“{worst.key}” does not hold{others}.", {worst.key: worst.wanted}, {worst.key: worst.got}, mark)


def unmet(world: World, expect: Expect) -> list[Mismatch]:
    """What does not hold, at the instant where least is wrong; empty if everything does."""
    story, strict = world.story, world.case.strict
    asked = _asked(expect)
    best: list[Mismatch] | None = None
    for instant in reversed(story.instants[story.fresh :] or story.instants[-1:]):
        view = View(world, instant, story.fresh_heard, strict=strict)
        found = [miss for check, wanted in asked if (miss := check(wanted, view)) is not None]
        if not found:
            best = found
            break
        if best is None or len(found) < len(best):
            best = found
    never = [] if expect.never is UNSET else list(_happened(world, expect.never))
    return [*(best or []), *never]


def _asked(expect: Expect) -> list[tuple[Check, Any]]:
    """The checks that an expectation names, with what they want."""
    return [(check, wanted) for key, check in CHECKS.items() if (wanted := getattr(expect, key)) is not UNSET]


def _happened(world: World, never: Expect) -> Iterable[Mismatch]:
    """Each key of `never` that held at any instant of the whole dialogue."""
    for check, wanted in _asked(never):
        for instant in world.story.instants:
            if check(wanted, View(world, instant, 0, strict=False)) is None:
                at_s = (instant.at_ms - world.began_ms) / 1000
                yield Mismatch("never", wanted, f"{check.__name__.lstrip('_')} held at {at_s:g} s")
                break


# --- one check per key; None: it holds ----------------------------------------------------------------------------


def _at(wanted: str, view: View) -> Mismatch | None:
    here = nodes_here(view.instant.state)
    return None if any(names_node(wanted, key) for key in here) else Mismatch("at", wanted, here)


def nodes_here(state: Dialogue) -> list[str]:
    """Where the dialogue waits: the running node, and below a treatment the node that waits in the queue. Of a
    dialogue that is over, the node that was entered last."""
    if not state.frames:
        return list(state.visits)[-1:]
    found = []
    for frame in reversed(state.frames):
        found.append(f"{frame.environment}/{frame.flow}/{frame.node}")
        if frame.kind != "treatment":
            break
    return found


def _hears(wanted: str | Hears, view: View) -> Mismatch | None:
    template = None
    if isinstance(wanted, Hears) and wanted.prompt:
        template = _template(wanted, view)
    if view.strict and isinstance(wanted, str) and wanted != " ".join(view.heard):
        return Mismatch("hears", wanted, view.heard)
    return None if words_match(wanted, view.heard, template) else Mismatch("hears", wanted, view.heard)


def _template(wanted: Hears, view: View) -> Any:
    state, around = view.instant.state, view.world.board.around
    names = [frame.environment for frame in reversed(state.frames)] or list(state.releases)
    for name in dict.fromkeys([*names, FRONT_DOOR]):
        number = around.live(name, state.id)
        if number:
            prompt = around.program(name, number).environment.prompts.get(wanted.prompt)
            if prompt is not None:
                return prompt.template((wanted.language or state.language,), state.channel)
    raise StepFailed(f"There is no prompt “{wanted.prompt}” in the environments of this dialogue.")


def _visited(wanted: tuple[str, ...], view: View) -> Mismatch | None:
    keys = list(view.instant.state.visits)
    holds = in_order(wanted, keys) and (not view.strict or len(wanted) == len(keys))
    return None if holds else Mismatch("visited", list(wanted), keys)


def _never_visited(wanted: tuple[str, ...], view: View) -> Mismatch | None:
    keys = [key for key in view.instant.state.visits if any(names_node(name, key) for name in wanted)]
    return Mismatch("never_visited", list(wanted), keys) if keys else None


def _queued(wanted: QueuedIn | bool, view: View) -> Mismatch | None:
    instant = view.instant
    there = None
    if instant.queued is not None:
        center, asks, priority = instant.queued
        there = {"contact_center": center, "skills": asks[center], "asks": asks, "priority": priority}
        there["position"] = instant.position
    if isinstance(wanted, bool):
        return None if wanted == (there is not None) else Mismatch("queued", wanted, there)
    given = _told(wanted)
    if there is None or not matches(given, there):
        return Mismatch("queued", given, there)
    return None


def _told(struct: Struct) -> dict[str, Json]:
    """What a part of a case says, without what it leaves open."""
    values = {name: getattr(struct, name) for name in struct.__struct_fields__}
    return {name: value for name, value in values.items() if value is not UNSET and value != ""}


def _offered_to(wanted: str | tuple[str, ...], view: View) -> Mismatch | None:
    if isinstance(wanted, str):
        ringing = view.instant.ringing
        return None if ringing == wanted else Mismatch("offered_to", wanted, ringing or None)
    offers = view.world.story.offers[: view.instant.offers]
    return None if list(wanted) == offers else Mismatch("offered_to", list(wanted), offers)


def _connected_to(wanted: str, view: View) -> Mismatch | None:
    agent = view.instant.connected
    return None if agent == wanted else Mismatch("connected_to", wanted, agent or None)


def _attributes(wanted: dict[str, Json], view: View) -> Mismatch | None:
    return _values("attributes", wanted, view.instant.attributes, view.strict)


def _vars(wanted: dict[str, Json], view: View) -> Mismatch | None:
    return _values("vars", wanted, view.instant.vars, view.strict)


def _values(key: str, wanted: dict[str, Json], got: dict[str, Json], strict: bool) -> Mismatch | None:
    if matches(wanted, got, exactly=strict):
        return None
    return Mismatch(key, wanted, got if strict else {name: got.get(name) for name in wanted})


def _language(wanted: str, view: View) -> Mismatch | None:
    got = view.instant.state.language
    return None if got == wanted else Mismatch("language", wanted, got)


def _status(wanted: str, view: View) -> Mismatch | None:
    got = view.instant.state.status
    return None if got == wanted else Mismatch("status", wanted, got)


def _ended(wanted: EndedAs | bool, view: View) -> Mismatch | None:
    state = view.instant.state
    over = state.ended if state.status == "ended" else None  # while on.hangup runs the end is known, not there
    got = {"reason": over.reason, "by": over.by, "stage": over.stage} if over else None
    if isinstance(wanted, bool):
        return None if wanted == (over is not None) else Mismatch("ended", wanted, got)
    given = _told(wanted)
    return None if got is not None and matches(given, got) else Mismatch("ended", given, got)


def _recording(wanted: str, view: View) -> Mismatch | None:
    state = view.instant.state.recording
    got = {"": "off", "held": "paused"}.get(state, state)
    return None if got == wanted else Mismatch("recording", wanted, got)


def _voicemail(wanted: VoicemailIn | bool, view: View) -> Mismatch | None:
    got = view.instant.voicemail
    if isinstance(wanted, bool):
        return None if wanted == (got is not None) else Mismatch("voicemail", wanted, got)
    given = _told(wanted)
    return None if got is not None and matches(given, got) else Mismatch("voicemail", given, got)


def _called_back(wanted: int, view: View) -> Mismatch | None:
    got = view.instant.called_back
    return None if got == wanted else Mismatch("called_back", wanted, got)


def _http_called(wanted: str | dict[str, CalledWith], view: View) -> Mismatch | None:
    services = view.world.services
    for pattern, sent in ({wanted: CalledWith()} if isinstance(wanted, str) else wanted).items():
        count = sum(fits(pattern, called.what) and sent_so(sent, called) for called in services.called)
        if (count == 0) if sent.times is UNSET else (count != sent.times):
            got = [_shown_call(called) for called in services.called]
            return Mismatch("http_called", {pattern: _told(sent)}, got)
    return None


def _shown_call(called: Called) -> dict[str, Json]:
    return {"call": called.what, "body": called.body} if called.body else {"call": called.what}


def _texted(wanted: dict[str, str | Hears], view: View) -> Mismatch | None:
    texted = view.world.services.texted
    for number, words in wanted.items():
        if not words_match(words, [text for to, text in texted if fits(number, to)]):
            return Mismatch("texted", {number: words}, dict(texted))
    return None


def _why(wanted: str | Hears, view: View) -> Mismatch | None:
    """Only the floor as it is now can say why."""
    world = view.world
    why = world.board.floor.why_dialogue(world.story.dialogue, world.now_ms) or {}
    sentences = [f"{agent['agent']}: {reason}" for agent in why.get("agents", ()) for reason in agent["reasons"]]
    sentences += why.get("next", ())
    return None if words_match(wanted, sentences) else Mismatch("why", wanted, sentences)


CHECKS: dict[str, Check] = {
    "status": _status,
    "ended": _ended,
    "at": _at,
    "visited": _visited,
    "never_visited": _never_visited,
    "queued": _queued,
    "offered_to": _offered_to,
    "connected_to": _connected_to,
    "hears": _hears,
    "attributes": _attributes,
    "vars": _vars,
    "language": _language,
    "recording": _recording,
    "voicemail": _voicemail,
    "called_back": _called_back,
    "http_called": _http_called,
    "texted": _texted,
    "why": _why,
}
