"""Releases: the gate, the number, and that a running dialogue keeps the one it began with."""

from pathlib import Path

import pytest

from flowengine.errors import FlowInvalid, NotFound, RequestRefused
from flowengine.messages import DialogueArrived
from tests.environments.office import TENANT, Author, Office, Place, flow, lived


async def save(office: Office, document: dict[str, object]) -> None:
    read = office.editor.read_flow(Place())
    await office.editor.save_flow(Place(), document, None, read["hash"], "edith")


async def arrive(office: Office, leg: str) -> str:
    event = DialogueArrived(via="phone", external_id=leg, channel="voice", address="+442079460100")
    reply: dict[str, str] = await office.exchange.submit(TENANT, event)
    return reply["dialogue"]


def test_a_running_dialogue_keeps_its_release_across_publish_and_rollback(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        first = await arrive(office, "one")
        await save(office, flow("New words."))
        assert await office.editor.publish(Author(), "front_door", "new words", "") == 2
        second = await arrive(office, "two")
        await office.editor.make_live(Author(), "front_door", 1)
        third = await arrive(office, "three")
        board = office.exchange.board(TENANT)
        pinned = [board.dialogues[key].releases["front_door"] for key in (first, second, third)]
        assert pinned == [1, 2, 1]
        listed = [(row["number"], row["message"], row["live"]) for row in office.editor.releases(TENANT, "front_door")]
        assert listed == [(2, "new words", False), (1, "First release", True)]

    lived(tmp_path, life)


def test_errors_of_the_check_keep_a_draft_from_being_published(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        broken = flow()
        del broken["wires"]["hello"]["no_match"]
        await save(office, broken)
        with pytest.raises(FlowInvalid) as refused:
            await office.editor.publish(Author(), "front_door", "oops", "because")
        assert [finding.path for finding in refused.value.findings] == ["$.wires.hello.no_match"]
        assert office.exchange.board(TENANT).library.live("front_door") == 1

    lived(tmp_path, life)


def test_failing_cases_need_a_reason_that_is_kept(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        office.cases.results = [
            {
                "file": "day.json",
                "case": "greets",
                "ok": False,
                "failure": {"step": 2, "message": "“hears” does not hold."},
            }
        ]
        with pytest.raises(FlowInvalid, match="“greets” fails at step 2: “hears” does not hold"):
            await office.editor.publish(Author(), "front_door", "hurry", "")
        number = await office.editor.publish(Author(), "front_door", "hurry", "the line is down")
        kept = office.editor.releases(TENANT, "front_door")[0]
        assert (number, kept["message"], kept["author"]) == (2, "hurry (forced: the line is down)", "edith")

    lived(tmp_path, life)


@pytest.mark.parametrize(
    ("environment", "message", "kind", "words"),
    [
        pytest.param("front_door", "  ", RequestRefused, "few words", id="no message"),
        pytest.param("desk", "first", RequestRefused, "no flows", id="nothing to publish"),
        pytest.param("elsewhere", "first", NotFound, "no environment", id="unknown environment"),
    ],
)
def test_a_publish_that_means_nothing_is_refused(
    tmp_path: Path, environment: str, message: str, kind: type[Exception], words: str
) -> None:
    async def life(office: Office) -> None:
        with pytest.raises(kind, match=words):
            await office.editor.publish(Author(), environment, message, "")

    lived(tmp_path, life)


def test_live_points_only_to_a_release_that_exists(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        with pytest.raises(NotFound, match="no release 7"):
            await office.editor.make_live(Author(), "front_door", 7)

    lived(tmp_path, life)
