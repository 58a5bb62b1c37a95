"""Replays: begun on the draft, read as groups, and from a group to one dialogue's two ways and to its trace."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.access import Keyboard, violations
from tests.e2e.front_row import FrontRow
from tests.e2e.releases_page import FLOW
from tests.e2e.watch import Watch
from tests.main.served import Client, until

LINE = "+442079460100"
REPLAYS = "/api/environments/front_door/replay"


def called(dora: Client, key: str) -> str:
    """Somebody chooses a language and hangs up at the main menu."""
    caller = Client(dora.url)
    dialogue = caller.call(LINE)

    def waits() -> int:
        trace = dora("GET", f"/api/dialogues/{dialogue}/trace")[1]
        return sum(fact[0] == "waits" for row in trace for fact in row["facts"])

    until(lambda: waits() == 1)
    assert caller.does({"type": "KeyPressed", "key": key})[0] == 200
    until(lambda: waits() == 2)
    assert caller.does({"type": "CallerHungUp"})[0] == 200
    return dialogue


def to_the_desk(dora: Client) -> None:
    """In the draft who chooses Dutch goes straight to the desk."""
    read = dora("GET", FLOW)[1]
    read["flow"]["wires"]["language_menu"]["2"] = "desk"
    assert dora("PUT", FLOW, {"flow": read["flow"]}, If_Match=f'"{read["hash"]}"')[0] == 200


def begun_by_keys(page: Page) -> Keyboard:
    """Of the newest two dialogues; no other number than one from 1 on is taken."""
    begin = page.get_by_role("form", name="Begin a replay")
    begin.get_by_role("textbox", name="The newest, at most").fill("0")
    expect(begin.get_by_role("button", name="Replay")).to_be_disabled()
    expect(begin).to_contain_text("a number from 1 to 10,000")
    begin.get_by_role("textbox", name="The newest, at most").fill("2")
    keys = Keyboard(page)
    keys.reach("button", "Replay")
    keys.press("Enter")
    return keys


def assert_nothing_is_found(page: Page, axe: str) -> None:
    """By axe, in both themes."""
    assert violations(page, axe) == []
    page.get_by_role("switch", name="Dark theme").click()
    expect(page.locator("html[data-theme=dark]")).to_have_count(1)
    assert violations(page, axe, colours_only=True) == []


def test_a_replay_is_begun_and_read_down_to_two_ways_and_the_trace(
    visitor: Callable[..., Page], dora: Client, axe: str
) -> None:
    english, dutch = called(dora, "1"), called(dora, "2")
    to_the_desk(dora)
    page = FrontRow(visitor()).sign_in("Dora Hartley").page
    page.goto("/studio")
    page.get_by_role("region", name="Front door").get_by_role("link", name="Replays").click()
    keys = begun_by_keys(page)
    replay = page.get_by_role("region", name="On the draft")
    expect(replay).to_contain_text("Done")
    expect(replay.get_by_role("list", name="What became of them").get_by_role("listitem")).to_have_text(
        ["Go the same way1", "Part1", "Could not be replayed0"]
    )
    report = dora("GET", f"{REPLAYS}/{page.url.rpartition('/')[2]}")[1]
    assert (report["same"], report["groups"][0]["examples"]) == (1, [dutch])
    group = replay.get_by_role("region", name=re.compile("^main . language_menu: 2"))
    expect(group).to_contain_text("1 dialogue, 50.0 %")
    expect(group).to_contain_text("disconnected by caller → abandoned by caller, queue desk")
    keys.reach("button", f"Both ways of {dutch[-6:]}")
    keys.press("Enter")
    both = group.get_by_role("region", name=f"Both ways of dialogue {dutch[-6:]}")
    expect(both.get_by_role("group", name="As it was")).to_contain_text("ends: disconnected by caller")
    expect(both.get_by_role("group", name="On the draft")).to_contain_text("queues in desk")
    expect(both.get_by_text("parts here")).to_have_count(2)
    assert_nothing_is_found(page, axe)
    both.get_by_role("button", name="Close").focus()
    keys.press("Escape")
    expect(both).to_have_count(0)
    expect(group.get_by_role("button", name=f"Both ways of {dutch[-6:]}")).to_be_focused()
    group.get_by_role("link", name=f"Trace of {dutch[-6:]}").click()
    expect(page).to_have_url(re.compile(rf"/studio/front_door/flows/main\?run={dutch}$"))
    expect(page.get_by_role("list", name="What happened")).to_contain_text("Language")
    page.goto(f"/studio/front_door/replays/{report['id']}?dialogue={english}")  # of no group: nothing is shown of it
    expect(group).to_be_visible()
    expect(page.get_by_role("region", name=re.compile("^Both ways"))).to_have_count(0)


def test_a_viewer_reads_reports_and_begins_none(visitor: Callable[..., Page], dora: Client, watch: Watch) -> None:
    watch.allow(404)
    status, begun = dora("POST", REPLAYS, {"address": "chat:hartley", "begun_to": "2001-01-01"})
    assert (status, begun["of"]) == (202, 0)
    page = FrontRow(visitor()).sign_in("Victor Hale").page
    page.goto("/studio/front_door/replays")
    begin = page.get_by_role("form", name="Begin a replay")
    expect(begin.get_by_role("button", name="Replay")).to_be_disabled()
    expect(begin).to_contain_text("Your role may read reports, not begin a replay.")
    empty = page.get_by_role("list", name="Reports").get_by_role("link").first
    expect(empty).to_contain_text("there was nothing to replay")
    empty.click()
    expect(page.get_by_role("region", name="On the draft")).to_contain_text("No dialogue that is over fits.")
    page.goto("/studio/front_door/replays/nothing")
    expect(page.get_by_role("alert")).to_contain_text("There is no such thing here.")
