"""What a person does while something is still on its way to or from the server: it counts, and the focus stays."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.e2e.editor import Editor
from tests.e2e.front_row import DRAWN, FrontRow
from tests.e2e.people import answered_late, first_to_save, sent_late
from tests.e2e.releases_page import ReleasesPage, changed_draft, published
from tests.e2e.test_problems import broken
from tests.e2e.test_together import edith_saves
from tests.e2e.watch import Watch
from tests.main.served import Client

MAIN = "/studio/front_door/flows/main"
FLOW = "/api/environments/front_door/flows/main"


def keeps_the_focus(page: Page, pressed: Locator) -> None:
    """It is off, and the focus is still there once the browser has drawn that."""
    expect(pressed).to_be_disabled()
    page.evaluate(DRAWN)
    expect(pressed).to_be_focused()


def test_a_button_that_is_off_while_it_sends_keeps_the_focus(visitor: Callable[..., Page]) -> None:
    page = visitor("/")
    dora = page.get_by_role("button", name=re.compile("^Dora Hartley"))
    with sent_late(page, "**/api/session", "POST"):
        dora.press("Enter")
        keeps_the_focus(page, dora)
    front = FrontRow(page)
    anna = front.desk.get_by_role("button", name="Take over Anna")
    with sent_late(page, "**/api/demo/take-over", "POST"):
        anna.press("Enter")
        keeps_the_focus(page, anna)
    expect(front.desk.get_by_role("combobox", name="Presence")).to_have_value("available")
    expect(front.desk).to_be_focused()  # the button is gone
    publish = front.button("Publish…")
    publish.press("Enter")
    asked = page.get_by_role("dialog", name="Publish")
    asked.get_by_role("textbox", name="What changed").fill("The same once more")
    expect(asked.get_by_role("region", name="What stands in the way")).to_have_attribute("aria-busy", "false")
    go = asked.get_by_role("button", name=re.compile("^Publish"))
    with sent_late(page, "**/api/environments/front_door/releases", "POST"):
        go.press("Enter")
        keeps_the_focus(page, go)
    expect(asked).to_be_hidden()


def test_what_is_done_and_cannot_be_done_again_keeps_the_focus(visitor: Callable[..., Page]) -> None:
    editor = Editor.opened(visitor("about:blank"), MAIN)
    page = editor.page
    editor.pick("Main menu")
    editor.field("Name of the step").fill("Reception")
    save = editor.button("Save")
    with first_to_save(page, FLOW):
        save.press("Enter")
        keeps_the_focus(page, save)
    expect(page.get_by_role("banner")).to_contain_text("Saved")
    keeps_the_focus(page, save)
    page.get_by_role("button", name=re.compile("^Undo: ")).press("Enter")
    keeps_the_focus(page, editor.button("Undo"))
    page.get_by_role("button", name=re.compile("^Redo: ")).press("Enter")
    keeps_the_focus(page, editor.button("Redo"))


def test_a_choice_that_is_made_last_counts_when_both_are_saved(front: FrontRow, dora: Client, watch: Watch) -> None:
    watch.allow(412)
    page = front.page
    page.goto(MAIN)
    front.pick("Language")
    with first_to_save(page, FLOW):
        front.field("Prompt").fill("Dora's words. 1 or 2?")
        edith_saves(dora, prompt="Edith's words. 1 or 2?")
    told = page.get_by_role("dialog", name="Someone else changed this flow")
    both = told.get_by_role("region", name="Both of you changed this")
    both.get_by_role("radio", name="Theirs").check()
    expect(told).to_contain_text("Everything is chosen.")
    with answered_late(page, "**/together"):
        both.get_by_role("radio", name="Mine").check()
        told.get_by_role("button", name="Save both together").click()
    front.says("Both are saved together.")
    assert dora("GET", FLOW)[1]["flow"]["nodes"]["language_menu"]["prompt"] == "Dora's words. 1 or 2?"


def test_nobody_is_moved_before_it_was_told_where(front: FrontRow, dora: Client) -> None:
    changed_draft(dora)
    published(dora, "A notice")
    page = front.page
    first = ReleasesPage(page).open().choose("Release 1")
    first.get_by_role("button", name="Retire…").click()
    asked = page.get_by_role("dialog", name="Retire release 1")
    go = asked.get_by_role("button", name="Retire", exact=True)
    expect(go).to_be_enabled()
    with answered_late(page, "**/retire"):
        asked.get_by_role("combobox").last.select_option(index=1)
        expect(go).to_be_disabled()
    expect(go).to_be_enabled()


def test_enter_goes_to_a_place_that_is_still_looked_for(visitor: Callable[..., Page]) -> None:
    editor = Editor.opened(visitor("about:blank"), MAIN)
    page = editor.page
    expect(editor.card("Main menu")).to_be_visible()
    page.keyboard.press("Control+Shift+f")
    field = page.get_by_role("searchbox", name="Find in all flows")
    expect(field).to_be_focused()
    with answered_late(page, "**/api/environments/billing/flows/*"):
        page.keyboard.type("Billing queue")
        page.keyboard.press("Enter")
        expect(page.get_by_role("search").get_by_role("status")).to_have_text("Reading the flows…")
    expect(page).to_have_url(re.compile("/studio/billing/flows/accounts"))
    expect(page.locator(".react-flow__node.selected").and_(editor.card("Billing queue"))).to_be_visible()


def test_a_microphone_that_is_allowed_too_late_is_let_go(visitor: Callable[..., Page]) -> None:
    page = visitor("/studio/front_door/prompts")
    page.get_by_role("button", name="Dora Hartley").click()
    page.get_by_role("button", name="Record goodbye, English").click()
    dialog = page.get_by_role("dialog", name="Record “goodbye” in English")
    page.evaluate(ASKED)
    dialog.get_by_role("button", name="Start recording").click()
    page.wait_for_function("() => window.allow")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert page.evaluate("() => window.allow()") == ["live"]
    page.wait_for_function("() => window.heard.getTracks().every(track => track.readyState === 'ended')")


# The browser asks the person, who answers when `allow` is called; what it gives is told.
ASKED = """() => {
    const asks = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = wanted => new Promise(done => {
        window.allow = async () => {
            window.heard = await asks(wanted);
            const states = window.heard.getTracks().map(track => track.readyState);
            done(window.heard);
            return states;
        };
    });
}"""


def test_a_problem_that_is_mended_late_leaves_the_focus_to_who_writes(
    visitor: Callable[..., Page], dora: Client
) -> None:
    broken(dora)
    editor = Editor.opened(visitor("about:blank"), MAIN)
    editor.tab("Problems")
    declare = editor.drawer.get_by_role("button", name="Declare “nickname”")
    expect(declare).to_be_visible()
    editor.pick("Main menu")
    name = editor.field("Name of the step")
    with sent_late(editor.page, "**/api/check", "POST"):
        name.fill("Reception")
        declare.click()  # what was typed since is looked at first
        name.press("End")
    expect(declare).to_have_count(0)
    editor.page.evaluate(DRAWN)
    expect(name).to_be_focused()


def test_a_field_that_becomes_a_choice_keeps_who_is_in_it(visitor: Callable[..., Page]) -> None:
    editor = Editor.opened(visitor("about:blank"), MAIN)
    with answered_late(editor.page, "**/api/environments/front_door/names"):
        editor.pick("Desk")
        editor.field("Contact center").press("End")
    expect(editor.inspector("Desk").get_by_role("combobox", name=re.compile("^Contact center"))).to_be_focused()
