"""Try it: the draft on the screen is walked by phone and by chat, its way lights up, and becomes a case."""

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.access import violations
from tests.main.served import Client, until

MAIN = "/studio/front_door/flows/main"
PREVIEW = "/api/environments/front_door/preview"
CASES = "/api/environments/front_door/flows/main/cases"


def panel_of(page: Page, name: str = "Dora Hartley") -> Locator:
    page.get_by_role("button", name=name).click()
    page.get_by_role("button", name="Try it", exact=True).click()
    return page.get_by_role("complementary", name="Try it")


def press(panel: Locator, keys: str) -> None:
    pad = panel.get_by_role("group", name="Keys of the phone")
    for key in keys:
        pad.get_by_role("button", name=key, exact=True).click()


def said(panel: Locator) -> Locator:
    return panel.get_by_role("log", name="What was said")


def test_a_call_to_the_agent_is_kept_as_a_case(visitor: Callable[..., Page], dora: Client) -> None:
    page = visitor(MAIN)
    panel = panel_of(page)
    panel.get_by_label("Who calls").select_option(label="Number withheld")
    panel.get_by_role("button", name="Call", exact=True).click()
    expect(said(panel)).to_contain_text("For English, choose 1.")
    expect(page.locator(".card-now")).to_have_attribute("data-title", "Language")
    panel.get_by_role("button", name="Say nothing").click()
    expect(said(panel)).to_contain_text("5 s pass")
    press(panel, "12")
    expect(panel.get_by_role("status")).to_contain_text("Now at")
    panel.get_by_role("button", name="Skip 5 s").click()
    panel.get_by_role("button", name="Skip 5 s").click()
    expect(panel.get_by_role("region", name="The simulated agent")).to_contain_text("It rings at Sam.")
    panel.get_by_role("button", name="Accept").click()
    expect(panel.get_by_role("status")).to_contain_text("Talking to an agent")
    panel.get_by_role("button", name="Hang up").click()
    expect(panel.get_by_role("status")).to_contain_text("Over: completed, by caller")
    expect(page.locator('.card-been[data-title="Main menu"]')).to_be_visible()

    panel.get_by_role("button", name="One step back").click()
    expect(panel.get_by_role("status")).to_contain_text("Talking to an agent")
    panel.get_by_role("button", name="Keep as case").click()
    panel.get_by_role("textbox", name="Name of the case").fill("Pharmacy is reached")
    page.keyboard.press("Enter")
    expect(page.get_by_text("“Pharmacy is reached” is a case of").last).to_be_visible()
    [kept] = [
        document["cases"]["Pharmacy is reached"]
        for document in dora("GET", CASES)[1].values()
        if "Pharmacy is reached" in document["cases"]
    ]
    assert {"expect": {"connected_to": "sam"}} in kept["steps"] or kept["steps"][-1]["expect"]["connected_to"] == "sam"


def test_chosen_callers_get_the_draft(visitor: Callable[..., Page], dora: Client) -> None:
    page = visitor(MAIN)
    panel = panel_of(page)
    panel.get_by_text("Preview callers").click()
    numbers = panel.get_by_role("textbox", name="Numbers, one a line")
    numbers.fill("me")
    expect(numbers).to_have_accessible_description("Write each number like +447700900123.")
    numbers.fill("+447700900555")
    panel.get_by_role("button", name="Let them in").click()
    expect(panel.get_by_text("One number meets the draft until")).to_be_visible()
    assert dora("GET", PREVIEW)[1]["callers"] == ["+447700900555"]
    panel.get_by_role("button", name="End the preview").click()
    expect(numbers).to_be_visible()
    assert dora("GET", PREVIEW)[1]["callers"] == []


def test_the_draft_changes_while_it_is_tried(visitor: Callable[..., Page]) -> None:
    page = visitor(MAIN)
    panel = panel_of(page)
    panel.get_by_role("button", name="Chat", exact=True).click()
    panel.get_by_label("Date and time there").fill("2026-03-02T20:15")
    panel.get_by_role("button", name="Start the chat").click()
    offered = panel.get_by_role("group", name="Offered replies")
    expect(offered.get_by_role("button", name="Pharmacy")).to_be_visible()
    page.locator('.card[data-title="Main menu"] .card-head').click()
    form = page.get_by_role("complementary", name="Main menu")
    expect(form).to_be_visible()
    fields = form.locator("input, textarea")

    def values() -> list[str]:
        return list(fields.evaluate_all("all => all.map(one => one.value)"))

    until(lambda: "Appointments" in values())
    fields.nth(values().index("Appointments")).fill("Visits")
    expect(offered.get_by_role("button", name="Visits")).to_be_visible()
    panel.get_by_role("textbox", name="Write something").fill("Visits")
    page.keyboard.press("Enter")
    expect(said(panel)).to_contain_text("writes “Visits”")
    panel.get_by_text("Values").click()
    panel.get_by_role("button", name="Begin again").click()
    expect(panel.get_by_role("button", name="Start the chat")).to_be_visible()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_panel_can_be_read_by_everybody(dark: bool, visitor: Callable[..., Page], axe: str) -> None:
    page = visitor(MAIN, dark=dark)
    panel = panel_of(page)
    expect(panel.get_by_label("Who calls")).to_be_visible()
    seen = violations(page, axe, colours_only=dark)
    panel.get_by_role("button", name="Call", exact=True).click()
    press(panel, "1")
    expect(said(panel)).to_contain_text("presses 1")
    if folder := os.environ.get("TRY_SHOTS"):
        page.screenshot(path=f"{folder}/try-{'dark' if dark else 'light'}.png")
    assert [*seen, *violations(page, axe, colours_only=dark)] == []
