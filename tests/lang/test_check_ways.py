"""The checks of ways through a flow and between flows: what is found, by which way, and what is left alone."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from flowengine.lang.check.graph import rounds
from flowengine.lang.check.names import KnownFlow, Names, names_of
from flowengine.messages import Json
from flowengine.nodes.palette import PALETTE
from tests.lang.check_flows import (
    CALL,
    END,
    MENU,
    NOTICE,
    QUEUE,
    RECORD,
    SAY,
    Way,
    branch,
    flow,
    over,
    ways,
)

# No end

NO_END: dict[str, tuple[Json, Names, Way]] = {
    "own round": (flow({"m": MENU}, {"m": {"1": "m", "no_input": "m", "no_match": "m"}}), Names("x"), ("m", "m")),
    "way into the round": (
        flow(
            {"a": branch("caller.known"), "m": MENU, "s": SAY, "bye": END},
            {
                "a": {"w0": "m", "otherwise": "bye"},
                "m": {"1": "s", "no_input": "s", "no_match": "s"},
                "s": {"done": "m"},
            },
        ),
        Names("x"),
        ("a", "m", "s", "m"),
    ),
    "only an error leads out": (
        flow({"m": MENU, "bye": END}, {"m": {"1": "m", "no_input": "m", "no_match": "m", "error": "bye"}}),
        Names("x"),
        ("m", "m"),
    ),
    "one answer leads out": (
        flow({"m": MENU, "bye": END}, {"m": {"1": "bye", "no_input": "m", "no_match": "m"}}),
        Names("x"),
        (),
    ),
    "a key leads out": (
        flow({"m": MENU, "bye": END}, {"m": {"1": "m", "no_input": "m", "no_match": "m"}}, keys={"0": "bye"}),
        Names("x"),
        (),
    ),
    "an unwired outcome is another finding": (
        flow({"m": MENU}, {"m": {"1": "m", "no_input": "m"}}),
        Names("x"),
        (),
    ),
    "a queue may be answered": (
        flow({"q": QUEUE}, {"q": {"timed_out": "q", "no_agents": "q", "queue_full": "q", "left": "q"}}),
        Names("x"),
        (),
    ),
    "after an answer too it goes round": (
        flow(
            {"m": MENU, "q": QUEUE},
            {
                "m": {"1": "q", "no_input": "m", "no_match": "m"},
                "q": {"timed_out": "m", "no_agents": "m", "queue_full": "m", "left": "m", "answered": "m"},
            },
        ),
        Names("x"),
        ("m", "m"),
    ),
    "a treatment needs no end": (
        flow({"m": {"type": "music"}}, {"m": {"done": "m"}}, kind="treatment"),
        Names("x"),
        (),
    ),
    "a called flow that may end": (
        flow({"m": MENU, "c": CALL}, {"m": {"1": "c", "no_input": "m", "no_match": "m"}, "c": {"done": "m"}}),
        Names("x", flows={"called": KnownFlow("subflow", exits=("done",))}),
        (),
    ),
    "a called flow that only returns": (
        flow({"m": MENU, "c": CALL}, {"m": {"1": "c", "no_input": "m", "no_match": "m"}, "c": {"done": "m"}}),
        Names("x", flows={"called": KnownFlow("subflow", exits=("done",), ends=False)}),
        ("m", "m"),
    ),
    "nobody waits: another finding": (flow({"s": SAY}, {"s": {"done": "s"}}), Names("x"), ()),
    "nobody comes there": (
        flow({"bye": END, "m": MENU}, {"m": {"1": "m", "no_input": "m", "no_match": "m"}}),
        Names("x"),
        (),
    ),
}


@pytest.mark.parametrize(("document", "names", "way"), NO_END.values(), ids=NO_END)
def test_no_end(document: Json, names: Names, way: Way) -> None:
    assert ways("no_end", document, names) == ([("no_end", "error", way)] if way else [])


def test_two_rounds_without_end_are_two_findings() -> None:
    again = {"1": "m", "no_input": "m", "no_match": "m"}
    nodes = {"a": branch("caller.known"), "m": MENU, "n": MENU}
    wires = {"a": {"w0": "m", "otherwise": "n"}, "m": again, "n": dict.fromkeys(again, "n")}
    assert [way for *_, way in ways("no_end", flow(nodes, wires))] == [("a", "m", "m"), ("a", "n", "n")]


ENDS: dict[str, tuple[Json, bool]] = {
    "returns": (flow({"a": MENU, "b": {"type": "return"}}, {}), False),
    "may end": (flow({"a": END, "b": {"type": "return"}}, {}), True),
    "calls another": (flow({"a": CALL, "b": {"type": "return"}}, {}), True),
    "queues": (flow({"a": QUEUE, "b": {"type": "return"}}, {}), True),
    "unknown step": (flow({"a": {"type": "sing"}}, {}), True),
}


@pytest.mark.parametrize(("document", "ends"), ENDS.values(), ids=ENDS)
def test_whether_a_known_flow_may_end(document: Json, ends: bool) -> None:
    names = names_of("x", {}, {"x": {"flows": {"f": {**document, "kind": "subflow"}}}}, PALETTE)
    assert names.flows["f"].ends is ends


# Recording

RECORDINGS: dict[str, tuple[Json, Json, Way]] = {
    "at once": ({"r": RECORD, "bye": END}, {"r": {"done": "bye", "no_consent": "bye"}}, ("r",)),
    "after a notice": ({"n": NOTICE, "r": RECORD}, {"n": {"done": "r"}}, ()),
    "after other words": ({"s": SAY, "r": RECORD}, {"s": {"done": "r"}}, ("s", "r")),
    "around the notice": (
        {"a": branch("caller.known"), "n": NOTICE, "r": RECORD},
        {"a": {"w0": "n", "otherwise": "r"}, "n": {"done": "r"}},
        ("a", "r"),
    ),
    "when the notice failed": ({"n": NOTICE, "r": RECORD}, {"n": {"done": "r", "error": "r"}}, ("n", "r")),
    "only stopped": ({"r": {"type": "recording", "action": "stop"}}, {}, ()),
}


@pytest.mark.parametrize(("nodes", "wires", "way"), RECORDINGS.values(), ids=RECORDINGS)
def test_recording_without_notice(nodes: Json, wires: Json, way: Way) -> None:
    expected = [("recording_without_notice", "error", way)] if way else []
    assert ways("recorded", flow(nodes, wires)) == expected


@pytest.mark.parametrize("notices", [True, False])
def test_a_called_flow_may_give_the_notice(notices: bool) -> None:
    said = NOTICE if notices else SAY
    called = flow({"n": said, "back": {"type": "return"}}, {"n": {"done": "back"}}, kind="subflow")
    names = names_of("x", {}, {"x": {"flows": {"called": called}}}, PALETTE)
    found = ways("recorded", flow({"c": CALL, "r": RECORD}, {"c": {"done": "r"}}), names)
    assert [way for *_, way in found] == ([] if notices else [("c", "r")])


def test_where_another_flow_leads_here_it_is_a_warning_but_not_behind_an_address() -> None:
    desk = flow({"r": RECORD}, {})
    door = flow({"c": {"type": "contact_center", "contact_center": "sales"}}, {})
    folders = {
        "front_door": {"flows": {"main": door}},
        "sales": {"environment": {"entry": {"default": "desk"}}, "flows": {"desk": desk}},
    }
    centers = {"sales": {"title": "Sales"}}
    line = {"+31201234567": {"kind": "number", "link": {"contact_center": "sales"}}}
    led = replace(names_of("sales", {"contact_centers": centers}, folders, PALETTE), flow="desk")
    direct = names_of("sales", {"contact_centers": centers, "addresses": line}, folders, PALETTE)
    assert [severity for _, severity, _ in ways("recorded", desk, led)] == ["warning"]
    assert [severity for _, severity, _ in ways("recorded", desk, replace(direct, flow="desk"))] == ["error"]


# Hand over


def centers(**flows: Json) -> dict[str, Any]:
    return {
        name: {"environment": {"entry": {"default": "desk"}}, "flows": {"desk": one}} for name, one in flows.items()
    }


def loops(folders: dict[str, Any], environment: str, name: str = "desk") -> list[Way]:
    names = replace(names_of(environment, {}, folders, PALETTE), flow=name)
    found = ways("hand_overs", folders[environment]["flows"][name], names)
    assert {(code, severity) for code, severity, _ in found} <= {("hand_over_loop", "error")}
    return [way for *_, way in found]


def test_three_contact_centers_that_hand_over_in_a_ring() -> None:
    ring = centers(
        a=flow({"o": over("b")}, {}),
        b=flow({"s": SAY, "o": over("c")}, {"s": {"done": "o"}}),
        c=flow({"o": over("a")}, {}),
    )
    assert loops(ring, "a") == [("a/desk/o", "b/desk/o", "c/desk/o", "a/desk/o")]
    assert loops(ring, "c") == [("c/desk/o", "a/desk/o", "b/desk/o", "c/desk/o")]


def test_a_ring_in_which_somebody_waits_is_none() -> None:
    wait = flow({"m": MENU, "o": over("a")}, {"m": {"1": "o", "no_input": "o", "no_match": "o"}})
    queue = flow({"q": QUEUE, "o": over("a")}, {"q": {"timed_out": "o"}})
    for other in (wait, queue):
        assert loops(centers(a=flow({"o": over("b")}, {}), b=other), "a") == []
        assert loops(centers(a=flow({"o": over("b")}, {}), b=other), "b") == []


def test_a_ring_from_a_flow_that_only_leads_into_it_is_told_in_the_ring() -> None:
    ring = centers(a=flow({"o": over("b")}, {}), b=flow({"o": over("b")}, {}))
    assert loops(ring, "a") == []
    assert loops(ring, "b") == [("b/desk/o", "b/desk/o")]


def test_a_contact_center_that_an_expression_may_give_counts() -> None:
    chosen = {"type": "contact_center", "chosen_by": "attributes.topic", "may_be": ["c", "a"]}
    ring = centers(a=flow({"o": over("b")}, {}), b=flow({"o": chosen}, {}), c=flow({"bye": END}, {}))
    assert loops(ring, "a") == [("a/desk/o", "b/desk/o", "a/desk/o")]
    assert loops(ring, "b") == [("b/desk/o", "a/desk/o", "b/desk/o")]


def test_flows_that_go_on_in_each_other() -> None:
    folders = {
        "x": {
            "flows": {
                "a": flow({"g": {"type": "go_to", "flow": "b"}}, {}),
                "b": flow({"g": {"type": "go_to", "flow": "a"}}, {}),
            }
        }
    }
    assert loops(folders, "x", "a") == [("x/a/g", "x/b/g", "x/a/g")]


def test_a_flow_whose_name_is_not_known_is_left_alone() -> None:
    ring = centers(a=flow({"o": over("a")}, {}))
    assert ways("hand_overs", ring["a"]["flows"]["desk"], names_of("a", {}, ring, PALETTE)) == []


# Queues of the front door


@pytest.mark.parametrize(
    ("caller", "severity"),
    [("", "warning"), ("front_door", "error"), ("sales", "warning"), ("through", "warning")],
    ids=["nobody calls it", "only the front door does", "a contact center does", "one does through another flow"],
)
def test_a_shared_flow_that_queues(caller: str, severity: str) -> None:
    shared = flow({"q": QUEUE, "back": {"type": "return"}}, {}, kind="subflow")
    calls = flow({"c": {"type": "subflow", "flow": "shared", "exits": []}}, {})
    between = {**flow({"c": {"type": "subflow", "flow": "main", "exits": []}}, {}), "kind": "subflow"}
    folders: dict[str, Any] = {"front_door": {"flows": {"shared": shared}}, "sales": {"flows": {}}}
    if caller:
        folders["sales" if caller == "sales" else "front_door"]["flows"]["main"] = calls
    if caller == "through":
        folders["sales"]["flows"]["desk"] = between
    names = replace(names_of("front_door", {}, folders, PALETTE), flow="shared")
    assert ways("queues", shared, names) == [("enqueue_without_contact_center", severity, ("q",))]


# Graph

EDGES = st.dictionaries(st.sampled_from("abcdefgh"), st.lists(st.sampled_from("abcdefgh"), max_size=4), max_size=8)


def reached(edges: dict[str, list[str]], start: str) -> set[str]:
    """Where one can get from `start`, in one step or more."""
    found: set[str] = set()
    ahead = list(edges[start])
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            ahead += edges[name]
    return found


@given(EDGES)
def test_rounds_are_those_who_reach_each_other(given_edges: dict[str, list[str]]) -> None:
    edges = {name: given_edges.get(name, []) for name in "abcdefgh"}
    to = {name: reached(edges, name) for name in edges}
    expected = {frozenset(other for other in edges if other in to[name] and name in to[other]) for name in edges}
    assert {frozenset(group) for group in rounds(edges)} == expected - {frozenset()}
