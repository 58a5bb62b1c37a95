"""Fields for expressions and texts with values: what may be written, what it gives with a test, what is wrong."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.access import violations
from tests.e2e.front_row import FrontRow
from tests.e2e.watch import Watch
from tests.main.served import Client

FLOW = "/api/environments/front_door/flows/main"


def at_step(page: Page, title: str) -> FrontRow:
    page.get_by_role("button", name="Dora Hartley").click()
    front = FrontRow(page)
    front.pick(title)
    return front


def test_a_condition_is_completed_tried_and_told_wrong(
    visitor: Callable[..., Page], dora: Client, watch: Watch
) -> None:
    watch.allow(422)  # a condition that cannot be read is not saved
    front = at_step(visitor("/studio/front_door/flows/main"), "Language known?")
    when = front.inspector("Language known?").get_by_role("textbox", name="When").first
    when.click()
    page = front.page
    page.keyboard.press("Control+a")
    page.keyboard.type("caller.na")
    offers = page.get_by_role("listbox", name="Completions")
    expect(offers.get_by_role("option", name="caller.name text")).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.type(" == 'Priya Shah'")
    expect(front.inspector("Language known?")).to_contain_text("With the test “")
    expect(front.inspector("Language known?").locator(".field-value b")).to_have_text("true")
    expect(page.get_by_role("banner")).to_contain_text("Saved")
    saved = dora("GET", FLOW)[1]["flow"]["nodes"]["language_known"]["cases"][0]["when"]
    assert saved == "caller.name == 'Priya Shah'"
    page.keyboard.type(" +")
    expect(front.inspector("Language known?").get_by_text("The expression cannot be read.").first).to_be_visible()
    expect(when).to_have_attribute("aria-invalid", "true")
    front.button("Undo: Change cases").click()
    expect(when).not_to_contain_text("+")


def test_words_that_are_said_take_values_and_fill_them_in(
    visitor: Callable[..., Page], dora: Client, watch: Watch
) -> None:
    """The field is a plain one until a value is begun in it; nobody who writes notices the change."""
    watch.allow(422)  # nor are words that end in the middle of a value
    front = at_step(visitor("/studio/front_door/flows/main"), "Main menu")
    words = front.inspector("Main menu").get_by_role("textbox", name="English, Chat")
    words.click()
    page = front.page
    page.keyboard.press("Control+a")
    page.keyboard.type("Bye, {{ ")
    page.keyboard.type("caller.na")
    expect(page.get_by_role("option", name="caller.name text")).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.type("|up")
    expect(page.get_by_role("option", name="upper text")).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.type(" }}")
    expect(front.inspector("Main menu").locator(".field-value b")).to_contain_text("Bye, ")
    expect(page.get_by_role("banner")).to_contain_text("Saved")
    said = dora("GET", FLOW)[1]["flow"]["nodes"]["main_menu"]["prompt"]
    assert "Bye, {{ caller.name|upper }}" in str(said)


def test_who_may_only_look_sees_the_condition(visitor: Callable[..., Page], dora: Client) -> None:
    page = visitor("/studio/front_door/flows/main")
    page.get_by_role("button", name="Victor").click()
    front = FrontRow(page)
    front.pick("Language known?")
    when = front.inspector("Language known?").get_by_role("textbox", name="When").first
    expect(when).to_have_value("caller.language == 'nl'")
    expect(when).to_be_disabled()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_while_a_condition_is_completed(
    visitor: Callable[..., Page], dora: Client, axe: str, dark: bool
) -> None:
    front = at_step(visitor("/studio/front_door/flows/main", dark=dark), "Language known?")
    front.inspector("Language known?").get_by_role("textbox", name="When").first.click()
    front.page.keyboard.press("Control+a")
    front.page.keyboard.type("le")
    expect(front.page.get_by_role("option", name="len number")).to_be_visible()
    assert violations(front.page, axe, colours_only=dark) == []
