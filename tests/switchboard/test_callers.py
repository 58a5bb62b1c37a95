"""Callers: what is remembered of a number is there at its next call, until it is over or erased."""

import msgspec
import pytest

from flowengine.errors import RequestRefused
from flowengine.messages import CallerHungUp, CallerNoted, DocumentPut, Json, OwnerResumed
from flowengine.switchboard.callers import key_of, record_of
from tests.switchboard.office import DESK, SALES, TENANT, Office, flow

NUMBER = "+447700900123"
KEY = key_of("emea-x", NUMBER)
NOTE = {"type": "remember", "attributes": {"topic": "'bikes'"}, "name": "'Ann'", "language": "'nl'", "keep_days": 2}
ASK = {"type": "collect", "prompt": "{{ caller.name }}?", "into": "vars.n", "sensitive": True}
DAY_S = 86_400


def office(*notes: Json) -> Office:
    found = Office()
    nodes = {**{f"n{i}": note for i, note in enumerate(notes)}, "ask": ASK, "bye": {"type": "end"}}
    names = list(nodes)
    wires = {name: {"done": names[i + 1]} for i, name in enumerate(names[: len(notes)])}
    wires |= {"ask": dict.fromkeys(("collected", "no_input", "invalid"), "bye")}
    found.release("sales", "entry", entry=flow(nodes, wires, variables={"n": {"type": "text", "sensitive": True}}))
    return found


def test_known_at_the_next_call() -> None:
    on = office(NOTE)
    first = on.call(SALES)
    assert on.facts("remembered") == [("sales/entry/n0", ["topic"])]
    assert on.words() == ["Ann?"], "in this call, too"
    on.go(CallerHungUp(dialogue=first))
    on.restart()
    state = on.board.dialogues[on.call(DESK)]
    assert (state.caller.known, state.caller.name, state.caller.attributes) == (True, "Ann", {"topic": "bikes"})
    assert (state.language, state.caller.dialogues_24h) == ("nl", 1)
    assert on.board.dialogues[on.call(DESK)].caller.dialogues_24h == 2


def test_a_later_note_adds_to_an_earlier_one() -> None:
    more = {"type": "remember", "attributes": {"shop": "'York'"}}
    on = office(NOTE, more)
    on.call(SALES)
    caller = on.board.dialogues[on.call(DESK)].caller
    assert (caller.name, caller.attributes) == ("Ann", {"topic": "bikes", "shop": "York"})


def test_nobody_else_is_known_by_it() -> None:
    on = office(NOTE)
    on.call(SALES)
    assert not on.board.dialogues[on.call(DESK, caller_number="+447700900124")].caller.known
    assert not on.board.dialogues[on.call(DESK, caller_number="", withheld=True)].caller.known


def test_who_has_no_number_is_not_remembered() -> None:
    on = office(NOTE)
    on.call(SALES, caller_number="", withheld=True)
    assert (on.facts("remembered"), len(on.facts("explained"))) == ([], 1)
    assert on.board.library.of_kind("caller") == []


def test_the_number_and_the_values_stand_in_no_trace_and_the_number_in_no_record() -> None:
    on = office(NOTE)
    on.call(SALES)
    assert on.last is not None
    assert "bikes" not in str(on.last.trace)
    row = on.document("caller", KEY)
    assert row is not None
    assert NUMBER not in row.key + row.body


def test_the_agent_of_last_time() -> None:
    on = office(NOTE)
    on.call(SALES)
    on.sign_in("bert")
    on.connect(on.call(DESK))
    caller = on.board.dialogues[on.call(DESK)].caller
    assert (caller.last_agent, caller.last_contact_center) == ("bert", "desk")


def test_forgotten_when_its_time_is_over() -> None:
    on = office(NOTE)
    on.go(CallerHungUp(dialogue=on.call(SALES)))
    on.now += 2 * DAY_S * 1000
    assert not on.board.dialogues[on.call(DESK)].caller.known
    assert on.document("caller", KEY) is None


def test_forgotten_though_nobody_calls() -> None:
    on = office(NOTE)
    on.go(CallerHungUp(dialogue=on.call(SALES)))
    on.go(OwnerResumed(down_ms=1))
    assert on.document("caller", KEY) is not None
    on.go(OwnerResumed(down_ms=1), after_s=2 * DAY_S)
    assert on.document("caller", KEY) is None


def test_erased_on_demand_and_written_by_no_other_way() -> None:
    on = office(NOTE)
    on.call(SALES)
    with pytest.raises(RequestRefused):
        on.go(DocumentPut(kind="caller", key=KEY, body="{}", base="*"))
    on.go(DocumentPut(kind="caller", key=KEY, body="", base="*", author="dora"))
    assert not on.board.dialogues[on.call(DESK)].caller.known


def test_a_sensitive_value_is_refused() -> None:
    on = office({"type": "remember", "attributes": {"card": "vars.n"}})
    on.call(SALES)
    assert on.facts("fault") == [("sales/entry/n0", "a sensitive value is not remembered")]
    assert on.board.library.of_kind("caller") == []


def test_not_too_much_of_one_caller() -> None:
    on = office({"type": "remember", "attributes": {"story": "'" + "x" * 900 + "' + '" + "y" * 50 + "'"}}, NOTE)
    on.call(SALES)
    assert on.facts("fault") == []
    long = {f"a{i}": "'" + "x" * 900 + "'" for i in range(5)}
    on = office({"type": "remember", "attributes": long})
    on.call(SALES)
    assert on.facts("fault") == [("sales/entry/n0", "what is remembered of one caller would take more than 4 KiB")]


# --- what people write down, and a tenant that keeps no history -------------------------------------------------------


def test_somebody_writes_down_what_is_known() -> None:
    on = office(NOTE)
    on.go(CallerNoted(number=NUMBER, name="Annie", attributes={"pet": "cat", "topic": "cars"}, author="bert"))
    assert on.facts("noted_caller", "tenant") == [(KEY, ["pet", "topic"], "bert")]
    assert NUMBER not in str(on.last and on.last.trace), "the trace holds no numbers"
    caller = on.board.dialogues[on.call(DESK)].caller
    assert (caller.known, caller.name, caller.attributes) == (True, "Annie", {"pet": "cat", "topic": "cars"})
    on.go(CallerNoted(number=NUMBER, attributes={"pet": None}, keep_days=1))
    record = record_of(on.board, NUMBER, on.now)
    assert record is not None
    assert (record.name, record.attributes, len(record.calls)) == ("Annie", {"topic": "cars"}, 1)
    on.now += DAY_S * 1000
    assert record_of(on.board, NUMBER, on.now) is None
    assert not on.board.dialogues[on.call(DESK)].caller.known


def test_there_is_a_limit_to_what_is_known() -> None:
    on = office(NOTE)
    for attributes in ({f"a{n}": n for n in range(101)}, {"story": "x" * 17_000}):
        with pytest.raises(RequestRefused) as refused:
            on.go(CallerNoted(number=NUMBER, attributes=attributes))
        assert (refused.value.code, bool(refused.value.hint)) == ("too_large", True)
    assert on.document("caller", KEY) is None


def without_history(on: Office) -> None:
    tenant = {**TENANT["tenant"], "caller_history": False}
    body = msgspec.json.encode(tenant).decode()
    on.go(DocumentPut(kind="tenant", key="tenant", body=body, base="*", author="dora"))


def served(on: Office) -> None:
    on.sign_in("bert")
    dialogue = on.call(DESK)
    on.connect(dialogue)
    on.go(CallerHungUp(dialogue=dialogue))


def test_a_tenant_may_keep_no_history() -> None:
    on = office(NOTE)
    without_history(on)
    on.call(SALES)
    served(on)
    caller = on.board.dialogues[on.call(SALES)].caller
    assert (caller.name, caller.dialogues_24h, caller.last_agent) == ("Ann", 0, "")
    record = record_of(on.board, NUMBER, on.now)
    assert record is not None
    assert (record.calls, record.last_agent, record.last_contact_center) == ([], "", "")


def test_history_goes_at_once_when_it_is_switched_off() -> None:
    on = office(NOTE)
    on.call(SALES)
    served(on)
    before = record_of(on.board, NUMBER, on.now)
    assert before is not None
    assert (len(before.calls), before.last_agent) == (2, "bert")
    without_history(on)
    after = record_of(on.board, NUMBER, on.now)
    assert after is not None
    assert (after.calls, after.last_agent, after.name) == ([], "", "Ann")
