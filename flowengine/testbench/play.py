"""The transcript of a case as a play: who said and did what, and when."""

from collections.abc import Iterator
from typing import Any

from flowengine.testbench.result import Line, Result
from flowengine.testbench.story import Deed, Story


def play_of(story: Story, began_ms: int, *, mark_heard: bool = False) -> list[Line]:
    """The lines of a story. `mark_heard`: the last words of the flow are what differs; else the last line is."""
    lines: list[Line] = []
    last_ms = began_ms
    for deed in story.log:
        at_s = (deed.at_ms - began_ms) / 1000
        if deed.at_ms > last_ms:
            lines.append(Line("time", f"{(deed.at_ms - last_ms) / 1000:g} s pass", "", at_s))
            last_ms = deed.at_ms
        lines += _lines(deed, story, at_s)
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
    match fact:
        case ("fault", node, message):
            yield Line("flow", f"fault: {message}", str(node), at_s)
        case ("queued", center, skills, priority):
            needs = "".join(f", needs {skill} {level}" for skill, level in skills.items())
            yield Line("floor", f"queued in {center}{needs}, priority {priority}", "", at_s)
        case ("offered", _, agent):
            yield Line("floor", f"it rings at {agent}", "", at_s)
        case ("requeued", reason):
            yield Line("floor", f"offered on: {reason}", "", at_s)
        case ("left_queue", center, reason):
            yield Line("floor", f"left the queue of {center}: {reason}", "", at_s)
        case ("connected", _, agent, *_):
            yield Line("floor", f"the caller and {agent} are connected", "", at_s)
        case ("agent_said", content, agent):
            yield Line("agent", str(story.content.get(content, "")), str(agent), at_s)
        case ("stale", what):
            yield Line("floor", f"nobody takes it: {what}", "", at_s)
        case ("ended", reason, stage, by):
            yield Line("floor", f"ended: {reason}, by {by}, while {stage}", "", at_s)


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
        lines += [f"  expected: {failure.expected}", f"       got: {failure.got}"]
    for finding in failure.findings:
        lines.append(f"  {finding.file or result.file} {finding.path}: {finding.message} {finding.hint}".rstrip())
    return "\n".join([*lines, *(text_of(line) for line in failure.play)])
