"""The live floor page: who waits, who works, and why; for those who lead."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.access import Keyboard, violations
from tests.e2e.floor_page import FloorPage
from tests.e2e.front_row import FrontRow
from tests.e2e.people import at_desk
from tests.e2e.test_desk import DESK_LINE, accept, chat, work
from tests.e2e.watch import Watch
from tests.main.served import Served


def test_a_caller_waits_and_the_page_says_why(visitor: Callable[..., Page], server: Served) -> None:
    for agent in ("ben", "dev"):
        at_desk(server, agent, "away")
    floor = FloorPage(visitor("/floor")).sign_in("Dora Hartley")
    line = floor.line("Desk")
    expect(line).to_contain_text("Nobody waits.")
    caller = server.client()
    dialogue = caller.call(DESK_LINE)
    expect(floor.queue("Desk")).to_contain_text(re.compile(r"Desk1\d:\d\d"))
    row = line.get_by_role("row").filter(has_text=dialogue[-6:])
    expect(row.get_by_role("cell").first).to_have_text("1")
    row.get_by_role("button").click()
    expect(floor.why.get_by_role("heading", name=f"Why dialogue {dialogue[-6:]} waits")).to_be_focused()
    expect(floor.why).to_contain_text("Place 1 of 1 in Desk")
    expect(floor.why.get_by_role("listitem").filter(has_text="Ben Okafor")).to_contain_text("is away")
    expect(floor.agent("Ben Okafor")).to_contain_text("is away")
    floor.agent("Ben Okafor").get_by_role("button").click()
    expect(floor.why).to_contain_text(f"Desk {dialogue[-6:]} is away")
    floor.why.get_by_role("button", name="Close why").click()
    expect(floor.agent("Ben Okafor").get_by_role("button")).to_be_focused()
    caller.does({"type": "CallerHungUp"})
    expect(line).to_contain_text("Nobody waits.")


def test_the_floor_is_for_those_who_lead_it(visitor: Callable[..., Page], watch: Watch) -> None:
    watch.allow(403)
    sofie = FloorPage(visitor("/floor")).sign_in("Sofie Janssen")
    expect(sofie.queue("Appointments")).to_be_visible()
    expect(sofie.queue("Billing")).to_be_hidden()
    ben = FloorPage(visitor("/floor")).sign_in("Ben Okafor")
    expect(ben.main.get_by_role("alert")).to_contain_text("This page is for supervisors and administrators.")


def test_a_row_is_picked_with_the_keyboard_alone(visitor: Callable[..., Page]) -> None:
    floor = FloorPage(visitor("/floor")).sign_in("Dora Hartley")
    expect(floor.agent("Carla Rossi")).to_contain_text("takes offers")
    keys = Keyboard(floor.page)
    keys.reach("button", "Carla Rossi")
    keys.press("Enter")
    expect(floor.why.get_by_role("heading", name="What comes to Carla Rossi, and why")).to_be_focused()
    keys.reach("button", "Close why")
    keys.press("Enter")
    expect(floor.agent("Carla Rossi").get_by_role("button")).to_be_focused()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_at_work(dark: bool, visitor: Callable[..., Page], server: Served, axe: str) -> None:
    seen = {}
    front = FrontRow(visitor(dark=dark)).sign_in("Dora Hartley")
    front.take_over("Ben Okafor")
    for name in ("Alex", "Robin"):
        chat(server, name)
        accept(front, "Desk") if name == "Alex" else work(front, "Rings", "Desk").wait_for()
    front.desk.get_by_role("button", name="Transfer…").click()
    seen["talking, ringing, handing over"] = violations(front.page, axe, colours_only=dark)
    front.presence("Away: Lunch")
    expect(front.desk).to_contain_text("Then: Away: Lunch")
    seen["a next status"] = violations(front.page, axe, colours_only=dark)
    floor = FloorPage(visitor("/floor", dark=dark)).sign_in("Dora Hartley")
    dialogue = server.client().call(DESK_LINE)
    floor.line("Desk").get_by_role("button", name=dialogue[-6:]).click()
    expect(floor.why).to_contain_text("in Desk")
    seen["floor"] = violations(floor.page, axe, colours_only=dark)
    assert {state: found for state, found in seen.items() if found} == {}
