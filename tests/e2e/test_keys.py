"""The editor without a pointer: commands, keys, walking, the outline, finding, and a flow built from nothing."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.access import Keyboard, violations
from tests.e2e.editor import Editor
from tests.e2e.people import answered_late
from tests.main.served import Client

FLOW = "/api/environments/front_door/flows/main"
MAIN = "/studio/front_door/flows/main"


def test_a_card_is_reached_moved_renamed_and_left_by_keys(visitor: Callable[..., Page], dora: Client) -> None:
    editor = Editor.opened(visitor("about:blank"), f"{MAIN}?step=language_menu")
    page = editor.page
    expect(editor.card("Language")).to_be_visible()
    before = dora("GET", FLOW)[1]["layout"]["nodes"]["main_menu"]
    editor.command("Go to Main menu")
    expect(page).to_have_url(f"{page.url.split('?')[0]}?step=main_menu")
    editor.card("Main menu").focus()
    page.keyboard.press("ArrowRight")
    expect(editor.card("Appointments")).to_be_focused()
    expect(editor.said).to_contain_text("1 · Appointments goes to Appointments, 3 ways out, 1 of 4")
    page.keyboard.press("ArrowDown")
    expect(editor.card("Pharmacy")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(editor.card("Main menu")).to_be_focused()
    page.clock.set_fixed_time(datetime.now(UTC))  # both at once, however slow the machine is
    page.keyboard.press("Alt+ArrowRight")
    page.keyboard.press("Alt+ArrowDown")
    expect(editor.said).to_contain_text(f"now at {before['x'] + 10} right, {before['y'] + 10} down")
    page.keyboard.press("F2")
    expect(page.get_by_role("textbox", name="Name of the step").first).to_be_focused()
    page.keyboard.type("What brings you here?")
    page.keyboard.press("Enter")
    expect(editor.card("What brings you here?")).to_be_focused()
    page.keyboard.press("Enter")
    expect(editor.field("Name of the step")).to_be_focused()
    page.keyboard.press("Escape")
    expect(editor.card("What brings you here?")).to_be_focused()
    page.keyboard.press("Control+s")
    expect(page.get_by_role("banner")).to_contain_text("Saved")
    stored = dora("GET", FLOW)[1]
    assert stored["flow"]["nodes"]["main_menu"]["title"] == "What brings you here?"
    assert stored["layout"]["nodes"]["main_menu"] == {"x": before["x"] + 10, "y": before["y"] + 10}
    page.keyboard.press("Control+z")
    expect(editor.card("Main menu")).to_be_visible()
    page.keyboard.press("Control+z")  # both moves are one gesture
    page.keyboard.press("Control+s")
    expect(page.get_by_role("banner")).to_contain_text("Saved")
    assert dora("GET", FLOW)[1]["layout"]["nodes"]["main_menu"] == before


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_outline_is_complete_and_in_step(dark: bool, visitor: Callable[..., Page], axe: str) -> None:
    editor = Editor.opened(visitor("about:blank", dark=dark), MAIN)
    page = editor.page
    expect(editor.card("Main menu")).to_be_visible()
    page.keyboard.press("o")
    steps = editor.outline.locator("[aria-level='1']")
    expect(steps).to_have_count(page.locator(".react-flow__node").count())
    editor.item("Language known?").focus()
    page.keyboard.press("End")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    expect(editor.item("dutch goes to Nederlands")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(editor.item("Nederlands")).to_be_focused()
    expect(page).to_have_url(f"{page.url.split('?')[0]}?step=speak_dutch")
    expect(page.locator(".react-flow__node.selected")).to_have_attribute("data-id", "speak_dutch")
    page.keyboard.press("Enter")
    expect(editor.field("Name of the step")).to_be_focused()
    assert violations(page, axe, colours_only=dark) == []


def test_a_form_whose_script_comes_late_takes_the_focus(visitor: Callable[..., Page]) -> None:
    page = visitor("about:blank")
    with answered_late(page, "**/assets/inspector-*.js"):
        editor = Editor.opened(page, MAIN)
        expect(editor.card("Main menu")).to_be_visible()
        page.keyboard.press("o")
        editor.item("Nederlands").focus()
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("step=speak_dutch"))
        expect(page.locator(".inspector-head")).to_have_count(0)
    expect(editor.field("Name of the step")).to_be_focused()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_what_is_looked_for_is_found_by_name(dark: bool, visitor: Callable[..., Page], axe: str) -> None:
    editor = Editor.opened(visitor("about:blank", dark=dark), MAIN)
    page = editor.page
    expect(editor.card("Main menu")).to_be_visible()
    page.keyboard.press("Control+f")
    expect(page.get_by_role("searchbox", name="Find in this flow")).to_be_focused()
    page.keyboard.type("billing")
    hits = page.get_by_role("list", name="Places").get_by_role("button")
    expect(page.get_by_role("search").get_by_role("status")).to_contain_text("places")
    page.keyboard.press("Enter")
    page.keyboard.press("F3")
    expect(hits.nth(1)).to_have_attribute("aria-current", "true")
    seen = {"find": violations(page, axe, colours_only=dark)}
    page.get_by_role("button", name="All flows").click()
    expect(hits.filter(has_text="Billing ›").first).to_be_visible()
    hits.filter(has_text="Billing ›").first.click()
    expect(page).to_have_url(re.compile("/studio/billing/flows/accounts"))
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    expect(editor.commands).to_be_visible()
    seen["commands"] = violations(page, axe, colours_only=dark)
    page.keyboard.press("Escape")
    page.locator("body").press("?")
    sheet = page.get_by_role("dialog", name="Keys")
    expect(sheet).to_contain_text("Follow the first wire")
    seen["keys"] = violations(page, axe, colours_only=dark)
    sheet.get_by_role("checkbox").uncheck()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    page.locator("body").press("?")
    expect(sheet).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(editor.commands).to_be_visible()
    assert {state: found for state, found in seen.items() if found} == {}


def test_a_phone_shows_the_flow_as_a_list_that_can_be_changed_by_touch(
    visitor: Callable[..., Page], dora: Client, axe: str
) -> None:
    editor = Editor.opened(visitor("about:blank", phone=True), MAIN)
    page = editor.page
    expect(page.locator(".react-flow")).to_have_count(0)
    editor.item("Main menu").tap()
    expect(editor.field("Name of the step")).to_have_value("Main menu")
    editor.field("Name of the step").fill("What brings you here?")
    editor.goes_to("no input").select_option(label="Goodbye")
    page.get_by_role("button", name="All steps").tap()
    expect(editor.item("What brings you here?")).to_be_focused()
    assert violations(page, axe) == []
    expect(page.get_by_role("banner")).to_contain_text("Saved")  # by itself
    flow = dora("GET", FLOW)[1]["flow"]
    assert flow["nodes"]["main_menu"]["title"] == "What brings you here?"
    assert flow["wires"]["main_menu"]["no_input"] == "goodbye"


def walk_to(editor: Editor, outcome: str) -> None:
    """Down the ways of an open step."""
    for _ in range(8):
        if (editor.page.evaluate("document.activeElement.textContent") or "").startswith(outcome):
            return
        editor.page.keyboard.press("ArrowDown")
    raise AssertionError(f"{outcome} is not below the step")


def add_menu(editor: Editor, keys: Keyboard) -> None:
    """A menu beside the picked step, found again by its name, and its prompt."""
    editor.command("Add Menu")
    expect(editor.card("Menu")).to_be_visible()
    editor.page.keyboard.press("Control+f")
    expect(editor.page.get_by_role("searchbox", name="Find in this flow")).to_be_focused()
    editor.page.keyboard.type("Menu")
    keys.press("Enter", "Escape")
    expect(editor.card("Menu")).to_be_focused()
    keys.press("Enter")
    expect(editor.field("Name of the step")).to_be_focused()
    keys.reach("textarea", "Prompt")
    keys.press("Control+a")
    editor.page.keyboard.type("For the night nurse press 1.")
    keys.press("Escape")
    expect(editor.card("Menu")).to_be_focused()
    keys.press("o")
    expect(editor.outline).to_be_visible()


def wire(editor: Editor, keys: Keyboard, step: str, outcome: str, to: str) -> None:
    """From the outline to the choice where this way goes, and back."""
    if editor.outline.count() == 0:
        keys.press("o")
    editor.item(step).focus()
    keys.press("ArrowRight")
    walk_to(editor, outcome)
    keys.press("Enter")
    expect(editor.page.locator("select:focus")).to_be_visible()
    keys.choose(to)
    keys.press("Escape")


def test_a_whole_flow_is_built_with_the_keyboard_alone(visitor: Callable[..., Page], dora: Client) -> None:
    page = visitor("/studio")
    keys = Keyboard(page)
    expect(page.get_by_role("button", name="Dora Hartley")).to_be_visible()
    keys.reach("button", "Dora Hartley")
    keys.press("Enter")
    expect(page.get_by_role("region", name="Billing")).to_be_visible()
    keys.reach("button", "New flow")
    keys.press("Enter")
    expect(page.locator("input:focus")).to_be_visible()
    page.keyboard.type("night_line")
    keys.press("Enter")
    editor = Editor(page)
    expect(editor.card("Welcome")).to_be_visible()
    editor.command("Go to Welcome")
    editor.command("Rename the step")
    expect(page.get_by_role("textbox", name="Name of the step").first).to_be_focused()
    page.keyboard.type("Good evening")
    keys.press("Enter")
    expect(editor.card("Good evening")).to_be_focused()
    add_menu(editor, keys)
    wire(editor, keys, "Good evening", "done", "Menu")
    for outcome in ("1 ·", "2 ·", "no input", "no match"):
        wire(editor, keys, "Menu", outcome, "Good")
    keys.press("Control+s")
    expect(page.get_by_role("banner")).to_contain_text("Saved")
    flow = dora("GET", "/api/environments/front_door/flows/night_line")[1]["flow"]
    assert flow["nodes"]["welcome"]["title"] == "Good evening"
    assert flow["nodes"]["menu"]["prompt"] == "For the night nurse press 1."
    assert flow["wires"]["welcome"] == {"done": "menu"}
