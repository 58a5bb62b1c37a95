"""Going to another flow: it takes the frame over, so whoever called hears its return, and nothing piles up."""

from flowengine.interpreter.event import DialogueTimer, TreatmentBegan
from flowengine.messages import Json
from tests.interpreter.town import END, Line, Town, assign, flow, one, say

JUMP = {"type": "go_to", "flow": "next"}
X = {"x": {"type": "text", "default": "fresh"}}
WAIT = {"type": "wait", "seconds": 1}


def test_it_goes_on_there_and_leaves_nothing_behind() -> None:
    main = flow({"s": assign(x="'used'"), "j": JUMP}, {"s": {"done": "j"}}, variables=X)
    line = one(main, next=flow({"t": say("{{ vars.x }}"), "w": WAIT}, {"t": {"done": "w"}}, variables=X))
    assert line.words == ["fresh"]
    assert [(frame.flow, frame.kind, frame.release) for frame in line.state.frames] == [("next", "entry", 1)]
    assert line.facts("entered") == [("front_door", 1, "main"), ("front_door", 1, "next")]


def test_whoever_called_hears_the_return_of_the_flow_it_went_to() -> None:
    call = {"type": "subflow", "flow": "sub", "exits": ["ok"], "outputs": {"vars.x": "y"}}
    sub = flow({"j": JUMP}, {}, kind="subflow")
    last: Json = flow(
        {"back": {"type": "return", "exit": "ok"}}, {}, kind="subflow", outputs=["y"],
        variables={"y": {"type": "text", "default": "from there"}},
    )  # fmt: skip  # one flow reads as one
    main = flow(
        {"c": call, "t": say("{{ vars.x }}"), "bye": END}, {"c": {"ok": "t"}, "t": {"done": "bye"}}, variables=X
    )
    assert one(main, sub=sub, next=last).words == ["from there"]


def test_two_that_go_to_each_other_are_stopped() -> None:
    line = one(flow({"j": JUMP}, {}), next=flow({"j": {**JUMP, "flow": "main"}}, {}))
    assert line.ended == ("failed", "in_flow", "flow")
    assert len(line.facts("entered")) < 600


def test_a_flow_that_is_not_there_is_an_error() -> None:
    line = one(flow({"j": JUMP, "t": say("sorry"), "bye": END}, {"j": {"error": "t"}, "t": {"done": "bye"}}))
    assert line.words == ["sorry"]
    assert line.facts("fault") == [("front_door/main/j", "there is no flow “next” in this environment")]


def test_one_of_the_tenants_own_environment_is_not_of_this_one() -> None:
    other = flow({"w": WAIT}, {})
    town = Town(
        {"front_door": {"flows": {"next": other}}, "sales": {"flows": {"main": flow({"j": JUMP, "w": WAIT}, {})}}}
    )
    line = Line(town)
    line.begin(environment="sales")
    assert line.ended == ("failed", "in_flow", "flow")


def test_a_treatment_stays_one() -> None:
    queue = {"type": "enqueue", "while_waiting": "hold"}
    hold = flow({"w": WAIT, "j": JUMP}, {"w": {"done": "j"}}, kind="treatment")
    then = flow({"m": {"type": "music"}}, {"m": {"done": "m"}}, kind="treatment")
    line = Line(Town({"sales": {"flows": {"main": flow({"q": queue, "bye": END}, {}), "hold": hold, "next": then}}}))
    line.begin(environment="sales")
    line.go(TreatmentBegan())
    line.go(DialogueTimer("pause"))
    assert [(frame.flow, frame.kind) for frame in line.state.frames] == [("main", "entry"), ("next", "treatment")]
