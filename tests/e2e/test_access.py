"""For everybody: no violation that axe can find, in both themes, and everything done with the keyboard alone."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.access import Keyboard, violations
from tests.e2e.front_row import FrontRow
from tests.e2e.people import at_desk
from tests.main.served import Client, Served


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing(dark: bool, visitor: Callable[..., Page], server: Served, axe: str) -> None:
    page = visitor(dark=dark)
    expect(page.get_by_role("button", name="Dora Hartley")).to_be_visible()
    seen = {"sign-in": violations(page, axe, colours_only=dark)}
    for agent in ("anna", "ben"):
        at_desk(server, agent, "away")
    front = FrontRow(page).sign_in("Dora Hartley")
    expect(front.card("Main menu")).to_be_visible()
    assert page.evaluate("document.documentElement.dataset.theme") == ("dark" if dark else "light")
    seen["idle"] = violations(page, axe, colours_only=dark)
    front.call("Appointments direct")
    front.press("198005212")
    expect(front.why).to_contain_text("Place 1 of 1")
    seen["waiting"] = violations(page, axe, colours_only=dark)
    front.take_over("Anna de Vries")
    expect(front.desk.get_by_role("article", name="Rings: Appointments")).to_be_visible()
    seen["ringing"] = violations(page, axe, colours_only=dark)
    front.hang_up()
    front.open_flow("Front door", "Main line")
    front.pick("Main menu")
    front.goes_to("3 · Billing").select_option(label="Not connected")
    front.tab("Problems")
    expect(front.drawer.get_by_role("img", name="Error").first).to_be_visible()
    seen["editing a problem"] = violations(page, axe, colours_only=dark)
    front.page.get_by_role("banner").get_by_role("button", name="Run tests").click()
    expect(front.drawer.get_by_role("img", name="Failed").first).to_be_visible()
    seen["failing tests"] = violations(page, axe, colours_only=dark)
    front.tab("Releases")
    expect(front.drawer).to_contain_text("Release 1")
    seen["releases"] = violations(page, axe, colours_only=dark)
    front.button("+ Add step").click()
    expect(page.get_by_role("dialog", name="Add a step")).to_be_visible()
    seen["adding a step"] = violations(page, axe, colours_only=dark)
    page.keyboard.press("Escape")
    front.side.get_by_role("tab", name="Chat").click()
    front.button("Publish…").click()
    expect(page.get_by_role("dialog", name="Publish front door")).to_be_visible()
    seen["publishing"] = violations(page, axe, colours_only=dark)
    assert {state: found for state, found in seen.items() if found} == {}


def test_axe_finds_what_is_wrong(visitor: Callable[..., Page], axe: str) -> None:
    page = visitor()
    expect(page.get_by_role("button", name="Dora Hartley")).to_be_visible()
    dora = page.get_by_role("button", name="Dora Hartley").element_handle()
    dora.evaluate("button => button.textContent = ''")
    assert [found.split(":")[0] for found in violations(page, axe)] == ["button-name"]
    dora.evaluate("it => { it.textContent = 'Dora'; it.style.color = '#777'; it.style.background = '#999' }")
    assert [found.split(":")[0] for found in violations(page, axe, colours_only=True)] == ["color-contrast"]


def test_a_call_and_an_edit_with_the_keyboard_alone(visitor: Callable[..., Page], dora: Client) -> None:
    page = visitor()
    keys = Keyboard(page)
    expect(page.get_by_role("button", name="Dora Hartley")).to_be_visible()
    keys.reach("button", "Dora Hartley")
    keys.press("Enter")
    front = FrontRow(page)
    expect(front.card("Main menu")).to_be_visible()
    keys.reach("button", "Call")
    keys.press("Enter")
    front.hears("For appointments press 1")
    keys.reach("button", "3")
    keys.press("Enter")
    front.is_at("Account")
    keys.reach("button", "Hang up", "Shift+Tab")
    keys.press("Enter")
    expect(front.heard).to_contain_text("You ended it.")
    keys.reach("button", "+ Add step")
    keys.press("Enter")
    find = page.get_by_role("combobox", name="Find a step")
    expect(find).to_be_focused()
    page.keyboard.type("speak")
    expect(find).to_have_value("speak")
    expect(page.get_by_role("listbox", name="Add a step").get_by_role("option", selected=True)).to_contain_text("Say")
    keys.press("Enter")
    expect(front.card("Say")).to_be_visible()
    keys.reach("textarea", "Prompt")
    keys.press("Control+a")
    page.keyboard.type("We will call you back.")
    keys.reach("select", "done")
    keys.choose("Back")
    keys.press("Control+s")
    expect(page.get_by_role("banner")).to_contain_text("Saved")
    flow = dora("GET", "/api/environments/billing/flows/accounts")[1]["flow"]
    assert flow["nodes"]["say"]["prompt"] == "We will call you back."
    assert flow["wires"]["say"] == {"done": "back"}, json.dumps(flow["wires"])
