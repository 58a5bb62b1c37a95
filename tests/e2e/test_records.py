"""What administrators see of what is kept: days with what goes, and a person found, handed over and erased."""

import asyncio
import json
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.e2e.access import Keyboard, violations
from tests.e2e.conftest import SIZE
from tests.e2e.watch import Watch
from tests.main.served import Client, Served, served, until
from tests.main.test_retaining import grown_old

NUMBER, WORDS = "+447700900567", "my cat is called Zerberus"


def sign_in(page: Page) -> None:
    page.get_by_role("button", name="Dora Hartley").click()


def in_both_themes(page: Page, axe: str) -> None:
    assert violations(page, axe) == []
    page.get_by_role("switch", name="Dark theme").click()
    assert violations(page, axe, colours_only=True) == []
    page.get_by_role("switch", name="Dark theme").click()


def test_fewer_days_are_told_with_what_goes_before_they_are_saved(
    chromium: Browser, tmp_path: Path, axe: str, watch: Watch
) -> None:
    with served(tmp_path / "data"):
        pass
    with ThreadPoolExecutor() as beside:  # in this thread the browser's loop runs
        beside.submit(lambda: asyncio.run(grown_old(tmp_path / "data"))).result()
    with (
        served(tmp_path / "data") as server,
        chromium.new_context(base_url=server.url, viewport=SIZE, reduced_motion="reduce", locale="en-GB") as profile,
    ):
        profile.on("page", watch.page)
        page = profile.new_page()
        boss = server.client()
        boss.sign_in()
        page.goto("/admin/tenant")
        sign_in(page)
        days = page.get_by_role("spinbutton", name="Figures of reports")
        days.fill("500")
        page.get_by_role("button", name="Count what would go").click()
        counted = page.get_by_role("table", name="This would go")
        expect(counted.get_by_role("row")).to_have_count(6)
        expect(counted.get_by_role("row", name="What flows and agents said")).to_contain_text("1")
        expect(page.get_by_role("button", name="Take it away now…")).to_be_disabled()
        in_both_themes(page, axe)
        page.get_by_role("button", name="Save", exact=True).click()
        less = page.get_by_role("dialog", name="Keep things less long?")
        expect(less).to_contain_text("Figures of reports: 500 days instead of 1100")
        expect(less.get_by_role("row", name="Figures of reports")).to_be_visible()
        less.get_by_role("button", name="Cancel").click()
        assert "retention" not in boss("GET", "/api/tenant")[1]
        page.get_by_role("button", name="Save", exact=True).click()
        less.get_by_role("button", name="Save fewer days").click()
        expect(page.locator(".toast")).to_contain_text("The company is saved.")
        assert boss("GET", "/api/tenant")[1]["retention"]["counters"] == 500
        taken_away(page, boss)


def taken_away(page: Page, boss: Client) -> None:
    page.get_by_role("button", name="Take it away now…").click()
    dialog = page.get_by_role("dialog", name="Take away what was kept long enough?")
    expect(dialog.get_by_role("table", name="This would go")).to_be_visible()
    dialog.get_by_role("button", name="Take it away").click()
    expect(dialog.get_by_role("table", name="This is gone").get_by_role("row")).to_have_count(6)
    dialog.get_by_role("button", name="Close").last.click()
    expect(page.get_by_text("5 records went.")).to_be_visible()
    links = boss("GET", "/api/audit?limit=1000")[1]["links"]
    gone = [each["body"]["counts"] for each in links if each["what"] == "forgotten"]
    assert gone == [{"content.said": 1, "dialogues": 1, "trace": 1, "counters": 1, "recordings": 1}]


def test_a_person_is_found_handed_over_and_erased_by_keys(
    visitor: Callable[..., Page], dora: Client, server: Served, axe: str, tmp_path: Path
) -> None:
    caller = server.client()
    dialogue = caller.call("chat:hartley", "chat", number=NUMBER)
    assert caller.does({"type": "TextReceived", "text": WORDS})[0] in (200, 202)
    page = visitor("/admin/personal-data")
    sign_in(page)
    keys = Keyboard(page)
    keys.reach("input", "Number, e-mail address or user")
    page.keyboard.type("+44 7700 900567")
    keys.press("Enter")
    person = page.get_by_role("region", name="+44 7700 900567")
    expect(person.get_by_role("alert")).to_contain_text(dialogue)
    expect(person.get_by_role("button", name="Erase…")).to_be_disabled()
    in_both_themes(page, axe)
    assert caller.does({"type": "CallerHungUp"})[0] in (200, 202)
    until(lambda: dora("GET", f"/api/dialogues/{dialogue}")[1]["status"] == "ended")
    page.get_by_role("button", name="Find").click()
    expect(person.get_by_role("row", name="Dialogues of this person")).to_contain_text("1")
    expect(person.get_by_role("row", name="Records: what callers typed or said")).to_be_visible()
    expect(person.get_by_role("button", name="Erase…")).to_be_enabled()
    with page.expect_download() as handed:
        person.get_by_role("button", name="Export as a file").click()
    handed.value.save_as(tmp_path / "person.zip")
    assert WORDS in zipfile.ZipFile(tmp_path / "person.zip").read(f"dialogues/{dialogue}.json").decode()
    keys.reach("button", "Erase…")
    keys.press("Enter")
    expect(page.get_by_role("dialog", name="Erase +44 7700 900567?").get_by_role("textbox")).to_be_focused()
    page.keyboard.type("+4477009005")
    expect(page.get_by_role("button", name="Erase for good")).to_be_disabled()
    page.keyboard.type("67")
    keys.reach("button", "Erase for good")
    keys.press("Enter")
    erased = page.get_by_role("region", name="+44 7700 900567 is erased.")
    expect(erased).to_contain_text("It stands in no file of the store any more.")
    expect(erased).to_contain_text("never of whom")
    assert dora("POST", "/api/people/find", {"number": NUMBER})[1]["records"] == 0
    assert WORDS not in json.dumps(dora("GET", f"/api/dialogues/{dialogue}/trace")[1])
    a_user_is_chosen_and_nobody_is_found(page)


def a_user_is_chosen_and_nobody_is_found(page: Page) -> None:
    page.get_by_role("button", name="Look for somebody else").click()
    asked = page.get_by_role("textbox", name="Number, e-mail address or user")
    shown = page.get_by_role("region", name="Personal data")
    asked.fill("nobody at all")
    page.keyboard.press("Enter")
    expect(shown).to_contain_text("No user is called so.")
    asked.fill("a")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Anna de Vries (anna)").click()
    expect(page.get_by_role("region", name="Anna de Vries (anna)")).to_contain_text("The user's id in traces")
    asked.fill("+447700900999")
    page.keyboard.press("Enter")
    expect(shown).to_contain_text("Nothing is kept of this person.")
