"""Problems as one types, each with what mends it: a change like any other, which undo takes back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.access import Keyboard, violations
from tests.e2e.front_row import FrontRow
from tests.main.served import Client

FLOW = "/api/environments/front_door/flows/main"
STUDIO = "/studio/front_door/flows/main"


def broken(dora: Client) -> None:
    """A wire to a step by a wrong name, an outcome that leads nowhere, and a variable that is not declared."""
    read = dora("GET", FLOW)[1]
    flow = read["flow"]
    flow["wires"]["main_menu"]["1"] = "apointments"
    del flow["wires"]["main_menu"]["no_match"]
    flow["nodes"]["language_menu"]["prompt"] = "Hello {{ vars.nickname }}. 1 or 2?"
    assert dora("PUT", FLOW, {"flow": flow}, If_Match=f'"{read["hash"]}"')[0] == 200


def studio(page: Page) -> FrontRow:
    page.get_by_role("button", name="Dora Hartley").click()
    front = FrontRow(page)
    expect(front.card("Main menu")).to_be_visible()
    return front


def saved(front: FrontRow, dora: Client) -> dict[str, object]:
    expect(front.page.get_by_role("banner")).to_contain_text("Saved")
    flow: dict[str, object] = dora("GET", FLOW)[1]["flow"]
    return flow


def test_problems_are_mended_by_a_click_and_undone(visitor: Callable[..., Page], dora: Client) -> None:
    broken(dora)
    front = studio(visitor(STUDIO))
    front.tab("Problems")
    list_ = front.drawer.get_by_role("list", name="Problems")
    expect(front.drawer.get_by_role("tab", name="Problems")).to_contain_text("! 3")
    list_.get_by_role("button", name="Declare “nickname”").click()
    expect(list_.get_by_role("button", name="Declare “nickname”")).to_have_count(0)
    front.pick("Main menu")
    here = front.inspector("Main menu").get_by_role("region", name="Where each outcome goes")
    here.get_by_role("button", name="Connect to Appointments").first.click()
    expect(front.wire("Main menu, 1, goes to Appointments")).to_be_attached()
    here.get_by_role("button", name="Connect to a new step “End”").click()
    expect(front.wire("Main menu, no match, goes to End")).to_be_attached()
    expect(here.get_by_role("button")).to_have_count(0)
    flow = saved(front, dora)
    assert flow["variables"]["nickname"] == {"type": "text"}  # type: ignore[index]  # a document
    assert flow["nodes"]["end"] == {"type": "end"}  # type: ignore[index]  # as above
    front.button("Undo: Connect to a new step “End”").click()
    expect(front.card("End")).to_have_count(0)
    expect(front.card("Main menu")).to_contain_text("goes nowhere")
    expect(front.drawer.get_by_role("tab", name="Problems")).to_contain_text("! 1")


def test_a_problem_is_mended_with_the_keyboard_alone(visitor: Callable[..., Page], dora: Client) -> None:
    broken(dora)
    front = studio(visitor(STUDIO))
    front.tab("Problems")
    keys = Keyboard(front.page)
    expect(front.drawer.get_by_role("button", name="Connect to Appointments").first).to_be_visible()
    keys.reach("button", "Connect to Appointments")
    keys.press("Enter")
    expect(front.drawer.get_by_role("list", name="Problems")).to_be_focused()
    expect(front.drawer.get_by_role("tab", name="Problems")).to_contain_text("! 2")
    wires: dict[str, dict[str, str]] = saved(front, dora)["wires"]  # type: ignore[assignment]  # a document
    assert wires["main_menu"]["1"] == "appointments"


def test_who_may_only_look_is_told_of_problems_and_offered_nothing(visitor: Callable[..., Page], dora: Client) -> None:
    broken(dora)
    page = visitor(STUDIO)
    page.get_by_role("button", name="Victor").click()
    front = FrontRow(page)
    front.tab("Problems")
    expect(front.drawer.get_by_role("listitem").filter(has_text="nickname")).to_be_visible()
    expect(page.get_by_role("button", name="Declare “nickname”")).to_have_count(0)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_in_problems(visitor: Callable[..., Page], dora: Client, axe: str, dark: bool) -> None:
    broken(dora)
    front = studio(visitor(STUDIO, dark=dark))
    front.tab("Problems")
    front.pick("Main menu")
    expect(front.page.get_by_role("button", name="Connect to Appointments").first).to_be_visible()
    assert violations(front.page, axe, colours_only=dark) == []
