"""Arrival: an address leads to exactly one place, and every caller hears something."""

from typing import Any

import pytest

from flowengine.errors import Conflict, NotFound
from flowengine.messages import CallerHungUp, DialogueArrived, DocumentPut, KeyPressed
from tests.switchboard.office import CHAT, DESK, FREE, MAIN, SALES, TENANT, Office, flow, queue

MENU = {"type": "menu", "prompt": "1 sales, 2 desk", "choices": {"1": {"label": "Sales"}, "2": {"label": "Desk"}}}
BYE = {"returned": "bye", "closed": "bye", "unavailable": "bye"}
DOOR = flow(
    {
        "ask": MENU,
        "sales": {"type": "contact_center", "contact_center": "sales"},
        "desk": {"type": "contact_center", "contact_center": "desk"},
        "bye": {"type": "end", "prompt": "Bye."},
    },
    {"ask": {"1": "sales", "2": "desk", "no_input": "bye", "no_match": "bye"}, "sales": BYE, "desk": BYE},
)


def test_a_contact_center_without_a_flow_takes_callers_straight_to_its_agents() -> None:
    office = Office()
    office.sign_in("bert")
    dialogue = office.call(DESK)
    assert office.facts("entered") == [("desk", 0, "straight_to_queue")]
    assert (office.status(dialogue), office.reservation(dialogue).agent) == ("offered", "bert")
    assert office.to("agent:bert") == ["Offer"]


def test_its_callers_wait_even_if_nobody_is_there() -> None:
    office = Office()
    dialogue = office.call(DESK)
    assert office.status(dialogue) == "queued"
    office.sign_in("bert")
    assert office.status(dialogue) == "offered"


@pytest.mark.parametrize(("key", "center"), [("1", "sales"), ("2", "desk")])
def test_one_address_leads_to_several_contact_centers_through_the_front_door(key: str, center: str) -> None:
    office = Office()
    office.release("front_door", "main", main=DOOR)
    office.release("sales", "entry", entry=queue(when_unstaffed="wait"))
    dialogue = office.call(MAIN)
    office.go(KeyPressed(dialogue=dialogue, key=key))
    assert [fact[:3] for fact in office.facts("queued")] == [(center, {}, 5)]
    assert office.board.dialogues[dialogue].contact_center == center


def test_a_link_may_name_an_entry_flow() -> None:
    office = Office()
    office.release("sales", "entry", entry=queue(), special=flow({"bye": {"type": "end", "prompt": "Special."}}, {}))
    office.go(DocumentPut(kind="address", key=SALES, base="*", body='{"kind": "number"}'))
    linked = '{"kind": "number", "link": {"contact_center": "sales", "flow": "special"}}'
    office.go(DocumentPut(kind="address", key=SALES, base="*", body=linked))
    office.call(SALES)
    assert office.words() == ["Special."]


@pytest.mark.parametrize(("language", "words"), [("", "Not in service."), ("nl-NL", "Niet in gebruik.")])
def test_an_unlinked_address_is_told_and_counted(language: str, words: str) -> None:
    office = Office()
    dialogue = office.call(FREE, language=language)
    assert (office.facts("not_in_service"), office.words()) == ([(FREE,)], [words])
    assert (office.to("caller"), office.ended(dialogue)) == (["Say", "HangUp"], ("failed", "in_flow", "system"))


def test_a_disabled_contact_center_is_not_in_service() -> None:
    office = Office()
    office.go(DocumentPut(kind="contact_center", key="desk", base="*", body='{"title": "Desk", "enabled": false}'))
    office.call(DESK)
    assert office.words() == ["Not in service."]


def test_an_unknown_address_is_refused() -> None:
    office = Office()
    with pytest.raises(NotFound, match="Nobody owns"):
        office.call("+442079460999")


def test_a_second_link_is_refused() -> None:
    office = Office()
    before = office.board.around.directory
    with pytest.raises(Conflict, match="linked to desk already") as refused:
        office.go(
            DocumentPut(kind="address", key=DESK, base="*", body='{"kind": "number", "link": {"front_door": "main"}}')
        )
    assert (refused.value.code, "Unlink it first" in refused.value.hint) == ("address_linked", True)
    assert office.board.around.directory is before


def test_an_arrival_told_twice_is_one_dialogue() -> None:
    office = Office()
    first = office.call(DESK, external_id="carrier-1")
    assert office.call(DESK, external_id="carrier-1") == first
    assert office.last is not None
    assert (office.last.commands, office.last.trace) == ([], [])


def test_the_same_id_after_the_end_is_a_new_dialogue() -> None:
    office = Office()
    first = office.call(DESK, external_id="carrier-1")
    office.go(CallerHungUp(dialogue=first))
    office.store()
    assert office.call(DESK, external_id="carrier-1") != first


def test_personal_content_stands_in_content_alone() -> None:
    office = Office()
    arrived: dict[str, Any] = {"caller_name": "Ann Smith", "caller_number": "+447700900123"}
    office.go(DialogueArrived(via="phone", external_id="x", channel="voice", address=DESK, **arrived))
    assert office.last is not None
    assert "Ann" not in str(office.last.trace)
    assert "900123" not in str(office.last.trace) + str(office.last.commands)
    assert office.last.content[0].body["name"] == "Ann Smith"


def test_a_chat_waits_without_music() -> None:
    office = Office()
    dialogue = office.call(CHAT, channel="chat", via="webchat", capabilities=("text",))
    assert (office.status(dialogue), office.to("caller")) == ("queued", [])


BLOCKED: Any = {**TENANT, "blocked_callers": {"+447700900666": {"reason": "threats"}}}


def test_a_blocked_caller_is_turned_away_unanswered() -> None:
    office = Office(BLOCKED)
    office.sign_in("bert")
    dialogue = office.call(DESK, caller_number="+447700900666")
    assert office.to("caller") == ["HangUp"]
    assert (office.facts("blocked"), office.words()) == ([()], [])
    assert office.facts("counted", "contact_center") == [("blocked", "voice", (), "desk", "", 0, DESK)]
    assert office.ended(dialogue) == ("disconnected", "in_flow", "system")
    assert "900666" not in str(office.last.trace)  # type: ignore[union-attr]  # it was applied
    office.go(DocumentPut(kind="blocked_caller", key="+447700900666", body="", base="*"))
    assert office.status(office.call(DESK, caller_number="+447700900666")) == "offered"


RANGE = "+442079460200-+442079460299"
WIDE: Any = {
    **TENANT,
    "addresses": {
        DESK: {"kind": "number", "link": {"contact_center": "desk"}},
        RANGE: {"kind": "number", "link": {"contact_center": "sales"}},
        "*": {"kind": "number", "link": {"contact_center": "desk"}},
    },
}


@pytest.mark.parametrize(
    ("address", "center"), [(DESK, "desk"), ("+442079460250", "sales"), ("+442079460300", "desk")], ids=str
)
def test_ranges_and_the_catch_all_lead_where_they_are_linked(address: str, center: str) -> None:
    office = Office(WIDE)
    dialogue = office.call(address)
    assert office.board.dialogues[dialogue].contact_center == center
    assert office.facts("arrived")[0][:2] == ("voice", address)


def test_a_moved_link_touches_no_running_dialogue() -> None:
    office = Office()
    running = office.call(DESK)
    before = office.board.dialogues[running]
    office.go(DocumentPut(kind="address", key=DESK, body='{"kind": "number"}', base="*"))
    office.go(
        DocumentPut(kind="address", key=DESK, body='{"kind": "number", "link": {"contact_center": "sales"}}', base="*")
    )
    assert office.board.dialogues[running] == before
    assert office.board.dialogues[office.call(DESK)].contact_center == "sales"
