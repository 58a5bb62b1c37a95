"""The last dialogues of a flow, one of them looked at again, those that are on, and the flow's traffic."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.access import violations
from tests.e2e.conftest import START_MS
from tests.e2e.front_row import FrontRow
from tests.e2e.runs_page import MAIN, called, runs
from tests.e2e.watch import Watch
from tests.main.served import Client, Served


@pytest.fixture(autouse=True)
def _open_all_day(dora: Client) -> None:
    assert dora("PUT", "/api/switches/extended_hours", {"on": True, "reason": "To be open"})[0] == 200


def test_a_link_opens_a_run_that_is_walked_again(visitor: Callable[..., Page], server: Served, axe: str) -> None:
    _, other = called(server, "1")
    _, dialogue = called(server, "11")
    found = runs(visitor, "Dora Hartley", f"{MAIN}?run={other}")
    expect(found.row(other)).to_have_attribute("aria-pressed", "true")
    found.row(dialogue).click()
    found.page.wait_for_url(f"**{MAIN}?run={dialogue}")
    expect(found.row(dialogue)).to_contain_text("hung up in the flow")
    expect(found.outcome("Main menu", "1 · Appointments")).to_contain_text("1 ×")
    expect(found.happened).to_contain_text("Heard keys “1”")
    expect(found.values).to_contain_text('"en"')
    seen = {"a run": violations(found.page, axe)}
    # To the beginning, by the keyboard: nothing is set yet, and the flow in which it began stays on the canvas.
    found.moment.focus()
    found.page.keyboard.press("Home")
    expect(found.values).to_contain_text("Nothing was set until here.")
    expect(found.outcome("Main menu", "1 · Appointments")).not_to_contain_text("×")
    # On to the other flow: the canvas goes along, and so does the address.
    found.overlay("Plain")
    found.page.keyboard.press(".")
    expect(found.moment).to_have_attribute("aria-valuetext", re.compile("^2 of"))
    found.overlay("Live")
    found.page.get_by_role("combobox", name="Speed").select_option(label="16 ×")
    found.page.get_by_role("button", name="Play").click()
    expect(found.flow("Identify the patient")).to_be_visible()
    expect(found.page.get_by_role("button", name="Play")).to_be_visible()
    expect(found.values).to_contain_text('"en"')
    found.page.wait_for_url(f"**/studio/appointments/flows/identify?run={dialogue}")
    found.page.get_by_role("list", name="Flows of this dialogue").get_by_role("button", name="Main line").click()
    expect(found.flow("Main line")).to_be_visible()
    found.page.reload()
    expect(found.row(dialogue)).to_have_attribute("aria-pressed", "true")
    expect(found.flow("Main line")).to_be_visible()
    assert {state: wrong for state, wrong in seen.items() if wrong} == {}


def test_callers_who_are_on_light_up_and_a_crash_loses_none(
    visitor: Callable[..., Page], server: Served, watch: Watch
) -> None:
    watch.allow("net::ERR_CONNECTION_REFUSED", "net::ERR_CONNECTION_RESET", "net::ERR_EMPTY_RESPONSE")
    found = runs(visitor, "Dora Hartley")
    expect(found.card("Language")).to_be_visible()
    caller, dialogue = called(server, "", stays=True)
    called(server, "", stays=True)
    expect(found.card("Language").get_by_role("button", name="2 dialogues are here")).to_be_visible()
    assert caller.does({"type": "KeyPressed", "key": "1"})[0] == 200
    found.card("Main menu").get_by_role("button", name="1 dialogue is here").click()
    expect(found.rows).to_have_count(1)
    found.row(dialogue).click()
    expect(found.card("Main menu")).to_contain_text("The dialogue is here")
    with FrontRow(found.page).shows_once("Connection lost"):
        server.kill()
    expect(found.page.get_by_text("Connection lost")).to_be_hidden(timeout=START_MS)
    assert caller.does({"type": "KeyPressed", "key": "1"})[0] == 200
    expect(found.flow("Identify the patient")).to_be_visible()
    assert caller.does({"type": "CallerHungUp"})[0] == 200
    expect(found.happened).to_contain_text("Ended: disconnected, while in flow, by caller")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_traffic_says_where_callers_left(dark: bool, visitor: Callable[..., Page], server: Served, axe: str) -> None:
    _, gave_up = called(server, "")
    called(server, "1")
    called(server, "2")
    found = runs(visitor, "Dora Hartley", dark=dark)
    found.overlay("Traffic")
    expect(found.outcome("Language", "1 · English")).to_contain_text("1")
    expect(found.outcome("Language known?", "otherwise")).to_contain_text("3, 1 left")
    found.tab("Traffic")
    table = found.drawer.get_by_role("table", name="Steps with their traffic")
    expect(table.get_by_role("row", name="Main menu")).to_contain_text("2 67")
    seen = violations(found.page, axe, colours_only=dark)
    table.get_by_role("button", name="at Language: show who").click()
    expect(found.rows).to_have_count(1)
    expect(found.row(gave_up)).to_be_visible()
    found.drawer.get_by_role("button", name="Show all").click()
    expect(found.rows).to_have_count(3)
    assert seen + violations(found.page, axe, colours_only=dark) == []


def test_an_editor_sees_the_way_and_no_word_of_the_caller(visitor: Callable[..., Page], server: Served) -> None:
    _, dialogue = called(server, "11")
    found = runs(visitor, "Edith", f"{MAIN}?run={dialogue}")
    expect(found.outcome("Main menu", "1 · Appointments")).to_contain_text("1 ×")
    expect(found.values).to_contain_text("Values are shown to supervisors and administrators.")
    expect(found.happened).not_to_contain_text("“1”")
