"""What a person does while a part of the page is still on its way: it counts, and the focus stays where they write."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.editor import Editor
from tests.e2e.front_row import DRAWN, FrontRow
from tests.e2e.people import answered_late, sent_late
from tests.e2e.watch import Watch
from tests.main.served import Client

MAIN = "/studio/front_door/flows/main"
FLOW = "/api/environments/front_door/flows/main"


def test_what_is_typed_before_a_box_has_come_is_in_it(visitor: Callable[..., Page]) -> None:
    editor = Editor.opened(visitor("about:blank"), MAIN)
    page = editor.page
    expect(editor.card("Main menu")).to_be_visible()
    with answered_late(page, "**/assets/publish-*"):
        with answered_late(page, "**/assets/find_box-*"):
            with answered_late(page, "**/assets/palette-*"):
                page.keyboard.press("Control+k")
                page.keyboard.type("tidx")
                page.keyboard.press("Backspace")
                page.keyboard.type("y")
                page.keyboard.press("Enter")  # nothing is chosen yet
            asked = editor.commands.get_by_role("combobox")
            expect(asked).to_have_value("tidy")
            expect(asked).to_be_focused()
            expect(page.get_by_role("complementary", name="Try it")).to_have_count(0)  # which T opens
            page.keyboard.press("Escape")
            expect(editor.commands).to_be_hidden()
            page.keyboard.press("Control+f")
            page.keyboard.type("bill")
        find = page.get_by_role("searchbox", name="Find in this flow")
        expect(find).to_have_value("bill")
        page.keyboard.type("ing")
        expect(find).to_have_value("billing")
        page.keyboard.press("Escape")
        editor.button("Publish…").press("Enter")
        page.keyboard.type("What is new")
    told = page.get_by_role("dialog", name="Publish").get_by_role("textbox", name="What changed")
    expect(told).to_have_value("What is new")


def test_what_comes_late_leaves_the_focus_to_who_writes(visitor: Callable[..., Page]) -> None:
    page = visitor("/")
    with answered_late(page, "**/assets/hand_over-*"):
        front = FrontRow(page).sign_in("Dora Hartley")
        front.take_over("Ben Okafor")
        front.call("Desk")
        front.desk.get_by_role("button", name="Accept").click()
        front.desk.get_by_role("button", name="Transfer…").click()
        front.pick("Main menu")
        name = front.field("Name of the step")
        name.press("End")
    expect(front.desk.get_by_role("form", name="Transfer")).to_be_visible()
    expect(name).to_be_focused()
    front.hang_up()
    front.side.get_by_role("tab", name="Chat").click()
    with sent_late(page, "**/api/visit/*", "POST"):
        front.button("Start chat").click()
        name.press("End")
    expect(front.button("End chat")).to_be_visible()
    page.evaluate(DRAWN)
    expect(name).to_be_focused()


def test_a_test_as_text_leaves_the_focus_and_belongs_to_its_flow(visitor: Callable[..., Page], dora: Client) -> None:
    editor = Editor.opened(visitor("about:blank"), MAIN)
    page, drawer = editor.page, editor.drawer
    text = drawer.get_by_role("textbox", name=re.compile("as JSON$"))
    with answered_late(page, "**/assets/json_area-*"):
        editor.tab("Tests")
        drawer.get_by_role("button", name="New test").click()
        drawer.get_by_role("textbox", name="Name of the test").fill("night call")
        editor.pick("Main menu")
        name = editor.field("Name of the step")
        name.press("End")
    expect(text).to_be_visible()
    page.evaluate(DRAWN)
    expect(name).to_be_focused()
    editor.flow.select_option("billing/accounts")
    expect(editor.card("Billing queue")).to_be_visible()
    expect(text).to_have_count(0)
    editor.flow.select_option("front_door/main")
    expect(editor.card("Main menu")).to_be_visible()
    drawer.get_by_role("button", name="Save test").click()
    editor.says("is saved.")
    cases = dora("GET", f"{FLOW}/cases")[1]
    assert any("night call" in document["cases"] for document in cases.values())


def test_a_part_that_cannot_come_says_so_and_the_rest_stays(visitor: Callable[..., Page], watch: Watch) -> None:
    watch.allow("net::ERR_FAILED")
    page = visitor("about:blank")
    page.route("**/assets/inspector-*", lambda route: route.abort())
    page.route("**/assets/palette-*", lambda route: route.abort())
    editor = Editor.opened(page, MAIN)
    told = page.get_by_role("alert").filter(has_text="This part of the page did not come")
    expect(told).to_be_visible()
    expect(editor.card("Main menu")).to_be_visible()
    page.keyboard.press("Control+k")
    expect(told).to_have_count(2)
    expect(told.last).to_be_in_viewport()
    page.unroute_all()
    told.last.get_by_role("button", name="Reload").click()
    expect(page.get_by_role("heading", name="Flow settings")).to_be_visible()
    expect(told).to_have_count(0)
