"""external: what is asked, and each declared answer's way out."""

import pytest

from flowengine.lang.node_type import Await, Fault, Resumed, Step, WokeUp
from flowengine.lang.work import QuestionWork
from flowengine.messages import AnswerGiven, Json
from flowengine.nodes.external import NODE
from tests.nodes.notebook import Notebook, entered, resumed

CREDIT = {
    "name": "credit_check",
    "exits": ["approved", "declined"],
    "inputs": {"amount": "vars.amount * 2"},
    "results": {"vars.limit": "limit"},
    "timeout_s": 60,
}


def test_what_is_asked() -> None:
    work = QuestionWork("credit_check", {"amount": 20}, ("approved", "declined"), {"limit": "vars.limit"})
    assert entered(NODE, CREDIT, Notebook(scope={"vars": {"amount": 10}})) == Await(None, work, 60.0, None)


def answer(exit: str, **results: Json) -> AnswerGiven:  # noqa: A002  # the field's word
    return AnswerGiven(dialogue="d", wait=1, exit=exit, results=results)


ANSWERS: dict[str, tuple[Resumed, Step, list[tuple[str, Json]]]] = {
    "an exit": (answer("declined"), "declined", []),
    "with results": (answer("approved", limit=500, more=1), "approved", [("vars.limit", 500)]),
    "too late": (WokeUp(), "timeout", []),
}


@pytest.mark.parametrize(("event", "outcome", "assigned"), ANSWERS.values(), ids=ANSWERS)
def test_answers(event: Resumed, outcome: Step, assigned: list[tuple[str, Json]]) -> None:
    ctx = Notebook()
    assert resumed(NODE, CREDIT, None, event, ctx) == outcome
    assert ctx.assigned == assigned


def test_an_exit_that_is_not_declared() -> None:
    assert isinstance(resumed(NODE, CREDIT, None, answer("maybe")), Fault)
