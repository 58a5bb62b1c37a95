"""The transcript of a case as a play: who said and did what, and when."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

from flowengine.testbench.difference import difference_lines
from flowengine.testbench.result import Line, Result
from flowengine.testbench.story import Deed, Story
from flowengine.testbench.world import World

Told: TypeAlias = tuple[Any, str, Any]  # who, text, name


def world_play(world: World, *, mark_heard: bool = False) -> list[Line]:
    """The lines of everything that a case's caller lived through, one dialogue after the other."""
    return play_of(world.story, world.began_ms, mark_heard=mark_heard, earlier=world.earlier)


def play_of(story: Story, began_ms: int, *, mark_heard: bool = False, earlier: Iterable[Story] = ()) -> list[Line]:
    """The lines of a story. `mark_heard`: the last words of the flow are what differs; else the last line is."""
    lines: list[Line] = []
    last_ms = began_ms
    for part in (*earlier, story):
        for deed in part.log:
            at_s = (deed.at_ms - began_ms) / 1000
            if deed.at_ms > last_ms:
                lines.append(Line("time", f"{(deed.at_ms - last_ms) / 1000:g} s pass", "", at_s))
                last_ms = deed.at_ms
            lines += _lines(deed, part, at_s)
    if not lines:
        return lines
    place = next((i for i in reversed(range(len(lines))) if lines[i].who == "flow"), len(lines) - 1)
    marked = place if mark_heard else len(lines) - 1
    line = lines[marked]
    lines[marked] = Line(line.who, line.text, line.name, line.at_s, differs=True)
    return lines


def _lines(deed: Deed, story: Story, at_s: float) -> Iterator[Line]:
    if deed.who:
        yield Line(deed.who, deed.text, deed.name, at_s)
    spoke = False
    for index, fact in enumerate(deed.facts):
        if fact[0] in ("said", "asked"):
            spoke = True
            yield Line(
                "flow", str(story.content.get(fact[1], "")), _node_after(deed.facts, index) or deed.last_node, at_s
            )
        elif fact[0] == "went":
            if not spoke:
                yield Line("flow", f"→ {fact[2]}", fact[1], at_s)
            spoke = False
        else:
            yield from _told(fact, story, at_s)


def _node_after(facts: list[tuple[Any, ...]], index: int) -> str:
    """The node that spoke: the first that is named after its words."""
    return next((fact[1] for fact in facts[index + 1 :] if fact[0] in ("went", "waits", "fault")), "")


def _told(fact: tuple[Any, ...], story: Story, at_s: float) -> Iterator[Line]:
    tell = TOLD.get(fact[0])
    if tell is not None:
        who, text, name = tell(story, *fact[1:])
        yield Line(who, text, str(name), at_s)


def _queued(_: Story, center: str, skills: dict[str, int], priority: int, *more: Any) -> Told:
    needs = "".join(f", needs {skill} {level}" for skill, level in skills.items())
    return "floor", f"queued in {center}{needs}, priority {priority}", ""


def _step(_: Story, step: int, asks: dict[str, dict[str, int]], priority: int) -> Told:
    words = [f"{center}{''.join(f', {skill} {level}' for skill, level in asks[center].items())}" for center in asks]
    return "floor", f"step {step} asks {'; '.join(words)}", ""


def _transferred(_: Story, reservation: str, agent: str, kind: str, to: str) -> Told:
    return "agent", f"hands the caller on to {to or 'a number'}", agent


def _part(story: Story, content: int, name: str) -> str:
    """One value of a record, "" once it is erased."""
    body = story.content.get(content)
    return str(body.get(name, "")) if isinstance(body, dict) else ""


def _answered(story: Story, content: int, kind: str) -> Told:
    words = {"DialAnswered": "result", "SoundRecorded": "why", "AnswerGiven": "exit", "TextDelivered": "delivered"}
    said = _part(story, content, words.get(kind, "problem")) or _part(story, content, "status")
    return "floor", f"answered: {said or 'done'}", ""


TOLD: dict[str, Callable[..., Told]] = {
    "fault": lambda _, node, message: ("flow", f"fault: {message}", node),
    "key": lambda _, node, key: ("flow", f"key {key} leads elsewhere", node),
    "explained": lambda _, node, sentence: ("flow", sentence, node),
    "queued": _queued,
    "step": _step,
    "offered": lambda _, reservation, agent, *more: ("floor", f"it rings at {agent}", ""),
    "requeued": lambda _, reason: ("floor", f"offered on: {reason}", ""),
    "left_queue": lambda _, center, reason: ("floor", f"left the queue of {center}: {reason}", ""),
    "connected": lambda _, reservation, agent, *more: ("floor", f"the caller and {agent} are connected", ""),
    "held": lambda _, reservation, held: ("floor", "the caller is on hold" if held else "and off hold again", ""),
    "transferred": _transferred,
    "agent_said": lambda story, content, agent: ("agent", str(story.content.get(content, "")), agent),
    "recording": lambda _, action, by: ("floor", f"recording of the conversation: {action}", ""),
    "records": lambda *_: ("floor", "a tone, then the caller is recorded", ""),
    "dials": lambda story, node, content: ("floor", f"calling {_part(story, content, 'to')}", ""),
    "called": lambda story, node, content: (
        "floor",
        f"calls {_part(story, content, 'method')} {_part(story, content, 'url')}",
        "",
    ),
    "texted": lambda story, node, content: ("floor", f"a message to {_part(story, content, 'to')}", ""),
    "asks_elsewhere": lambda story, node, name, content, wait: ("floor", f"another system is asked: {name}", ""),
    "answered": _answered,
    "delivered": lambda _, center, dialogue: ("floor", f"the message waits in {center}", ""),
    "waits_for_callback": lambda _: ("floor", "the caller is off the line, the place stays", ""),
    "calls_back": lambda story, content, attempt: (
        "floor",
        f"calling {_part(story, content, 'number')} back, attempt {attempt}",
        "",
    ),
    "stale": lambda _, what: ("floor", f"nobody takes it: {what}", ""),
    "ended": lambda _, reason, stage, by: ("floor", f"ended: {reason}, by {by}, while {stage}", ""),
}
_NAMES = {"caller": "Caller", "flow": "Flow", "agent": "Agent", "floor": "Floor"}


def text_of(line: Line) -> str:
    """One line as it is printed: `  Flow (main_menu): Press 1 …`, the differing one with an arrow."""
    arrow = ">" if line.differs else " "
    if line.who == "time":
        return f"{arrow}   [{line.text}]"
    name = line.name.rpartition("/")[2]
    who = _NAMES[line.who] + (f" {name}" if name and line.who == "agent" else f" ({name})" if name else "")
    return f"{arrow} {who}: {line.text}"


def failure_text(result: Result) -> str:
    """The whole failure as text: where, what was expected and got, and the play."""
    failure = result.failure
    if failure is None:
        return ""
    where = f"{result.title}, step {failure.step}" if failure.step else result.title
    lines = [f"{where}: {failure.message}"]
    if failure.expected is not None:
        lines += difference_lines(failure.expected, failure.got)
    for finding in failure.findings:
        lines.append(f"  {finding.file or result.file} {finding.path}: {finding.message} {finding.hint}".rstrip())
    return "\n".join([*lines, *(text_of(line) for line in failure.play)])
