"""Keeping: releases are pinned, documents guarded by their base, timers by generation; a restart changes nothing."""

import pytest

from flowengine.errors import Conflict, NotFound, RequestRefused
from flowengine.lang.canonical import content_hash
from flowengine.messages import (
    CallerHungUp,
    DocumentPut,
    DocumentsPut,
    KeyPressed,
    OfferAccepted,
    OwnerResumed,
    ReleaseMade,
    ReleaseMadeLive,
    Stamp,
    TimerFired,
)
from flowengine.switchboard.timers import Timers
from tests.switchboard.office import DESK, MUSIC, SALES, Office, flow, queue

MENU = {"type": "menu", "prompt": "?", "choices": {"1": {"label": "One"}}}


def asking(words: str) -> object:
    return flow(
        {"ask": MENU, "bye": {"type": "end", "prompt": words}},
        {"ask": {"1": "bye", "no_input": "bye", "no_match": "bye"}},
    )


def test_a_dialogue_keeps_its_release_through_publish_and_rollback() -> None:
    office = Office()
    assert office.release("sales", "entry", entry=asking("one")) == 1
    first = office.call(SALES)
    assert office.release("sales", "entry", entry=asking("two")) == 2
    second = office.call(SALES)
    office.go(ReleaseMadeLive(environment="sales", number=1))
    third = office.call(SALES)
    heard = []
    for dialogue in (first, second, third):
        office.go(KeyPressed(dialogue=dialogue, key="1"))
        heard += office.words()
    assert heard == ["one", "two", "one"]
    assert office.release("sales", "entry", entry=asking("three")) == 3, "numbers are never given twice"


def test_rolling_back_to_nothing_is_refused() -> None:
    office = Office()
    with pytest.raises(NotFound):
        office.go(ReleaseMadeLive(environment="sales", number=7))


BAD = {
    "not a release": ("[]", content_hash("[]"), "bad_value"),
    "another hash": ('{"environment": {"format": 1}, "flows": {}}', "0" * 32, "bad_hash"),
    "a flow that cannot run": ('{"environment": {"format": 1}, "flows": {"a": {}}}', "", "flow_invalid"),
    "a time zone that is none": (
        '{"environment": {"format": 1, "schedules": {"s": {"weekly": {}, "time_zone": "Mars/X"}}}, "flows": {}}',
        "",
        "flow_invalid",
    ),
}


@pytest.mark.parametrize(("body", "digest", "code"), BAD.values(), ids=BAD)
def test_a_release_that_cannot_run_is_refused_and_nothing_is_kept(body: str, digest: str, code: str) -> None:
    office = Office()
    with pytest.raises(RequestRefused) as refused:
        office.go(ReleaseMade(environment="sales", body=body, hash=digest or content_hash(body)))
    assert (refused.value.code, bool(refused.value.hint)) == (code, True)
    assert (office.board.library.live("sales"), office.document("release", "sales/1")) == (0, None)


def test_a_document_is_written_over_what_was_read() -> None:
    office = Office()
    first = office.go(DocumentPut(kind="draft", key="sales/entry", body="{}", base="")).reply
    assert first == {"hash": content_hash("{}"), "version": 1}
    second = office.go(DocumentPut(kind="draft", key="sales/entry", body='{"a": 1}', base=first["hash"])).reply
    assert second["version"] == 2
    for stale in ("", first["hash"]):
        with pytest.raises(Conflict) as refused:
            office.go(DocumentPut(kind="draft", key="sales/entry", body="{}", base=stale))
        assert (refused.value.code, bool(refused.value.hint)) == ("stale_base", True)
    office.go(DocumentPut(kind="draft", key="sales/entry", body="", base="*"))
    assert office.document("draft", "sales/entry") is None


def test_several_documents_are_written_together_or_not_at_all() -> None:
    office = Office()
    entry = DocumentPut(kind="draft", key="sales/entry", body="{}", base="")
    layout = DocumentPut(kind="layout", key="sales/entry", body='{"a": 1}', base="")
    reply = office.go(DocumentsPut(documents=(entry, layout), author="eve")).reply
    assert reply == {"hashes": [content_hash("{}"), content_hash('{"a": 1}')]}
    fresh = DocumentPut(kind="draft", key="sales/fresh", body="{}", base="")
    for stale in (entry, DocumentPut(kind="switch", key="x", body="{}", base="*")):
        with pytest.raises(RequestRefused):
            office.go(DocumentsPut(documents=(fresh, stale)))
        assert office.document("draft", "sales/fresh") is None


REFUSED = {
    "a kind that is not written so": (DocumentPut(kind="release", key="x", body="{}", base="*"), "bad_kind"),
    "no JSON": (DocumentPut(kind="user", key="eve", body="{", base="*"), "json_malformed"),
    "a key twice": (DocumentPut(kind="switch", key="x", body='{"on": true, "on": false}', base="*"), "json_key_twice"),
    "not of its kind": (DocumentPut(kind="switch", key="x", body='{"off": true}', base="*"), "bad_value"),
    "another tenant document": (DocumentPut(kind="tenant", key="other", body="{}", base="*"), "bad_key"),
    "no tenant": (DocumentPut(kind="tenant", key="tenant", body="", base="*"), "bad_value"),
    "a contact center in use": (DocumentPut(kind="contact_center", key="sales", body="", base="*"), "in_use"),
    "what is not there": (DocumentPut(kind="user", key="nobody", body="", base="*"), "not_found"),
}


@pytest.mark.parametrize(("event", "code"), REFUSED.values(), ids=REFUSED)
def test_a_refused_document_changes_nothing(event: DocumentPut, code: str) -> None:
    office = Office()
    office.store()
    before = office.board.around.directory
    with pytest.raises(RequestRefused) as refused:
        office.go(event)
    assert refused.value.code == code
    assert office.board.around.directory is before
    changes = office.board.take_changes()
    assert (changes.documents, changes.floor) == ([], {})


def test_a_switch_is_seen_by_running_dialogues_at_once() -> None:
    office = Office()
    test = {"type": "branch", "cases": [{"when": "switches.closure", "outcome": "shut"}]}
    nodes = {
        "ask": MENU,
        "t": test,
        "shut": {"type": "end", "prompt": "Shut."},
        "bye": {"type": "end", "prompt": "Open."},
    }
    wires = {"ask": {"1": "t", "no_input": "bye", "no_match": "bye"}, "t": {"shut": "shut", "otherwise": "bye"}}
    office.release("sales", "entry", entry=flow(nodes, wires))
    dialogue = office.call(SALES)
    office.go(DocumentPut(kind="switch", key="closure", body='{"on": true}', base="*"))
    office.go(KeyPressed(dialogue=dialogue, key="1"))
    assert office.words() == ["Shut."]


def test_an_agent_who_is_one_no_more_takes_nothing_new() -> None:
    office = Office()
    office.sign_in("bert")
    office.go(DocumentPut(kind="user", key="bert", body="", base="*"))
    assert office.status(office.call(DESK)) == "queued"


def test_a_timer_of_another_generation_changes_only_the_trace() -> None:
    office = Office()
    office.release("sales", "entry", entry=asking("x"))
    dialogue = office.call(SALES)
    [row] = office.board.timers.due()
    before = office.board.dialogues[dialogue]
    for generation in (row.generation - 1, row.generation + 1):
        office.go(TimerFired(owner_kind="dialogue", owner=dialogue, name=row.name, generation=generation))
        assert office.facts("stale") == [(f"timer {row.name}",)]
    assert office.board.dialogues[dialogue] == before
    office.fire("first", after_s=10)
    office.go(TimerFired(owner_kind="dialogue", owner=dialogue, name=row.name, generation=row.generation))
    assert office.facts("stale"), "a timer fires once"


def test_generations_never_come_back() -> None:
    timers = Timers(last=7)
    timers.start("dialogue", "d", "first", 10)
    timers.start("dialogue", "d", "first", 20)
    timers.cancel("dialogue", "d", "first")
    timers.start("dialogue", "d", "first", 30)
    [change] = timers.take_changes()
    assert (change.generation, change.due_ms) == (10, 30)
    assert not timers.take("dialogue", "d", "first", 9)
    assert timers.take("dialogue", "d", "first", 10)
    assert not timers.take("dialogue", "d", "first", 10)


def test_no_timer_outlives_its_dialogue() -> None:
    office = Office()
    dialogue = office.call(DESK)
    office.go(CallerHungUp(dialogue=dialogue))
    assert office.board.timers.due() == []


def test_a_restart_in_the_middle_changes_nothing() -> None:
    office = Office()
    office.release("sales", "entry", entry=queue(while_waiting="hold", when_unstaffed="wait"), hold=MUSIC)
    office.sign_in("anna")
    first, second = office.call(SALES), office.call(SALES)
    due = office.board.timers.due()
    office.restart()
    assert office.board.timers.due() == due
    office.go(OwnerResumed(down_ms=4000))
    assert office.facts("resumed_after") == [(4000,), (4000,)]
    reservation = office.reservation(first).id
    office.go(OfferAccepted(reservation=reservation, agent="anna"))
    assert office.to("caller") == ["StopPlayback", "Connect"]
    office.restart()
    office.go(CallerHungUp(dialogue=first))
    assert (office.ended(first), office.status(second)) == (("abandoned", "offered", "caller"), "offered")
    office.restart()
    office.fire("ring", after_s=30)
    assert office.status(second) == "queued"
    assert first not in office.board.dialogues


def test_a_dialogue_that_met_a_bug_is_parked_with_its_trace() -> None:
    office = Office()
    office.sign_in("bert")
    dialogue = office.call(DESK)
    outcome = office.board.park(dialogue, Stamp("p", office.now, bytes(16)), "a bug")
    assert next(row.facts[0][0] for row in outcome.trace if row.subject == dialogue) == "parked"
    assert office.ended(dialogue) == ("failed", "offered", "system")
    assert office.board.floor.reservation_of(dialogue) is None
