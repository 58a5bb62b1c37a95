"""Flows with several mistakes of a kind, each with code and path of all that is to be found: rows for the mutants."""

from collections.abc import Iterator
from typing import Any

from flowengine.messages import Json
from tests.lang.mistakes import DESK, DOOR, END, LEFT, Mistakes, flow
from tests.lang.mutant_plans import plans

OVER = {"returned": "bye", "closed": "bye", "unavailable": "bye"}
TEXTS = {"a": {"type": "text", "default": ""}, "b": {"type": "text", "default": ""}}


def set_(**assign: str) -> Json:
    return {"type": "set", "assign": {f"vars.{name}": source for name, source in assign.items()}}


def call(**more: Json) -> Json:
    return {"type": "subflow", "flow": "identify", "exits": ["found", "unknown"], **more}


CALLED = {"found": "bye", "unknown": "bye"}
REQUEST = {"type": "http_request", "url": "https://crm.example/", "meanwhile": ""}
WENT = dict.fromkeys(("success", "http_error", "timeout", "invalid_response"), "bye")
CHOICE = {"label": "One"}


def _wiring() -> Iterator[Mistakes]:
    yield Mistakes(
        DOOR,
        flow({"bye": END}, {}, on={"error": "x", "hangup": "y"}),
        {("on_unknown", "$.on.error"), ("on_unknown", "$.on.hangup")},
    )
    menu = {"type": "menu", "prompt": "?", "choices": {"1": CHOICE}}
    paths = {f"$.wires.m{name}" for name in ("['1']", ".no_input", ".no_match")}
    yield Mistakes(DOOR, flow({"m": menu}, {}), {("outcome_unwired", path) for path in paths})


def _calls() -> Iterator[Mistakes]:
    yield Mistakes(
        DESK,
        flow({"c": call(exits=["a", "unknown", "b"]), "bye": END}, {"c": dict.fromkeys(("a", "unknown", "b"), "bye")}),
        {
            ("exit_unknown", "$.nodes.c.exits[0]"),
            ("exit_unknown", "$.nodes.c.exits[2]"),
            ("exit_unlisted", "$.nodes.c.exits"),
        },
    )
    yield Mistakes(
        DESK,
        flow({"c": call(exits=["found"]), "bye": END}, {"c": {"found": "bye"}}),
        {("exit_unlisted", "$.nodes.c.exits")},
    )
    chosen = {"type": "contact_center", "chosen_by": "attributes.topic", "may_be": ["billing"]}
    yield Mistakes(
        ("appointments", "desk"),
        flow({"o": chosen, "bye": END}, {"o": OVER}),
        {("hand_over_loop", "$.nodes.o.may_be")},
    )


def _named() -> Iterator[Mistakes]:
    nodes = {
        "over": {"type": "contact_center", "contact_center": "x"},
        "queue": {"type": "enqueue", "contact_center": "y"},
        "any": {"type": "contact_center", "chosen_by": "attributes.topic", "may_be": ["x", "appointments", "y"]},
        "any_queue": {"type": "enqueue", "chosen_by": "attributes.topic", "may_be": ["z"]},
        "mail": {"type": "record", "prompt": "?", "deliver": {"contact_center": "x"}},
        "post": {"type": "record", "prompt": "?", "deliver": {"contact_center": "y"}},
        "bye": END,
    }
    recorded = {"recorded": "bye", "no_audio": "bye", "too_short": "bye"}
    wires = {
        "over": {**OVER, "returned": "queue"},
        "queue": {**LEFT, "left": "any"},
        "any": {**OVER, "returned": "any_queue"},
        "any_queue": {**LEFT, "left": "mail"},
        "mail": {**recorded, "recorded": "post"},
        "post": recorded,
    }
    paths = (
        "over.contact_center", "queue.contact_center", "any.may_be[0]", "any.may_be[2]", "any_queue.may_be[0]",
        "mail.deliver.contact_center", "post.deliver.contact_center",
    )  # fmt: skip  # one row reads best
    yield Mistakes(DESK, flow(nodes, wires), {("unknown_contact_center", f"$.nodes.{path}") for path in paths})
    odd = {
        "one": {"type": "contact_center"},
        "two": {"type": "contact_center", "contact_center": "billing", "chosen_by": "attributes.topic"},
        "three": {"type": "enqueue", "contact_center": "billing", "chosen_by": "'billing'", "may_be": ["billing"]},
        "bye": END,
    }
    ways = {"one": {**OVER, "returned": "two"}, "two": {**OVER, "returned": "three"}, "three": LEFT}
    found = {"$.nodes.one", "$.nodes.one.contact_center", "$.nodes.two", "$.nodes.three.contact_center"}
    yield Mistakes(DESK, flow(odd, ways), {("choice_of_contact_center", path) for path in found - {"$.nodes.one"}})


def _levels() -> Iterator[Mistakes]:
    ask = {"type": "set_routing", "skills": {"x": 1, "dutch": 99, "y": 1}}
    queue = {"type": "enqueue", "contact_center": "appointments"}
    yield Mistakes(
        DOOR,
        flow({"a": ask, "q": queue, "bye": END}, {"a": {"done": "q"}, "q": LEFT}),
        {
            ("unknown_skill", "$.nodes.a.skills.x"),
            ("unknown_skill", "$.nodes.a.skills.y"),
            ("level_unheld", "$.nodes.a.skills.dutch"),
        },
    )


def _limits() -> Iterator[Mistakes]:
    bad = {"figure": "waiting", "at_least": 9, "at_most": 3}
    cases = [
        {**bad, "outcome": "x"},
        {**bad, "at_most": 9, "outcome": "y"},
        {**bad, "figure": "oldest_wait_s", "outcome": "z"},
    ]
    yield Mistakes(
        DESK,
        flow(
            {"q": {"type": "check_queue", "cases": cases}, "bye": END},
            {"q": dict.fromkeys([*"xyz", "otherwise"], "bye")},
        ),
        {("limits_contradict", "$.nodes.q.cases[0].at_least"), ("limits_contradict", "$.nodes.q.cases[2].at_least")},
    )
    record = {"type": "record", "prompt": "?", "deliver": {"contact_center": "billing"}, "min_s": 9, "max_s": 3}
    yield Mistakes(
        DESK,
        flow({"r": record, "bye": END}, {"r": {"recorded": "bye", "no_audio": "bye", "too_short": "bye"}}),
        {("limits_contradict", "$.nodes.r.min_s")},
    )


def _scope() -> Iterator[Mistakes]:
    outputs = {"vars.x": "account", "vars.y": "account"}
    yield Mistakes(
        DESK,
        flow({"c": call(outputs=outputs), "bye": END}, {"c": CALLED}),
        {("undeclared_variable", f"$.nodes.c.outputs['{name}']") for name in outputs},
    )
    yield Mistakes(
        DESK,
        flow({"s": set_(x="'1'", y="'2'"), "t": set_(z="'3'"), "bye": END}, {"s": {"done": "t"}, "t": {"done": "bye"}}),
        {
            ("undeclared_variable", f"$.nodes.{path}']")
            for path in ("s.assign['vars.x", "s.assign['vars.y", "t.assign['vars.z")
        },
    )
    yield Mistakes(
        DESK,
        flow({"r": {"type": "return"}}, {}, kind="subflow", inputs=["x", "y"], outputs=["z"]),
        {("undeclared_variable", path) for path in ("$.inputs[0]", "$.inputs[1]", "$.outputs[0]")},
    )
    ask = {
        "type": "http_request",
        "url": "https://crm.example/",
        "meanwhile": "",
        "into": "vars.x",
        "status_into": "vars.y",
    }
    went = dict.fromkeys(("success", "http_error", "timeout", "invalid_response"), "bye")
    yield Mistakes(
        DESK,
        flow({"a": ask, "b": ask, "bye": END}, {"a": {**went, "success": "b"}, "b": went}),
        {("undeclared_variable", f"$.nodes.{node}.{field}") for node in "ab" for field in ("into", "status_into")},
    )
    yield Mistakes(
        DESK,
        flow({"t": {"type": "tag", "name": "t", "value": "nobody"}, "bye": END}, {"t": {"done": "bye"}}),
        {("unknown_name", "$.nodes.t.value")},
    )


def _secrets() -> Iterator[Mistakes]:
    ask = {"type": "http_request", "url": "https://crm.example/?a={{ attributes.topic }}&api_key=1", "meanwhile": ""}
    headers = {"Authorization": "x", "Accept": "text/plain", "Cookie": "y"}
    went = dict.fromkeys(("success", "http_error", "timeout", "invalid_response"), "bye")
    nodes = {"a": ask, "b": {**ask, "headers": headers}, "bye": END}
    paths = ("a.url", "b.url", "b.headers.Authorization", "b.headers.Cookie")
    yield Mistakes(
        DESK,
        flow(nodes, {"a": {**went, "success": "b"}, "b": went}),
        {("secret_said", f"$.nodes.{path}") for path in paths},
    )


def _channels() -> Iterator[Mistakes]:
    over = {"type": "transfer", "to": "+442079460123", "ring_timeout_s": 15}
    rang = dict.fromkeys(("no_answer", "busy", "rejected", "failed"), "bye")
    yield Mistakes(
        ("front_door", "online"),
        flow({"a": over, "b": over, "bye": END}, {"a": {**rang, "busy": "b"}, "b": rang}),
        {("channel_cannot", "$.nodes.a"), ("channel_cannot", "$.nodes.b")},
    )


def _values() -> Iterator[Mistakes]:
    numbers = {name: {"type": "number", "default": "one"} for name in ("n", "m")}
    yield Mistakes(
        DESK,
        flow({"s": set_(n="'x'", m="'y'"), "t": set_(n="'z'"), "bye": END},
             {"s": {"done": "t"}, "t": {"done": "bye"}}, variables=numbers),
        {
            ("target_mismatch", "$.variables.n.default"),
            ("target_mismatch", "$.variables.m.default"),
            ("target_mismatch", "$.nodes.s.assign['vars.n']"),
            ("target_mismatch", "$.nodes.s.assign['vars.m']"),
            ("target_mismatch", "$.nodes.t.assign['vars.n']"),
        },
    )  # fmt: skip  # the wires read with their nodes
    number = {"n": {"type": "number", "default": 0}, "m": {"type": "number", "default": 0}}
    collect = {"type": "collect", "prompt": "?", "into": "vars.n"}
    collected = {"collected": "bye", "no_input": "bye", "invalid": "bye"}
    yield Mistakes(
        DESK,
        flow({"a": collect, "c": call(inputs={"reason": "1"}, outputs={"vars.n": "account", "vars.m": "account"}),
              "bye": END}, {"a": {**collected, "collected": "c"}, "c": CALLED}, variables=number),
        {
            ("target_mismatch", "$.nodes.a.into"),
            ("target_mismatch", "$.nodes.c.inputs.reason"),
            ("target_mismatch", "$.nodes.c.outputs['vars.n']"),
            ("target_mismatch", "$.nodes.c.outputs['vars.m']"),
        },
    )  # fmt: skip  # as above


def _secrecy() -> Iterator[Mistakes]:
    secret = {"type": "text", "default": "", "sensitive": True}
    pin = {"pin": secret, "pen": secret, **TEXTS}
    say = {"type": "say", "prompt": {"by_language": {"en": "{{ vars.pin }} {{ vars.pen }}", "nl": "{{ vars.pin }}"}}}
    yield Mistakes(
        DESK,
        flow({"s": say, "t": say, "bye": END}, {"s": {"done": "t"}, "t": {"done": "bye"}}, variables=pin),
        {("sensitive_said", f"$.nodes.{node}.prompt.by_language.{tag}") for node in "st" for tag in ("en", "nl")},
        frozenset(("sensitive_said", f"$.nodes.{node}.prompt.by_language.en") for node in "st"),
    )
    outputs = {"vars.a": "account", "attributes.topic": "account"}
    collect = {"type": "collect", "prompt": "?", "into": "attributes.topic", "sensitive": True}
    collected = {"collected": "c", "no_input": "bye", "invalid": "bye"}
    yield Mistakes(
        DESK,
        flow(
            {
                "a": collect,
                "c": call(inputs={"reason": "attributes.topic"}, outputs=outputs),
                "d": {**REQUEST, "into": "vars.b", "status_into": "attributes.topic"},
                "bye": END,
            },
            {"a": collected, "c": {**CALLED, "found": "d"}, "d": WENT},
            variables=pin,
        ),
        {
            ("sensitive_shared", "$.nodes.a.into"),
            ("sensitive_shared", "$.nodes.d.status_into"),
            ("target_mismatch", "$.nodes.d.status_into"),
            ("sensitive_shared", "$.nodes.c.outputs['attributes.topic']"),
            ("sensitive_kept", "$.nodes.c.inputs.reason"),
        },
    )
    yield Mistakes(
        DESK,
        flow({"s": set_(a="vars.pin", b="vars.a"), "bye": END}, {"s": {"done": "bye"}}, variables=pin),
        {("sensitive_kept", f"$.nodes.s.assign['vars.{name}']") for name in "ab"},
    )


def _told_on() -> Iterator[Mistakes]:
    """Secrets that go on into a called flow, a shared prompt, or what is remembered of a caller."""
    secret = {"type": "text", "default": "", "sensitive": True}
    pin = {"pin": secret, "pen": secret, **TEXTS}
    yield Mistakes(
        DESK,
        flow({"c": call(inputs={"reason": "vars.pin"}), "bye": END}, {"c": CALLED}, variables=pin),
        {("sensitive_kept", "$.nodes.c.inputs.reason")},
    )
    yield Mistakes(
        DESK,
        flow({"s": {"type": "say", "prompt": {"prompt": "codes"}}, "bye": END}, {"s": {"done": "bye"}}, variables=pin),
        {("sensitive_said", "$.nodes.s.prompt.prompt")},
        frozenset({("sensitive_said", "$.nodes.s.prompt.prompt")}),
    )
    remembered = {"one": "vars.pin + vars.pen", "two": "'x'", "three": "vars.pin"}
    note = {"type": "remember", "attributes": remembered, "language": "vars.pen"}
    yield Mistakes(
        DESK,
        flow({"s": note, "bye": END}, {"s": {"done": "bye"}}, variables=pin),
        {("sensitive_shared", f"$.nodes.s.{path}") for path in ("attributes.one", "attributes.three", "language")},
        frozenset({("sensitive_shared", "$.nodes.s.attributes.one")}),
    )


def _unset() -> Iterator[Mistakes]:
    bare = {name: {"type": "text"} for name in ("p", "q")}
    say = {"type": "say", "prompt": {"by_language": {"en": "{{ vars.p }} {{ vars.q }}", "nl": "Dag"}}}
    yield Mistakes(
        DESK,
        flow({"s": say, "bye": END}, {"s": {"done": "bye"}}, variables=bare),
        {("read_before_set", "$.nodes.s.prompt.by_language.en")},
        frozenset({("read_before_set", "$.nodes.s.prompt.by_language.en")}),
    )
    yield Mistakes(
        DESK,
        flow({"r": {"type": "return"}}, {}, kind="subflow", variables=bare, outputs=["p", "q"]),
        {("output_not_set", "$.outputs[0]"), ("output_not_set", "$.outputs[1]")},
    )
    yield Mistakes(
        DESK,
        flow(
            {"s": set_(p="'x'"), "r": {"type": "return"}},
            {"s": {"done": "r"}},
            kind="subflow",
            variables=bare,
            outputs=["p"],
        ),
        set(),
    )
    both = {"type": "set", "assign": {"vars.p": "vars.p", "vars.q": "vars.q"}}
    yield Mistakes(
        DESK,
        flow({"s": both, "bye": END}, {"s": {"done": "bye"}}, variables=bare),
        {("read_before_set", f"$.nodes.s.assign['vars.{name}']") for name in "pq"},
    )


def _conditions() -> Iterator[Mistakes]:
    whens = ("caller.number == 'a'", "caller.number == 'a'", "caller.number == 'b'", "caller.number == 'a'")
    cases: list[Any] = [{"when": when, "outcome": f"w{n}"} for n, when in enumerate(whens)]
    ways = dict.fromkeys([*(case["outcome"] for case in cases), "otherwise"], "bye")
    yield Mistakes(
        DESK,
        flow({"b": {"type": "branch", "cases": cases}, "bye": END}, {"b": ways}),
        {("case_hidden", f"$.nodes.b.cases[{n}].when") for n in (1, 3)},
    )
    figures = [{"figure": "waiting", "at_least": 3, "outcome": name} for name in "xyz"]
    yield Mistakes(
        DESK,
        flow(
            {"q": {"type": "check_queue", "cases": figures}, "bye": END},
            {"q": dict.fromkeys([*"xyz", "otherwise"], "bye")},
        ),
        {("case_hidden", "$.nodes.q.cases[1]"), ("case_hidden", "$.nodes.q.cases[2]")},
    )


MISTAKES = [
    mistakes
    for several in (
        _wiring, _calls, _named, _levels, _limits, _scope, _secrets, _channels, _values, _secrecy, _told_on, _unset,
        _conditions, plans,
    )
    for mistakes in several()
]  # fmt: skip  # one row reads best
