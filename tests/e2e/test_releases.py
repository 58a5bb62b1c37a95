"""Releases: foretold, published to some, pointed, drained, looked at, compared and restored."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Response, expect

from tests.e2e.access import violations
from tests.e2e.front_row import FrontRow
from tests.e2e.releases_page import FLOW, RELEASES, ReleasesPage, changed_draft, published
from tests.e2e.watch import Watch
from tests.main.served import Client


@pytest.fixture
def pages(front: FrontRow) -> ReleasesPage:
    return ReleasesPage(front.page)


def numbers(dora: Client) -> dict[int, dict[str, object]]:
    return {row["number"]: row for row in dora("GET", RELEASES)[1]}


def test_a_release_is_foretold_tried_on_some_and_made_live(pages: ReleasesPage, dora: Client) -> None:
    changed_draft(dora, tries=2)
    page = pages.open("?to=draft").page
    expect(pages.changes).to_contain_text("Step “notice” (say) was added.")
    page.get_by_role("button", name="Publish…").click()
    dialog = page.get_by_role("dialog", name="Publish front door")
    gate = dialog.get_by_role("region", name="What stands in the way")
    expect(gate).to_contain_text("changes against what is live")
    expect(gate).to_contain_text("“main_menu”: tries was added: 2")
    dialog.get_by_role("textbox", name="What changed").fill("Say that calls are recorded")
    dialog.get_by_role("radio", name="Some callers first").check()
    dialog.get_by_role("spinbutton", name="Share of callers").fill("25")
    expect(gate).to_contain_text("fail")  # the cases know of no notice
    dialog.get_by_role("textbox", name="Publish although tests fail").fill("The tests follow")
    dialog.get_by_role("button", name="Publish", exact=True).click()
    expect(dialog).to_be_hidden()
    second = pages.choose("Release 2")
    expect(second).to_contain_text("25 % of callers")
    assert numbers(dora)[2]["canary"] == 25
    second.get_by_role("spinbutton", name="Share of callers").fill("60")
    second.get_by_role("button", name="Set the share").click()
    expect(second).to_contain_text("60 % of callers")
    assert (numbers(dora)[1]["live"], numbers(dora)[2]["canary"]) == (True, 60)
    second.get_by_role("button", name="Make live").click()
    expect(second).to_contain_text("live")
    expect(second.get_by_role("button", name="Make live")).to_have_count(0)
    assert numbers(dora)[2]["live"] is True


def test_a_release_is_drained_of_its_dialogues(pages: ReleasesPage, dora: Client) -> None:
    caller = Client(dora.url)
    caller.call("+442079460100")
    changed_draft(dora)
    published(dora, "A notice")
    pages.open()
    first = pages.choose("Release 1")
    table = first.get_by_role("table")
    expect(table).to_contain_text("front_door / main")
    first.get_by_role("button", name="Retire…").click()
    dialog = pages.page.get_by_role("dialog", name="Retire release 1")
    expect(dialog.get_by_role("table")).to_contain_text("moves to the other release")
    dialog.get_by_role("button", name="Retire", exact=True).click()
    expect(first).to_contain_text("retired")
    expect(first).to_contain_text("No dialogue is on this release.")
    assert [row["at"] for row in dora("GET", f"{RELEASES}/2/dialogues")[1]] != []


def test_an_old_release_is_looked_at_and_restored_with_undo(front: FrontRow, dora: Client) -> None:
    before = dora("GET", FLOW)[1]["flow"]
    changed_draft(dora, tries=2)
    published(dora, "A notice")
    page = front.page
    page.goto("/studio/front_door/flows/main?release=1")
    looking = page.get_by_role("region", name="Release 1", exact=True)
    expect(looking).to_contain_text("It cannot be changed.")
    expect(front.card("Main menu")).to_be_visible()
    expect(front.card("Notice")).to_have_count(0)
    front.card("Main menu").locator(".card-head").click()
    page.keyboard.press("Delete")
    expect(front.card("Main menu")).to_be_visible()
    looking.get_by_role("button", name="Restore into the draft").click()
    front.says("The draft is as release 1 was.")
    front.save()
    assert dora("GET", FLOW)[1]["flow"] == before
    front.button("Undo: Restore release 1").click()
    expect(front.card("Notice")).to_be_visible()
    front.save()
    assert "notice" in dora("GET", FLOW)[1]["flow"]["nodes"]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing(dark: bool, visitor: Callable[..., Page], dora: Client, axe: str) -> None:
    changed_draft(dora, tries=2)
    published(dora, "A notice", canary_percent=20)
    page = FrontRow(visitor(dark=dark)).sign_in("Dora Hartley").page
    pages = ReleasesPage(page).open()
    second = pages.choose("Release 2")
    second.locator("summary").click()
    expect(pages.changes).to_contain_text("was added")
    seen = {"page": violations(page, axe, colours_only=dark)}
    page.get_by_role("button", name="Publish…").click()
    expect(page.get_by_role("region", name="What stands in the way")).to_have_attribute("aria-busy", "false")
    seen["publishing"] = violations(page, axe, colours_only=dark)
    page.goto("/studio/front_door/flows/main?release=1")
    expect(page.get_by_role("region", name="Release 1", exact=True)).to_be_visible()
    seen["looking"] = violations(page, axe, colours_only=dark)
    assert {state: found for state, found in seen.items() if found} == {}


def test_what_changed_is_seen_on_the_canvas_and_as_a_list(front: FrontRow, dora: Client) -> None:
    changed_draft(dora, tries=2)
    read = dora("GET", FLOW)[1]
    flow = read["flow"]
    del flow["nodes"]["pharmacy"], flow["wires"]["pharmacy"]
    flow["wires"]["main_menu"]["2"] = "desk"
    assert dora("PUT", FLOW, {"flow": flow}, If_Match=f'"{read["hash"]}"')[0] == 200
    published(dora, "No pharmacy")
    page = front.page
    page.goto("/studio/front_door/flows/main?from=1&to=2")
    expect(front.card("Notice")).to_contain_text("new")
    expect(front.card("Main menu")).to_contain_text("changed")
    expect(front.card("Main menu")).to_contain_text("was Pharmacy")
    expect(front.card("English")).to_contain_text("rewired")
    expect(front.card("Desk")).not_to_contain_text("changed")  # whoever only leads to what is there is as before
    expect(front.card("Pharmacy, removed")).to_be_visible()
    page.get_by_role("button", name="List").click()
    expect(front.drawer).to_contain_text("Step “pharmacy” (contact_center) was removed.")
    front.drawer.get_by_role("button", name="Open Main menu").click()
    expect(front.inspector("Main menu")).to_be_visible()
    page.get_by_role("button", name="Back to the draft").click()
    expect(page.get_by_role("region", name="Release 2", exact=True)).to_have_count(0)
    front.drag_card("Goodbye", 60, 80)
    front.save()
    expect(front.drawer).to_contain_text("This flow does not differ. Where cards lie does not count.")


DRAWN = "() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(drawn, 50))))"


def could_be_undone(answer: Response) -> bool:
    return answer.url.endswith("/api/tree") and answer.request.method == "PUT"


def test_a_whole_release_is_restored_unless_somebody_saved_meanwhile(
    pages: ReleasesPage, dora: Client, watch: Watch, axe: str
) -> None:
    watch.allow(412)
    before = dora("GET", FLOW)[1]["flow"]
    changed_draft(dora, tries=2)
    fresh = {"format": 1, "title": "Spare", "start": "bye", "nodes": {"bye": {"type": "end"}}, "wires": {}}
    assert dora("POST", FLOW.removesuffix("/main"), {"name": "spare", "flow": fresh})[0] == 201
    first = pages.open().choose("Release 1")
    first.get_by_role("button", name="Restore all of it into the drafts…").click()
    dialog = pages.page.get_by_role("dialog", name="Restore release 1")
    changes = dialog.get_by_role("region", name="What changes in the drafts")
    expect(changes).to_contain_text("The flow “Spare” was removed.")
    assert violations(pages.page, axe) == []
    read = dora("GET", FLOW)[1]
    read["flow"]["nodes"]["main_menu"]["tries"] = 3
    assert dora("PUT", FLOW, {"flow": read["flow"]}, If_Match="*")[0] == 200
    dialog.get_by_role("button", name="Restore", exact=True).click()
    expect(dialog.get_by_role("alert")).to_contain_text("Somebody saved a draft of front_door meanwhile.")
    assert dora("GET", FLOW)[1]["flow"]["nodes"]["main_menu"]["tries"] == 3
    expect(changes).to_contain_text("tries was removed; it was 3")
    dialog.get_by_role("button", name="Restore", exact=True).click()
    expect(dialog).to_be_hidden()
    assert dora("GET", FLOW)[1]["flow"] == before
    assert dora("GET", FLOW.replace("/main", "/spare"))[0] == 404
    _it_is_undone_after_a_reload_unless_somebody_saved_since(pages, dora, before)


def _it_is_undone_after_a_reload_unless_somebody_saved_since(pages: ReleasesPage, dora: Client, before: Any) -> None:
    read = dora("GET", FLOW)[1]
    read["flow"]["nodes"]["main_menu"]["tries"] = 4
    assert dora("PUT", FLOW, {"flow": read["flow"]}, If_Match="*")[0] == 200
    undo = pages.page.get_by_role("button", name="Undo: Restore release 1")
    undo.click()
    expect(pages.page.locator(".toasts")).to_contain_text("A draft was saved since release 1 was restored")
    assert dora("GET", FLOW)[1]["flow"] == read["flow"]
    with pages.page.expect_response(could_be_undone) as looked:
        pages.page.reload()
    looked.value.finished()
    expect(pages.list).to_be_visible()
    pages.page.evaluate(DRAWN)
    expect(undo).to_have_count(0)  # somebody's work would be written over
    assert dora("PUT", FLOW, {"flow": before}, If_Match="*")[0] == 200
    pages.page.reload()
    expect(undo).to_be_visible()
    pages.page.keyboard.press("Control+z")
    expect(pages.page.locator(".toasts")).to_contain_text("Undone: Restore release 1")
    expect(undo).to_have_count(0)
    assert dora("GET", FLOW.replace("/main", "/spare"))[0] == 200
    assert "notice" in dora("GET", FLOW)[1]["flow"]["nodes"]
