"""What others than the administrator see, and that they cannot do more than that."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.front_row import FrontRow
from tests.e2e.people import at_desk
from tests.e2e.watch import Watch
from tests.main.served import Client, Served

FLOW = "/api/environments/front_door/flows/main"


def test_a_viewer_sees_the_flow_and_cannot_change_it(visitor: Callable[..., Page], dora: Client, watch: Watch) -> None:
    watch.allow(403)
    before = dora("GET", FLOW)[1]
    victor = FrontRow(visitor()).sign_in("Victor Hale")
    expect(victor.card("Main menu")).to_be_visible()
    for name in ("Save", "Publish…"):
        expect(victor.button(name)).to_be_disabled()
    victor.fit()  # what lies off the screen cannot be picked
    victor.card("Goodbye").click()
    victor.page.keyboard.press("Delete")
    expect(victor.card("Goodbye")).to_be_visible()
    assert dora("GET", FLOW)[1] == before


def test_an_agent_answers_at_the_own_desk(visitor: Callable[..., Page], server: Served, watch: Watch) -> None:
    watch.allow(403)
    at_desk(server, "dev", "away")
    ben = FrontRow(visitor()).sign_in("Ben Okafor")
    expect(ben.desk).to_contain_text("Ben Okafor")
    ben.presence("Away")
    ben.presence("Available")
    caller = server.client()
    caller.call("+442079460104")
    ben.desk.get_by_role("article", name="Rings: Desk").get_by_role("button", name="Accept").click()
    expect(ben.desk.get_by_role("article", name="Connected: Desk")).to_be_visible()
    caller.does({"type": "CallerHungUp"})
    expect(ben.desk).to_contain_text("Nothing rings.")


@pytest.mark.parametrize("name", ["Sofie Janssen", "Edith Moore", "Rosa Lind", "Anna de Vries"])
def test_everybody_gets_a_page(name: str, visitor: Callable[..., Page], watch: Watch) -> None:
    watch.allow(403)
    page = FrontRow(visitor()).sign_in(name).page
    expect(page.get_by_role("img", name=re.compile(name))).to_be_visible()
