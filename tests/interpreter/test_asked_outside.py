"""What is asked outside leaves as a command, its words as content; what must not be shown stays in the state alone."""

from flowengine.interpreter.event import DialogueTimer
from flowengine.messages import AnswerGiven, CallService, Json, SendText, ServiceReplied
from tests.interpreter.town import END, Line, flow, one

WAYS = dict.fromkeys(("success", "http_error", "timeout", "invalid_response"), "bye")
PIN = "4711"


def call(sensitive: bool = False, **config: Json) -> Line:
    node = {
        "type": "http_request",
        "url": "https://crm.example/",
        "into": "vars.answer",
        "status_into": "vars.status",
        **config,
    }
    variables = {
        "pin": {"type": "text", "default": PIN, "sensitive": sensitive},
        "answer": {"type": "any", "sensitive": sensitive},
        "status": {"type": "number"},
    }
    return one(flow({"ask": node, "bye": {"type": "wait", "seconds": 9}}, {"ask": WAYS}, variables=variables))


def contents(line: Line) -> dict[str, Json]:
    assert line.last is not None
    return {kind: body for _, kind, body in line.last.content}


def test_a_call_leaves_once_with_all_that_it_needs() -> None:
    line = call(method="POST", json={"pin": "vars.pin"}, secret="crm", retries=1, timeout_s=3)
    assert line.last is not None
    (command,) = line.last.orders
    content = line.facts("called")[0][1]
    assert command == CallService(
        dialogue="d", wait=1, content=content, secret="crm", environment="front_door", timeout_s=3.0, retries=1
    )
    assert contents(line)["request"] == {
        "method": "POST",
        "url": "https://crm.example/",
        "headers": {"Content-Type": "application/json"},
        "body": '{"pin":"4711"}',
    }
    assert (line.state.orders, line.state.awaiting, line.timers["pause"]) == (1, "ServiceReplied", 6500)


def test_the_answer_is_taken_once() -> None:
    line = call()
    reply = ServiceReplied(dialogue="d", wait=1, status=200, body='{"a": 1}')
    line.go(reply)
    assert line.went == ["main/ask:success"]
    assert line.state.frames[-1].vars["answer"] == {"a": 1}
    assert contents(line)["reply"] == {"problem": "", "status": 200, "body": '{"a": 1}'}
    line.go(reply)
    assert (line.went, line.facts("stale")) == ([], [("ServiceReplied",)])


def test_time_is_up_and_the_answer_comes_late() -> None:
    line = call()
    line.go(DialogueTimer("pause"), after_s=10)
    assert line.went == ["main/ask:timeout"]
    line.go(ServiceReplied(dialogue="d", wait=1, status=200, body="{}"))
    assert line.facts("stale") == [("ServiceReplied",)]


def test_something_sensitive_is_asked_and_answered() -> None:
    line = call(sensitive=True, method="POST", json={"pin": "vars.pin"})
    assert line.last is not None
    (command,) = line.last.orders
    assert isinstance(command, CallService)
    assert command.is_masked
    assert PIN not in str(line.last.content)
    assert PIN not in str(line.last.facts)
    assert line.state.asked["body"] == '{"pin":"4711"}'
    line.go(ServiceReplied(dialogue="d", wait=1, status=200, body='{"key": "s3cret"}'))
    assert "s3cret" not in str(line.last.content)
    assert line.state.frames[-1].vars["answer"] == {"key": "s3cret"}
    assert line.state.asked is None


def test_a_message() -> None:
    node = {"type": "send_message", "body": "Hello", "to": "+447700900123"}
    line = one(flow({"tell": node, "bye": END}, {"tell": {"sent": "bye", "undeliverable": "bye"}}))
    assert line.last is not None
    assert line.last.orders == [SendText(dialogue="d", wait=1, content=line.facts("texted")[0][1])]
    assert contents(line)["request"] == {"to": "+447700900123", "body": "Hello"}


def test_another_system_is_asked() -> None:
    node = {"type": "external", "name": "credit", "exits": ["yes", "no"], "inputs": {"n": "2"},
            "results": {"vars.limit": "limit"}}  # fmt: skip  # a node reads as one
    variables = {"limit": {"type": "number"}}
    line = one(
        flow({"ask": node, "bye": END}, {"ask": dict.fromkeys(("yes", "no", "timeout"), "bye")}, variables=variables)
    )
    assert line.last is not None
    assert line.last.orders == []
    assert line.facts("asks_elsewhere")[0][1] == "credit"
    assert contents(line)["request"] == {"inputs": {"n": 2}, "exits": ["yes", "no"], "results": {"limit": "number"}}
    line.go(AnswerGiven(dialogue="d", wait=1, exit="yes", results={"limit": 500}))
    assert line.went == ["main/ask:yes"]
