"""Fixes: each takes its finding away and is told in words; those of the examples are the ones that people expect."""

from collections.abc import Iterator
from typing import Any

import pytest

from flowengine.errors import Edit, Finding, Fix
from flowengine.lang.check.check import check_document
from flowengine.lang.fix.fixes import FIXES, with_fixes
from flowengine.lang.strict_json import loads
from flowengine.nodes.palette import PALETTE
from tests.lang.edits import mended
from tests.lang.findings_doc import LOADER, Example, examples, names

EXAMPLES = [one for one in examples() if one.info.startswith("flow") and one.code in FIXES]
IDS = [f"{one.code}-{place}" for place, one in enumerate(EXAMPLES)]


def found(document: Any, info: str) -> list[Finding]:
    known = names(*info.split()[1:])
    return with_fixes(check_document(LOADER, document, known), document, known, PALETTE)


@pytest.mark.parametrize("example", EXAMPLES, ids=IDS)
def test_each_fix_takes_its_finding_away_and_is_understood(example: Example) -> None:
    document = loads(example.bad)
    malformed = {(fault.code, fault.path) for fault in LOADER.findings(document)}
    for finding in found(document, example.info):
        for fix in finding.fixes:
            after = mended(document, fix)
            assert finding.message not in [each.message for each in found(after, example.info)], fix.title
            assert {(fault.code, fault.path) for fault in LOADER.findings(after)} <= malformed, fix.title


# What people expect to be offered in the examples of docs/findings.md.
OFFERED = [
    ("outcome_unwired", ["Connect to Bye", "Connect to a new step “End”"]),
    ("wire_to_unknown_node", ["Remove the wire"]),
    ("wire_from_unknown_outcome", ["Remove the wire"]),
    ("wire_from_unknown_node", ["Remove these wires"]),
    ("key_to_unknown_node", ["Remove the key 0"]),
    ("on_unknown", ["Remove the way on error"]),
    ("node_unreachable", ["Remove the step"]),
    ("unknown_skill", ["Change “dutsch” to “dutch”", "Do not ask for “dutsch”"]),
    ("unknown_flow", ["Use “identify”"]),
    ("unknown_schedule", ["Use “office”"]),
    ("unknown_table", ["Use “branches”"]),
    ("unknown_prompt", ["Use “welcome”"]),
    ("unknown_name", ["Change “caller.nmae” to “caller.name”"]),
    ("unknown_attribute", ["Change “attributes.topik” to “attributes.topic”"]),
    ("unknown_switch", ["Change “switches.closed” to “switches.closure”"]),
    ("undeclared_variable", ["Declare “count”"]),
    ("sensitive_kept", ["Declare “copy” as sensitive"]),
    ("exit_unlisted", ["Add the exit “unknown”"]),
    ("unknown_field", ["Change “prompts” to “prompt”", "Remove “prompts”"]),
    ("shares_not_whole", ["Give “old” 90 %", "Make them equal"]),
    ("limits_contradict", ["Make min_digits 4"]),
    ("level_unheld", ["Ask for 60"]),
    ("dead_air", ["Play music meanwhile"]),
    ("enqueue_without_contact_center", ["Wait in “appointments”", "Wait in “billing”"]),
]


@pytest.mark.parametrize(("code", "titles"), OFFERED, ids=[code for code, _ in OFFERED])
def test_an_example_is_offered(code: str, titles: list[str]) -> None:
    example = next(one for one in EXAMPLES if one.code == code)
    assert [fix.title for one in found(loads(example.bad), example.info) for fix in one.fixes] == titles


def flow(nodes: Any, wires: Any, **more: Any) -> Any:
    return {"format": 1, "title": "T", "start": "hello", "nodes": nodes, "wires": wires, **more}


BYE = {"type": "end"}
HELLO = {"type": "say", "prompt": "Hello."}
MENU = {"type": "menu", "prompt": "1 or 2?", "choices": {"1": {"label": "A"}, "2": {"label": "B"}}}
ASKS = {"1": "bye", "2": "bye", "no_input": "bye", "no_match": "bye"}
SLIPS = {
    "a wire to a step by a wrong name": (
        flow({"hello": HELLO, "goodbye": BYE}, {"hello": {"done": "godbye"}}),
        "wire_to_unknown_node", "Connect to Goodbye", [["wires", "hello", "done"], "goodbye"],
    ),
    "a wire by a wrong outcome": (
        flow({"hello": HELLO, "bye": BYE}, {"hello": {"doen": "bye"}}),
        "wire_from_unknown_outcome", "Change “doen” to “done”", [["wires", "hello"], {"done": "bye"}],
    ),
    "a flow that starts at a wrong name": (
        flow({"hello": HELLO, "bye": BYE}, {"hello": {"done": "bye"}}) | {"start": "helo"},
        "start_unknown", "Start at Hello", [["start"], "hello"],
    ),
    "a flow that starts nowhere": (
        {"format": 1, "title": "T", "nodes": {"hello": HELLO, "bye": BYE}, "wires": {"hello": {"done": "bye"}}},
        "missing", "Start at Hello", [["start"], "hello"],
    ),
    "a step to which nothing leads, and an outcome that leads nowhere": (
        flow({"hello": MENU, "bye": BYE, "sales": BYE}, {"hello": {"1": "bye", "no_input": "bye", "no_match": "bye"}}),
        "outcome_unwired", "Connect to Sales", [["wires", "hello", "2"], "sales"],
    ),
    "an outcome that leads nowhere, and the same of another step": (
        flow(
            {"hello": MENU, "again": MENU, "sorry": HELLO, "bye": BYE},
            {
                "hello": ASKS | {"1": "again", "no_match": "sorry"},
                "again": {"1": "bye", "2": "bye", "no_input": "bye"},
                "sorry": {"done": "bye"},
            },
        ),
        "outcome_unwired", "Connect to Sorry", [["wires", "again", "no_match"], "sorry"],
    ),
    "a key that leads nowhere, and the same key of another step": (
        flow(
            {"hello": MENU, "again": MENU, "sorry": HELLO, "bye": BYE},
            {
                "hello": ASKS | {"1": "again", "2": "sorry"},
                "again": {"1": "bye", "no_match": "bye", "no_input": "bye"},
                "sorry": {"done": "bye"},
            },
        ),
        "outcome_unwired", "Connect to Bye", [["wires", "again", "2"], "bye"],
    ),
    "a number that is too small": (
        flow({"hello": MENU | {"tries": 0}, "bye": BYE}, {"hello": ASKS}),
        "bad_value", "Use 1", [["nodes", "hello", "tries"], 1],
    ),
    "a type by a wrong name": (
        flow({"hello": HELLO | {"type": "sya"}, "bye": BYE}, {"hello": {"done": "bye"}}),
        "unknown_node_type", "Use “Say”", [["nodes", "hello", "type"], "say"],
    ),
    "a variable by a wrong name in a target": (
        flow(
            {"hello": {"type": "set", "assign": {"vars.cuont": "1"}}, "bye": BYE}, {"hello": {"done": "bye"}},
            variables={"count": {"type": "number"}},
        ),
        "undeclared_variable", "Change “vars.cuont” to “vars.count”",
        [["nodes", "hello", "assign"], {"vars.count": "1"}],
    ),
    "a variable by a wrong name in a text": (
        flow(
            {"hello": {"type": "say", "prompt": "Dear {{ vars.nmae }}, {{ vars.nmae_too }}"}, "bye": BYE},
            {"hello": {"done": "bye"}},
            variables={"name": {"type": "text"}, "nmae_too": {"type": "text"}},
        ),
        "undeclared_variable", "Change “vars.nmae” to “vars.name”",
        [["nodes", "hello", "prompt"], "Dear {{ vars.name }}, {{ vars.nmae_too }}"],
    ),
    "a field that is missing": (
        flow(
            {"hello": {"type": "menu", "prompt": "1?"}, "bye": BYE}, {"hello": {"no_input": "bye", "no_match": "bye"}}
        ),
        "missing", "Add “choices” as in the example",
        [["nodes", "hello", "choices"], PALETTE["menu"].example["choices"]],
    ),
}  # fmt: skip  # a table: a flow, its finding, and what is offered first


BROKEN = ["outcome_unwired", "exit_unlisted", "undeclared_variable", "shares_not_whole"]


@pytest.mark.parametrize("words", SLIPS)
def test_a_slip_is_mended_as_it_was_meant(words: str) -> None:
    document, code, title, change = SLIPS[words]
    finding = next(one for one in found(document, "flow front_door") if one.code == code)
    fix = finding.fixes[0]
    assert (fix.title, [[list(edit.path), edit.value] for edit in fix.edits]) == (title, [change])


def test_a_removed_step_takes_the_wires_of_lost_steps_along() -> None:
    document = flow(
        {"hello": HELLO, "bye": BYE, "lost": HELLO, "more": HELLO},
        {"hello": {"done": "bye"}, "lost": {"done": "more"}, "more": {"done": "lost"}},
    )
    finding = next(one for one in found(document, "flow front_door") if one.path == "$.nodes.lost")
    after = mended(document, finding.fixes[0])
    assert after["wires"] == {"hello": {"done": "bye"}, "more": {}}
    assert [one.path for one in found(after, "flow front_door") if one.code.startswith("wire")] == []


def test_a_finding_of_another_document_and_of_a_code_without_fixes_stays_as_it_is() -> None:
    document = flow({"hello": HELLO}, {})
    known = names("front_door")
    for finding in (
        Finding("outcome_unwired", "error", "$.wires.hello.done", "m", "h", "tenant.json"),
        Finding("cycle_without_wait", "error", "$.nodes.hello", "m", "h"),
    ):
        assert with_fixes([finding], document, known, PALETTE) == [finding]


def damaged(document: Any) -> Iterator[Any]:
    """The document with each of its parts, one at a time, put wrong in several ways."""
    for path in places(document):
        for wrong in (None, "x y", 3.5, [["x"]], {"x": {}}):
            yield mended(document, Fix("", (Edit(path, wrong),)))


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield (*path, key)
        yield from places(part, (*path, key))


@pytest.mark.parametrize("code", BROKEN)
def test_no_document_is_too_broken_for_its_fixes(code: str) -> None:
    """Whatever is posted: at worst nothing is offered."""
    example = next(one for one in EXAMPLES if one.code == code)
    for document in damaged(loads(example.bad)):
        for finding in found(document, example.info):
            for fix in finding.fixes:
                assert mended(document, fix) != document
