"""Tests in the Studio: they run while one types, show their way, and are written, tried, renamed and deleted."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.access import few_colours, ground, system_colour, violations
from tests.e2e.editor import Editor
from tests.e2e.watch import Watch
from tests.main.served import Client

STUDIO = "/studio/front_door/flows/main"
CASES = "/api/environments/front_door/flows/main/cases"
ALL_PASS = re.compile(r"^Tests \d+ ✓ \d+ ms$")
PLAY = "What happened in the test"


def opened(visitor: Callable[..., Page]) -> Editor:
    editor = Editor.opened(visitor(), STUDIO)
    expect(editor.card("Main menu")).to_be_visible()
    editor.tab("Tests")
    return editor


def test_every_change_runs_the_tests_and_a_failing_one_opens_its_step(visitor: Callable[..., Page], axe: str) -> None:
    editor = opened(visitor)
    tests = editor.drawer.get_by_role("tab", name="Tests")
    expect(tests).to_have_text(ALL_PASS)
    expect(editor.drawer.get_by_role("button", name=re.compile(r"Outcomes covered \d+ of \d+"))).to_be_visible()
    editor.pick("Main menu")
    editor.goes_to("3 · Billing").select_option(label="Desk")
    expect(tests).to_contain_text("✗")
    failing = editor.drawer.get_by_role("option").filter(has=editor.page.get_by_role("img", name="Failed")).first
    failing.click()
    expect(failing).to_have_attribute("aria-selected", "true")
    expect(editor.drawer.get_by_role("group", name=PLAY)).to_contain_text("expected")
    expect(editor.page.get_by_role("button", name="Coverage", pressed=True)).to_be_visible()
    expect(editor.page.locator(".outcome-lit")).not_to_have_count(0)
    _coverage_is_told_in_words_and_lines(editor.page)
    _seen_in_every_theme(editor.page, axe)
    editor.page.keyboard.press("Control+z")
    expect(tests).to_have_text(ALL_PASS)
    editor.drawer.get_by_role("option").first.focus()
    editor.page.keyboard.press("ArrowDown")
    expect(editor.drawer.get_by_role("option").nth(1)).to_be_focused()


def _coverage_is_told_in_words_and_lines(page: Page) -> None:
    """Each way says how many tests took it, or that none did, and what no test took is drawn in another way."""
    slots = page.locator(".card .slot")
    expect(slots.filter(has_text=re.compile(r"^✓ \d+$"))).not_to_have_count(0)
    expect(slots.filter(has_text=re.compile("^no test$"))).not_to_have_count(0)
    expect(page.locator(".react-flow__edge .wire-untested")).not_to_have_count(0)


def _seen_in_every_theme(page: Page, axe: str) -> None:
    """In ours nothing is too faint; in the few colours of a system what is chosen, lit and wired is filled."""
    assert violations(page, axe) == []
    page.get_by_role("switch", name="Dark theme").click()
    expect(page.locator("html[data-theme=dark]")).to_have_count(1)
    assert violations(page, axe, colours_only=True) == []
    few_colours(page, on=True)
    chosen = system_colour(page, "Highlight")  # not only another one: a ground that is seen through is another one too
    assert chosen == ground(page.locator(".segments [aria-pressed=true]"))
    assert chosen != ground(page.locator(".segments [aria-pressed=false]"))
    assert chosen == ground(page.locator(".case[aria-selected=true]"))
    assert chosen != ground(page.locator(".case[aria-selected=false]"))
    assert chosen == ground(page.locator(".outcome-lit .jack"), "::after")
    assert chosen != ground(page.locator(".outcome-wired:not(.outcome-lit) .jack"), "::after")
    few_colours(page, on=False)


def _write(editor: Editor, text: str) -> None:
    editor.drawer.get_by_role("textbox", name=re.compile("as JSON$")).focus()
    editor.page.keyboard.press("Control+a")
    editor.page.keyboard.insert_text(text)


def _renamed_and_deleted(editor: Editor) -> None:
    """A copy gets another name, goes, and is put back."""
    drawer = editor.drawer
    drawer.get_by_role("button", name="Duplicate").click()
    expect(drawer.get_by_role("option").filter(has_text="night call copy")).to_have_attribute("aria-selected", "true")
    drawer.get_by_role("button", name="Rename", exact=True).click()
    dialog = editor.page.get_by_role("dialog", name="Rename")
    dialog.get_by_role("textbox").fill("night call")
    expect(dialog).to_contain_text("There is a test night call in this file already.")
    dialog.get_by_role("textbox").fill("late call")
    dialog.get_by_role("button", name="Rename").click()
    expect(drawer.get_by_role("option").filter(has_text="late call")).to_have_attribute("aria-selected", "true")
    drawer.get_by_role("button", name="Delete", exact=True).click()
    expect(drawer.get_by_role("option").filter(has_text="late call")).to_have_count(0)
    drawer.get_by_role("button", name="Put back").click()
    expect(drawer.get_by_role("option").filter(has_text="late call")).to_have_count(1)


def _written_beside_others(editor: Editor, dora: Client) -> None:
    """Somebody writes the file meanwhile: that is said, and nothing of either is lost."""
    drawer = editor.drawer
    file = next(name for name, document in dora("GET", CASES)[1].items() if "night call" in document["cases"])
    drawer.get_by_role("option").filter(has_text="night call").click()
    drawer.get_by_role("button", name="Edit", exact=True).click()
    _write(editor, '{"steps": [{"caller": "hangs_up"}]}')
    theirs = dora("GET", f"{CASES}/{file}")[1]["document"]
    assert dora("PUT", f"{CASES}/{file}", {**theirs, "cases": {**theirs["cases"], "theirs": {"steps": []}}})[0] == 200
    drawer.get_by_role("button", name="Save test").click()
    expect(drawer.get_by_role("alert")).to_contain_text("Somebody wrote this file")
    drawer.get_by_role("button", name="Read it again").click()
    expect(drawer.get_by_role("alert")).to_have_count(0)  # it is read
    _write(editor, '{"steps": [{"caller": "hangs_up"}]}')
    with editor.page.expect_response(lambda answer: answer.request.method == "PUT" and answer.ok):
        drawer.get_by_role("button", name="Save test").click()
    editor.says(f"{file} is saved.")
    stored = dora("GET", f"{CASES}/{file}")[1]["document"]["cases"]
    assert stored["night call"] == {"steps": [{"caller": "hangs_up"}]}
    assert {"late call", "theirs"} < set(stored)


def test_a_test_is_written_tried_and_kept(visitor: Callable[..., Page], dora: Client, watch: Watch) -> None:
    watch.allow(412)
    editor = opened(visitor)
    drawer = editor.drawer
    expect(drawer.get_by_role("tab", name="Tests")).to_have_text(ALL_PASS)
    drawer.get_by_role("option").filter(has_text="old_fax_line").or_(drawer.get_by_role("option")).first.click()
    drawer.get_by_role("button", name="New test").click()
    drawer.get_by_role("textbox", name="Name of the test").fill("night call")
    _write(editor, "{")
    expect(drawer.get_by_role("alert")).to_contain_text("not JSON yet")
    _write(editor, '{"steps": [{"expect": {"visited": ["nowhere"]}}]}')
    expect(drawer.get_by_role("status").filter(has_text="nowhere")).to_be_visible()
    _write(editor, '{"steps": []}')
    expect(drawer.get_by_role("status").filter(has_text="Passed")).to_be_visible()
    drawer.get_by_role("button", name="Save test").click()
    expect(drawer.get_by_role("option").filter(has_text="night call")).to_have_attribute("aria-selected", "true")
    _renamed_and_deleted(editor)
    _written_beside_others(editor, dora)
