"""Whether what a case expects holds at one instant; if not, at which the least was wrong, and what."""

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any

from msgspec import UNSET

from flowengine.interpreter.state import Dialogue
from flowengine.messages import Json
from flowengine.tenancy.directory import FRONT_DOOR
from flowengine.testbench import outside_check, waiting_check
from flowengine.testbench.document import EndedAs, Expect, Hears, ReturnedBy
from flowengine.testbench.match import in_order, matches, names_node, words_match
from flowengine.testbench.result import StepFailed
from flowengine.testbench.strictness import note_expected
from flowengine.testbench.view import Mismatch, View, is_so, like, told, values
from flowengine.testbench.world import World

Check = Callable[[Any, View], Mismatch | None]


def check_expect(world: World, expect: Expect) -> None:
    """Raises StepFailed unless all keys hold at one of the instants since the last act."""
    found = unmet(world, expect)
    if found and expect.within_s:
        until_ms = world.now_ms + round(expect.within_s * 1000)
        world.pass_while(lambda: bool(unmet(world, expect)), until_ms)
        found = unmet(world, expect)
    if not found:
        if world.case.strict:
            note_expected(world, expect)
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
    return [(check, wanted) for check, wanted in zip(_CHECKS, _wanted(expect), strict=True) if wanted is not UNSET]


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


def _attributes(wanted: dict[str, Json], view: View) -> Mismatch | None:
    return values("attributes", wanted, view.instant.attributes, strict=view.strict)


def _vars(wanted: dict[str, Json], view: View) -> Mismatch | None:
    return values("vars", wanted, view.instant.vars, strict=view.strict)


def _language(wanted: str, view: View) -> Mismatch | None:
    return is_so("language", wanted, view.instant.state.language)


def _status(wanted: str, view: View) -> Mismatch | None:
    return is_so("status", wanted, view.instant.state.status)


def _ended(wanted: EndedAs | bool, view: View) -> Mismatch | None:
    state = view.instant.state
    over = state.ended if state.status == "ended" else None  # while on.hangup runs the end is known, not there
    return like("ended", wanted, {"reason": over.reason, "by": over.by, "stage": over.stage} if over else None)


def _tagged(wanted: dict[str, Json], view: View) -> Mismatch | None:
    return values("tagged", wanted, dict(view.instant.tagged), strict=view.strict)


def _returned(wanted: str | ReturnedBy, view: View) -> Mismatch | None:
    """Of a flow that is tested alone: the exit of the `return` that ended it, and its outputs."""
    got = _gave_back(view)
    given = {"exit": wanted} if isinstance(wanted, str) else told(wanted)
    return None if got is not None and matches(given, got) else Mismatch("returned", given, got)


def _gave_back(view: View) -> dict[str, Any] | None:
    state, world = view.instant.state, view.world
    last = list(state.visits)[-1:] if state.status == "ended" else []
    environment, flow, node = last[0].split("/") if last else ("", "", "")
    if flow != world.case.start.flow:
        return None
    compiled = world.board.around.program(environment, state.releases[environment]).flows[flow]
    kept = {**compiled.variables(world.case.start.inputs), **view.instant.vars}
    found = compiled.nodes[node]
    if found.type.name != "return":
        return None
    outputs = {name: kept.get(name) for name in compiled.flow.outputs}
    return {"exit": found.config.exit, "outputs": outputs}


CHECKS: dict[str, Check] = {
    "status": _status,
    "ended": _ended,
    "at": _at,
    "visited": _visited,
    "never_visited": _never_visited,
    "queued": waiting_check.queued,
    "offered_to": waiting_check.offered_to,
    "connected_to": waiting_check.connected_to,
    "answered_by": waiting_check.answered_by,
    "overflow": waiting_check.overflow,
    "transferred": outside_check.transferred,
    "dialled": outside_check.dialled,
    "on_hold": waiting_check.on_hold,
    "hears": _hears,
    "attributes": _attributes,
    "vars": _vars,
    "tagged": _tagged,
    "returned": _returned,
    "language": _language,
    "recording": outside_check.recording,
    "voicemail": outside_check.voicemail,
    "called_back": outside_check.called_back,
    "http_called": outside_check.http_called,
    "texted": outside_check.texted,
    "why": waiting_check.why,
}
_CHECKS, _wanted = tuple(CHECKS.values()), attrgetter(*CHECKS)
