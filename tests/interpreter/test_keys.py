"""Keys of a flow: valid in every menu that does not use them, and in nothing else."""

from flowengine.messages import Ask, KeyPressed, TextReceived
from tests.interpreter.town import END, Line, Town, flow

CHOICES = {"1": {"label": "One"}, "9": {"label": "Nine"}}
MENU = {"type": "menu", "prompt": "?", "choices": CHOICES, "tries": 1}
NUMBER = {"type": "collect", "prompt": "Number?", "into": "vars.n", "max_digits": 1, "tries": 1}
KEYS = {"0": "help", "9": "help"}


def line(first: str = "menu", **fields: object) -> Line:
    nodes = {"menu": MENU, "number": NUMBER, "help": MENU, "bye": END}
    ways = {"1": "number", "9": "bye", "no_input": "bye", "no_match": "bye"}
    wires = {"menu": ways, "help": ways, "number": {"collected": "bye", "no_input": "bye", "invalid": "bye"}}
    variables = {"n": {"type": "text"}}
    main = {**flow(nodes, wires, variables=variables, keys=KEYS), "start": first}
    found = Line(Town({"front_door": {"flows": {"main": main}}}), **fields)
    found.begin()
    return found


def press(of: Line, key: str) -> None:
    of.go(KeyPressed(dialogue="d", key=key))


def test_a_key_leads_elsewhere_and_the_menu_is_not_left() -> None:
    on = line()
    press(on, "0")
    assert (on.facts("key"), on.went) == ([("front_door/main/menu", "0")], [])
    assert on.state.frames[0].node == "help"
    press(on, "0")
    assert on.state.visits["front_door/main/help"] == 2


def test_a_menu_keeps_its_own_keys() -> None:
    on = line()
    press(on, "9")
    assert on.went == ["main/menu:9"]


def test_a_question_for_digits_takes_them_as_digits() -> None:
    on = line("number")
    press(on, "0")
    assert (on.went, on.facts("key")) == (["main/number:collected"], [])


def test_the_channel_knows_them_but_shows_none() -> None:
    on = line(channel="chat", capabilities=("text", "buttons"))
    assert on.last is not None
    (ask,) = [one for one in on.last.commands if isinstance(one, Ask)]
    assert ([choice.key for choice in ask.accept.choices], ask.accept.keys) == (["1", "9"], ("0",))
    on.go(TextReceived(dialogue="d", text="0"))
    assert on.facts("key") == [("front_door/main/menu", "0")]


def test_typed_ahead() -> None:
    on = line()
    on.put(typed="01")
    press(on, "0")
    assert on.facts("key") == [("front_door/main/menu", "0"), ("front_door/main/help", "0")]
    assert on.state.frames[0].node == "number"


def test_a_question_may_want_no_keys_from_before() -> None:
    afresh = {"n": flow({"menu": MENU, "ask": {**NUMBER, "afresh": True}, "bye": END}, {})}
    main = afresh["n"] | {"variables": {"n": {"type": "text"}}}
    main["wires"] = {"menu": {"1": "ask", "9": "bye"}, "ask": {"collected": "bye"}}
    on = Line(Town({"front_door": {"flows": {"main": main}}}))
    on.begin()
    on.put(typed="5")
    press(on, "1")
    assert (on.state.frames[0].node, on.state.typed) == ("ask", "")
