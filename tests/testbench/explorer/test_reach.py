"""Every way of a flow is reached, whatever it depends on: callers and agents, who calls, the world, services."""

from random import Random
from typing import Any

import pytest

from flowengine.messages import Json
from flowengine.testbench.explorer.explore import Account, Explorer
from tests.testbench.explorer.planted import BOUND, BYE, MENU, SAY, bench_of, explored, explored_flow, flow, missing

LEFT = ("answered", "timed_out", "no_agents", "queue_full", "left")
RANG = ("connected", "no_answer", "busy", "rejected", "failed")


def to_bye(*outcomes: str) -> dict[str, Json]:
    return dict.fromkeys(outcomes, "bye")


def alone(node: Json, *outcomes: str, **more: Any) -> tuple[Json, Json, Json]:
    """A flow of one step, all of whose ways lead to the end."""
    return {"step": node, "bye": BYE}, {"step": to_bye(*outcomes)}, more


def asked(*whens: str, **more: Any) -> tuple[Json, Json, Json]:
    """A branch with a case for each condition."""
    cases = [{"when": when, "outcome": f"c{number}"} for number, when in enumerate(whens)]
    return alone({"type": "branch", "cases": cases}, *(case["outcome"] for case in cases), "otherwise", **more)


def collected(*whens: str, **config: Any) -> tuple[Json, Json, Json]:
    """The same about an answer of the caller, and about what is made of it."""
    nodes, wires, _ = asked(*whens)
    ask = {"type": "collect", "prompt": "Which?", "into": "vars.n", **config}
    keep = {"type": "set", "assign": {"vars.m": "'x' + vars.n"}}
    begin = {"ask": {"collected": "keep", "no_input": "bye", "invalid": "bye"}, "keep": {"done": "step"}}
    variables = {"n": {"type": "text"}, "m": {"type": "text"}}
    return {"ask": ask, "keep": keep, **nodes}, {**begin, **wires}, {"variables": variables}


SHAPE = {"type": "object", "required": ["vip"], "properties": {"vip": {"type": "boolean"}, "age": {"type": "integer"}}}
SERVICE = {"type": "http_request", "url": "https://crm.example/{{ caller.number }}", "secret": "crm", "expect": SHAPE}


def answered(*whens: str) -> tuple[Json, Json, Json]:
    """The same about what a service answers."""
    nodes, wires, _ = asked(*whens)
    ways = {"success": "step", **to_bye("http_error", "timeout", "invalid_response")}
    return (
        {"ask": {**SERVICE, "into": "vars.x"}, **nodes},
        {"ask": ways, **wires},
        {"variables": {"x": {"type": "object"}}},
    )


HOLD = flow(
    {"play": {"type": "music", "seconds": 20}, "ask": MENU, "out": {"type": "leave_queue"}},
    {"play": {"done": "ask"}, "ask": {"1": "out", "no_input": "play", "no_match": "play"}},
    kind="treatment",
)  # fmt: skip  # as above
FIGURES = [
    {"figure": "agents_staffed", "at_most": 0, "outcome": "nobody"},
    {"figure": "waiting", "at_least": 3, "outcome": "busy"},
    {"figure": "oldest_wait_s", "at_least": 600, "outcome": "late"},
]
RECORD = {"type": "record", "prompt": "Speak.", "deliver": {"contact_center": "main"}}
WAIT = {"type": "enqueue", "while_waiting": "hold", "max_waiting": 2, "max_wait_s": 90}
TEXT = {"type": "send_message", "body": "Hi.", "to": "+447700900999"}
CREDIT = {"type": "external", "name": "credit", "exits": ["yes", "no"], "timeout_s": 30}
KEEP = {"keep": {"type": "set", "assign": {"attributes.vip": "caller.attributes.spent > 1000"}}}
KNOWN_CALLER = {"type": "branch", "cases": [{"when": "caller.known", "outcome": "known"}]}
BEFORE = asked("vars.x == 'a'")
KNOWN = {"keep": {"type": "set", "assign": {"attributes.vip": "caller.known"}}}
MENU_TO_BYE = {"menu": to_bye("1", "no_input", "no_match")}
WHO = (
    "caller.withheld", "starts_with(caller.number, '+31')", "caller.language == 'nl'", "caller.dialogues_24h > 3",
    "caller.attributes.vip == true", "caller.last_agent == 'anna'", "caller.known",
)  # fmt: skip  # a list reads better
BOTH = ("caller.known and switches.late", "caller.language in ['nl', 'de'] and not switches.late")
FLOWS: dict[str, tuple[Json, Json, Json]] = {
    "keys, silence and wrong keys": alone(
        {**MENU, "choices": {"1": {"label": "One"}, "12": {"label": "Twelve"}}}, "1", "12", "no_input", "no_match"
    ),
    "keys of the whole flow": (
        {"menu": MENU, "help": SAY, "bye": BYE}, {**MENU_TO_BYE, "help": to_bye("done")}, {"keys": {"9": "help"}}
    ),
    "digits by their beginning": collected("starts_with(vars.n, '99')", min_digits=4, max_digits=6),
    "digits as a number": collected("number(vars.n) >= 500", max_digits=3),
    "what is made of the digits": collected("vars.m == 'x42'"),
    "digits of a pattern": collected("vars.n == '2026'", pattern="20[0-9]{2}", min_digits=4, max_digits=4),
    "digits of a pattern that nothing else tells of": alone(
        {"type": "collect", "prompt": "Which?", "into": "vars.n", "max_digits": 4, "pattern": "77[0-9]{2}"},
        "collected", "no_input", "invalid", variables={"n": {"type": "text"}},
    ),
    "words": collected("vars.n == 'blue'", input="text", pattern="[a-z]{3,9}"),
    "a message": (
        {"step": RECORD, "menu": MENU, "again": MENU, "bye": BYE},
        {"step": {"recorded": "menu", "no_audio": "bye", "too_short": "again"}, **MENU_TO_BYE,
         "again": MENU_TO_BYE["menu"]}, {},
    ),
    "a queue with a treatment": alone(WAIT, *LEFT),
    "a queue's figures": alone(
        {"type": "check_queue", "contact_center": "main", "cases": FIGURES}, "nobody", "busy", "late", "otherwise"
    ),
    "who calls": asked(*WHO),
    "two things at once": asked(*BOTH),
    "the time": asked("hour() >= 18", "weekday() == 6", "date() == '2026-12-25'"),
    "the channel": asked("dialogue.channel == 'chat'"),
    "what is made of who calls": (
        {**KEEP, **asked("attributes.vip")[0]}, {"keep": {"done": "step"}, **asked("attributes.vip")[1]}, {},
    ),
    "what is made of who calls without a fault": (
        {**KNOWN, **asked("attributes.vip")[0]}, {"keep": {"done": "step"}, **asked("attributes.vip")[1]}, {},
    ),
    "whether a caller can be called back": (
        {"step": {"type": "offer_callback", "prompt": "Press 1."}, "play": {"type": "music"}},
        {"step": dict.fromkeys(("accepted", "declined", "invalid_number"), "play"), "play": {"done": "play"}},
        {"kind": "treatment"},
    ),
    "shares of callers": alone({"type": "split", "parts": {"few": 5, "many": 95}, "by": "caller"}, "few", "many"),
    "what services answer": answered("vars.x.vip", "vars.x.age >= 18"),
    "a service that is asked again": (
        {"step": {"type": "http_request", "url": "https://crm.example/"}, "bye": BYE},
        {"step": {**to_bye("success", "timeout", "invalid_response"), "http_error": "step"}}, {},
    ),
    "a call to a number": alone({"type": "transfer", "to": "+442079460123", "mode": "bridged"}, *RANG),
    "a message to a number": alone(TEXT, "sent", "undeliverable"),
    "another system": alone(CREDIT, "yes", "no", "timeout"),
    "what another system tells": (
        {"ask": {**CREDIT, "results": {"vars.x": "score"}}, **asked("vars.x > 500")[0]},
        {"ask": {"yes": "step", **to_bye("no", "timeout")}, **asked("vars.x > 500")[1]},
        {"variables": {"x": {"type": "number", "default": 0}}},
    ),
    "a loop": (
        {"menu": MENU, "loop": {"type": "loop", "times": 3}, "bye": BYE},
        {"menu": {**to_bye("no_input", "no_match"), "1": "loop"}, "loop": {"again": "menu", "finished": "bye"}}, {},
    ),
    "after a hang-up, by what was before": (
        {"who": KNOWN_CALLER, "mark": {"type": "set", "assign": {"vars.x": "'a'"}}, "menu": MENU, **BEFORE[0]},
        {"who": {"known": "mark", "otherwise": "menu"}, "mark": {"done": "menu"}, **MENU_TO_BYE, **BEFORE[1]},
        {"on": {"hangup": "step"}, "variables": {"x": {"type": "text"}}},
    ),
    "after a hang-up": (
        {"menu": MENU, "note": {"type": "tag", "name": "gone"}, "bye": BYE}, {**MENU_TO_BYE, "note": to_bye("done")},
        {"on": {"hangup": "note"}},
    ),
}  # fmt: skip  # a table reads better filled


@pytest.mark.parametrize("name", FLOWS)
def test_every_way_is_reached(name: str) -> None:
    nodes, wires, more = FLOWS[name]
    flows = {"f": flow(nodes, wires, **more), **({"hold": HOLD} if "queue" in name else {})}
    account = explored(bench_of(flows), "f")
    assert (missing(account), account.cut) == ([], {})


OFFICE = {"office": {"weekly": {"mon": ["08:00-18:00"]}}}
CITIES = [{"code": "1", "city": "Leeds"}, {"code": "7", "city": "York"}]


@pytest.mark.parametrize(
    "table", [{"rows": CITIES}, {"rows": CITIES, "live": True}, {"live": True}], ids=["published", "live", "empty"]
)
def test_schedules_and_tables_are_walked_in_all_their_states(table: Json) -> None:
    nodes = {
        "hours": {"type": "opening_hours", "schedule": "office"},
        "ask": {"type": "collect", "prompt": "Which?", "into": "vars.n", "max_digits": 2},
        "find": {"type": "lookup", "table": "cities", "key": "vars.n", "into": "vars.row"},
        "city": {"type": "branch", "cases": [{"when": "vars.row.city == 'York'", "outcome": "york"}]},
        "bye": BYE,
    }
    wires = {
        "hours": {"open": "ask", **to_bye("closed", "holiday", "emergency")},
        "ask": {"collected": "find", **to_bye("no_input", "invalid")},
        "find": {"found": "city", "not_found": "bye"},
        "city": to_bye("york", "otherwise"),
    }
    variables = {"n": {"type": "text"}, "row": {"type": "object"}}
    bench = bench_of(
        {"f": flow(nodes, wires, variables=variables)},
        {"schedules": OFFICE, "tables": {"cities": {"key": "code", **table}}},
    )
    assert missing(explored(bench, "f")) == []


def test_a_part_of_another_flow_is_walked_with_each_input_that_matters() -> None:
    nodes, wires, _ = asked("vars.why == 'holiday'", "vars.count > 3")
    nodes["bye"] = {"type": "return", "exit": "done"}
    variables = {"why": {"type": "text", "default": ""}, "count": {"type": "number", "default": 0}}
    more = {"kind": "subflow", "exits": ["done"], "inputs": ["why", "count"], "variables": variables}
    account = explored(bench_of({"f": flow(nodes, wires, **more)}), "f")
    assert missing(account) == []


def test_a_way_is_told_from_its_own_flow_where_that_is_walked_too() -> None:
    part = flow(
        {"menu": MENU, "back": {"type": "return", "exit": "done"}},
        {"menu": dict.fromkeys(("1", "no_input", "no_match"), "back")},
        kind="subflow",
        exits=["done"],
    )
    call = {"type": "subflow", "flow": "part", "exits": ["done"]}
    bench = bench_of({"f": flow({"call": call, "bye": BYE}, {"call": {"done": "bye"}}), "part": part})
    account = Explorer(bench).explore([("main", "f"), ("main", "part")], BOUND)
    assert {way[1]: root.name for way, (root, _) in account.reached.items()} == {"f": "main/f", "part": "main/part"}


def test_the_first_path_to_a_way_is_as_short_as_can_be() -> None:
    nodes = {"a": MENU, "b": MENU, "c": MENU, "bye": BYE}
    wires = {
        "a": {"1": "b", "no_input": "c", "no_match": "bye"},
        "b": to_bye("no_input", "no_match"),
        "c": to_bye("no_input", "no_match"),
    }
    wires["b"]["1"], wires["c"]["1"] = "c", "bye"
    _, account = explored_flow(nodes, wires)
    assert {way[2:]: len(plan.steps) for way, (_, plan) in account.reached.items()} == {
        ("a", "1"): 1, ("a", "no_input"): 1, ("a", "no_match"): 1, ("bye", ""): 1,
        ("b", "1"): 2, ("b", "no_input"): 2, ("b", "no_match"): 2,
        ("c", "1"): 2, ("c", "no_input"): 2, ("c", "no_match"): 2,
    }  # fmt: skip  # as above


# --- against another way of counting: what wires lead to, in flows in which callers alone decide --------------------


def random_menus(random: Random, size: int) -> tuple[Json, Json]:
    names = [f"n{number}" for number in range(size)]
    nodes = {name: random.choice((MENU, MENU, SAY)) for name in names}
    outcomes = {"menu": ("1", "no_input", "no_match"), "say": ("done",)}
    wires: dict[str, dict[str, str]] = {
        name: {one: random.choice([*names, "bye"]) for one in outcomes[node["type"]]} for name, node in nodes.items()
    }
    return {**nodes, "bye": BYE}, wires


def by_wires(nodes: Json, wires: Json) -> set[tuple[str, str]]:
    ahead = [next(iter(nodes))]
    for name in ahead:
        ahead += [to for to in wires.get(name, {}).values() if to not in ahead]
    return {(name, one) for name in ahead for one in wires.get(name, {"": ""})}


def walked_menus(seed: int) -> tuple[Account, set[tuple[str, str]]]:
    nodes, wires = random_menus(Random(seed), 8)  # noqa: S311  # the same flows each time
    _, account = explored_flow(nodes, wires)
    return account, by_wires(nodes, wires)


@pytest.mark.parametrize("seed", range(8))
def test_what_is_reached_is_what_wires_lead_to(seed: int) -> None:
    account, led_to = walked_menus(seed)
    assert {way[2:] for way in account.reached} == led_to
