"""Preview callers: their numbers meet the draft on the real address as a test, until it is over; nobody else does."""

import pytest

from flowengine.errors import RequestRefused
from flowengine.lang.canonical import canonical, content_hash
from flowengine.messages import PreviewSet
from flowengine.switchboard.boot import Boot
from flowengine.switchboard.switchboard import Switchboard
from tests.switchboard.office import MAIN, PROGRAMS, Office
from tests.switchboard.test_canary import ask

TESTER, OTHER = "+447700900001", "+447700900002"


def draft(words: str = "New?") -> dict[str, str]:
    document = {"format": 1, "environment": {"format": 1, "entry": {"default": "main"}}, "flows": {"main": ask(words)}}
    text = canonical(document)
    return {"body": text, "hash": content_hash(text)}


def previewing(office: Office, *callers: str, for_ms: int = 60_000, words: str = "New?") -> int:
    until_ms = office.now + for_ms
    event = PreviewSet(environment="front_door", callers=callers, until_ms=until_ms, author="dora", **draft(words))
    number: int = office.go(event).reply["number"]
    return number


def met(office: Office, number: str) -> tuple[int, bool]:
    state = office.board.dialogues[office.call(MAIN, caller_number=number)]
    return state.frames[0].release, state.test


def test_only_the_chosen_meet_it_and_as_a_test() -> None:
    office = Office()
    office.release("front_door", "main", main=ask("Old?"))
    assert previewing(office, TESTER) == 2
    assert met(office, TESTER) == (2, True)
    assert met(office, OTHER) == (1, False)
    assert met(office, "") == (1, False)
    assert office.board.library.live("front_door") == 1, "publishing is another matter"


def test_it_ends_by_its_time_or_by_a_word_and_leaves_who_is_on() -> None:
    office = Office()
    office.release("front_door", "main", main=ask("Old?"))
    previewing(office, TESTER)
    dialogue = office.call(MAIN, caller_number=TESTER)
    office.now += 60_000
    assert met(office, TESTER) == (1, False)
    assert office.board.dialogues[dialogue].frames[0].release == 2
    assert previewing(office, TESTER, OTHER) == 2, "the same draft is the same release"
    assert met(office, OTHER) == (2, True)
    assert previewing(office, TESTER, words="Newer?") == 3
    assert office.go(PreviewSet(environment="front_door", author="dora")).reply == {"number": 0}
    assert met(office, TESTER) == (1, False)


def test_it_is_stored_and_told_without_numbers() -> None:
    office = Office()
    office.release("front_door", "main", main=ask("Old?"))
    event = PreviewSet(
        environment="front_door", callers=(TESTER,), until_ms=office.now + 9_000, author="dora", **draft()
    )
    outcome = office.go(event)
    facts = [fact for row in outcome.trace for fact in row.facts]
    assert facts == [("previewed", "front_door", 2, 1, event.until_ms, "dora")]
    stored = office.document("preview", "front_door")
    assert stored is not None
    board = Switchboard(Boot(office.board.around.directory, PROGRAMS, documents=(stored,)))
    assert board.library.previews.pinned(TESTER, office.now) == {"front_door": 2}


def test_a_draft_that_cannot_run_changes_nothing() -> None:
    office = Office()
    with pytest.raises(RequestRefused):
        office.go(PreviewSet(environment="front_door", callers=(TESTER,), until_ms=9, body="{}", hash="no"))
    assert office.board.library.previews.of("front_door") is None
