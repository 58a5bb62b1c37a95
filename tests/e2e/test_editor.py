"""Changing a flow: words, steps, wires, undo, saving beside somebody else, and problems with a click to their place."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.access import few_colours, ground
from tests.e2e.front_row import FrontRow
from tests.e2e.people import first_to_save
from tests.e2e.watch import Watch
from tests.main.served import Client

FLOW = "/api/environments/front_door/flows/main"
ROOM_BEFORE = "it => it.getBoundingClientRect().left - it.offsetParent.getBoundingClientRect().left"
ROOM_BEHIND = "it => it.offsetParent.getBoundingClientRect().right - it.getBoundingClientRect().right"


def test_a_step_is_added_filled_wired_deleted_and_brought_back(front: FrontRow, dora: Client) -> None:
    before = dora("GET", FLOW)[1]["flow"]["wires"]["language_menu"]["no_input"]
    new = front.wire("Language, no input, goes to Privacy notice")
    front.add_step("Say")
    front.field("Name of the step").fill("Privacy notice")
    front.field("Prompt").fill("Calls may be recorded.")
    expect(front.card("Privacy notice")).to_contain_text("Calls may be recorded.")
    front.goes_to("done").select_option(label="Main menu")
    expect(front.wire("Privacy notice, done, goes to Main menu")).to_be_attached()
    front.drag_wire("Language", "no_input", "Privacy notice")
    expect(new).to_be_attached()
    front.remove("Privacy notice")
    expect(front.card("Privacy notice")).to_have_count(0)
    expect(new).to_have_count(0)
    front.button("Undo: Remove 1 step").click()
    expect(front.card("Privacy notice")).to_be_visible()
    expect(new).to_be_attached()
    front.button("Undo: Connect").click()
    expect(new).to_have_count(0)
    front.button("Redo: Connect").click()
    expect(new).to_be_attached()
    front.save()
    flow = dora("GET", FLOW)[1]["flow"]
    assert before != "say"
    assert flow["wires"]["language_menu"]["no_input"] == "say"
    assert flow["wires"]["say"] == {"done": "main_menu"}
    assert flow["nodes"]["say"] == {"type": "say", "title": "Privacy notice", "prompt": "Calls may be recorded."}


def test_a_wire_dropped_on_paper_asks_for_the_step_that_should_be_there(front: FrontRow, dora: Client) -> None:
    front.drop_wire_on_paper("Language", "no_match")
    _asks_where_lines_begin(front.page)
    front.choose_step("Say")
    expect(front.wire("Language, no match, goes to Say")).to_be_attached()
    front.save()
    assert dora("GET", FLOW)[1]["flow"]["wires"]["language_menu"]["no_match"] == "say"


def _asks_where_lines_begin(page: Page) -> None:
    """On the left of the paper, and on the right of a page that is read from right to left."""
    asked = page.get_by_role("dialog", name="Add a step")
    expect(asked).to_be_visible()
    assert asked.evaluate(ROOM_BEFORE) < asked.evaluate(ROOM_BEHIND)
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert asked.evaluate(ROOM_BEFORE) > asked.evaluate(ROOM_BEHIND)
    page.evaluate("document.documentElement.dir = 'ltr'")


def test_a_dragged_card_stays_where_it_was_put(front: FrontRow, dora: Client) -> None:
    before = dora("GET", FLOW)[1]["layout"]["nodes"]["goodbye"]
    front.drag_card("Goodbye", 60, 80)
    front.save()
    after = dora("GET", FLOW)[1]["layout"]["nodes"]["goodbye"]
    assert (after["x"] > before["x"], after["y"] > before["y"]) == (True, True)


def test_an_unwired_outcome_is_a_problem_with_a_click_to_its_place(front: FrontRow) -> None:
    front.pick("Main menu")
    front.goes_to("2 · Pharmacy").select_option(label="Not connected")
    front.tab("Problems")
    problem = front.drawer.get_by_role("listitem").filter(has_text="main_menu")
    expect(problem.get_by_role("img", name="Error")).to_be_visible()
    expect(front.card("Main menu")).to_contain_text("! 1")
    outcome = front.card("Main menu").get_by_role("listitem").filter(has_text="Pharmacy")
    expect(outcome).to_contain_text("goes nowhere")
    expect(outcome).to_have_class(re.compile(r"\boutcome-loose\b"))
    wired = front.card("Main menu").locator(".outcome-wired .jack")
    few_colours(front.page, on=True)
    assert ground(outcome.locator(".jack"), "::after") != ground(wired, "::after")
    few_colours(front.page, on=False)
    front.inspector("Main menu").get_by_role("button", name="Close").click()
    problem.get_by_role("button", name="Open Main menu").click()
    expect(front.goes_to("2 · Pharmacy")).to_be_visible()
    front.goes_to("2 · Pharmacy").select_option(label="Pharmacy")
    expect(front.drawer).to_contain_text("No problems.")
    expect(outcome).to_have_class(re.compile(r"\boutcome-wired\b"))


def elsewhere(dora: Client, prompt: str) -> None:
    """Edith saves these words of the language menu, from a page of her own."""
    edith = Client(dora.url)
    edith.sign_in("edith")
    read = edith("GET", FLOW)[1]
    read["flow"]["nodes"]["language_menu"]["prompt"] = prompt
    status, answer = edith("PUT", FLOW, {"flow": read["flow"]}, If_Match=f'"{read["hash"]}"')
    assert status == 200, answer


def test_saving_over_somebody_else_is_told_and_loses_nothing(front: FrontRow, dora: Client, watch: Watch) -> None:
    watch.allow(412)
    front.pick("Language")
    with first_to_save(front.page, FLOW):
        front.field("Prompt").fill("Dora's words. 1 or 2?")
        elsewhere(dora, "Edith's words. 1 or 2?")
    told = front.page.get_by_role("dialog", name="Someone else changed this flow")
    expect(told).to_be_visible()
    told.get_by_role("textbox", name="Name of the copy").fill("doras_line")
    told.get_by_role("button", name="Keep mine as a copy").click()
    expect(front.flow).to_have_value("front_door/doras_line")
    assert dora("GET", FLOW)[1]["flow"]["nodes"]["language_menu"]["prompt"] == "Edith's words. 1 or 2?"
    copy = dora("GET", "/api/environments/front_door/flows/doras_line")[1]["flow"]
    assert copy["nodes"]["language_menu"]["prompt"] == "Dora's words. 1 or 2?"


def test_what_is_saved_elsewhere_is_shown_to_whoever_has_changed_nothing(front: FrontRow, dora: Client) -> None:
    front.pick("Language")
    elsewhere(dora, "Edith's words. 1 or 2?")
    expect(front.field("Prompt")).to_have_value("Edith's words. 1 or 2?")


def test_every_step_that_can_be_added_opens_its_form(front: FrontRow, dora: Client) -> None:
    types = [each for each in dora("GET", "/api/node-types")[1] if "entry" in each["kinds"]]
    assert len(types) > 25
    for each in types:
        front.page.get_by_role("button", name="+ Add step").click()
        front.page.get_by_placeholder("Find a step").fill(each["title"])
        front.page.get_by_placeholder("Find a step").press("Enter")
        expect(front.page.get_by_role("textbox", name="Name of the step")).to_be_visible()
        front.page.get_by_role("button", name="Close").first.click()
