"""A viewer sees everything of a flow and changes nothing: whatever is pressed, no write leaves the page."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, Request, expect

from tests.e2e.access import violations
from tests.e2e.front_row import FrontRow
from tests.e2e.watch import Watch
from tests.main.served import Client

FLOW = "/api/environments/front_door/flows/main"
LOOKING = re.compile(r"/api/(check|ticket|session)$|/flows/\w+/value$")  # asked by POST, and change nothing
PLACES = (
    "/studio/front_door/flows/main",
    "/studio/front_door/flows/main?release=1",
    "/studio/front_door/flows/main?view=script",
    "/studio/front_door/releases?release=1",
    "/studio/front_door/prompts",
)
KEYS = ("Delete", "Alt+ArrowRight", "F2", "x", "Enter", "Escape", "Control+s", "Control+z", "Control+d", "Control+x")
# Everything that can be pressed here, once; a link and the ways out of the page are not pressed.
PRESSED = """() => [...document.querySelectorAll('button')]
    .filter(button => !button.matches(':disabled, [aria-disabled=true]') && button.offsetParent !== null)
    .filter(button => !/sign out|print|theme/i.test(button.ariaLabel || button.textContent))
    .map(button => { button.click(); return button.ariaLabel || button.textContent; })"""
FIELDS = """() => [...document.querySelectorAll('.inspector :is(input, select, textarea, [contenteditable=true])')]
    .filter(field => !field.matches(':disabled, :read-only'))
    .map(field => field.outerHTML.slice(0, 120))"""
SILENT = """() => [...document.querySelectorAll(':is(.bar, .canvas, .releases-page) button')]
    .filter(button => button.matches(':disabled, [aria-disabled=true]'))
    .filter(button => !button.title && !/undo|redo/i.test(button.ariaLabel || ''))
    .map(button => button.textContent)"""


def test_nothing_that_a_viewer_presses_writes(
    visitor: Callable[..., Page], dora: Client, watch: Watch, axe: str
) -> None:
    watch.allow(403)
    before = dora("GET", FLOW)[1]
    page = FrontRow(visitor()).sign_in("Victor Hale").page
    written: list[str] = []
    pressed: list[str] = []

    def note(request: Request) -> None:
        if request.method != "GET" and not LOOKING.search(request.url):
            written.append(f"{request.method} {request.url}")

    page.on("request", note)
    for place in PLACES:
        page.goto(place)
        expect(page.locator("main").get_by_role("button").or_(page.get_by_role("table")).first).to_be_visible()
        front = FrontRow(page)
        if "view" not in place and "flows" in place:
            expect(front.card("Main menu")).to_be_visible()
            expect(front.button("Fit")).to_be_visible()
            expect(front.drawer.get_by_role("tab", name="Changes")).to_be_visible()
            front.pick("Main menu")
            assert page.evaluate(FIELDS) == [], place
            assert page.evaluate(SILENT) == [], place
            front.card("Main menu").focus()
            for key in KEYS:
                page.keyboard.press(key)
        if "releases" in place:
            expect(front.button("Look again")).to_be_visible()
        for _ in range(2):  # what is opened by the first round is pressed in the second
            pressed += page.evaluate(PRESSED)
    sees_the_tests(page, axe)
    page.goto("/studio")
    expect(page.get_by_role("link", name="Main line")).to_be_visible()
    expect(page.get_by_role("button", name="New flow")).to_have_count(0)
    assert written == []
    assert {"Fit", "Changes", "Look again"} <= set(pressed)
    assert dora("GET", FLOW)[1] == before


def sees_the_tests(page: Page, axe: str) -> None:
    """Each with its way and its text, and nothing to write with."""
    page.goto(PLACES[0])
    tests = page.get_by_role("tab", name=re.compile("^Tests"))
    tests.click()
    listed = page.get_by_role("listbox", name="Tests of this flow")
    listed.get_by_role("option").first.click()
    test = page.locator(".case-detail")
    expect(test.get_by_role("list", name="Its way").get_by_role("button").first).to_be_visible()
    test.get_by_text("As it is written").click()
    expect(test.get_by_role("region")).to_contain_text('"steps"')
    assert violations(page, axe) == []
    expect(page.locator(".cases").get_by_role("button", name=re.compile("Edit|Rename|Delete|Run|Write"))).to_have_count(
        0
    )
