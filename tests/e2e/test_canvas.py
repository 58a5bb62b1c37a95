"""The paper itself: steps put on it by hand and by key, several at once, notes and frames, and the flow as a file."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.access import violations
from tests.e2e.editor import Editor
from tests.main.served import Client

FLOW = "/api/environments/front_door/flows/main"
MAIN = "/studio/front_door/flows/main"
MIDDLE = """path => {
    const at = path.getPointAtLength(path.getTotalLength() / 2), {a, d, e, f} = path.getScreenCTM();
    return [at.x * a + e, at.y * d + f];
}"""
PASTE = """text => {
    const given = new DataTransfer();
    given.setData('text/plain', text);
    document.body.dispatchEvent(new ClipboardEvent('paste', {clipboardData: given, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def editor(visitor: Callable[..., Page]) -> Editor:
    found = Editor.opened(visitor("about:blank"), MAIN)
    expect(found.card("Language")).to_be_visible()
    return found


def stored(editor: Editor, dora: Client) -> dict[str, Any]:
    editor.page.keyboard.press("Control+s")
    expect(editor.page.get_by_role("banner")).to_contain_text("Saved")
    found: dict[str, Any] = dora("GET", FLOW)[1]
    return found


def carry(editor: Editor, step: str, wire: str) -> None:
    """From the column onto the middle of this wire."""
    editor.fit()
    editor.still()
    row = editor.page.get_by_role("complementary", name="Steps").get_by_role("option", name=step).first
    box = row.bounding_box()
    assert box is not None
    x, y = editor.page.locator(f'.react-flow__edge[data-id="{wire}"] .react-flow__edge-path').first.evaluate(MIDDLE)
    editor._drag((box["x"] + 40, box["y"] + 10), (x, y))


def several(editor: Editor, *titles: str) -> None:
    editor.fit()
    editor.still()
    for title in titles:
        editor.card(title).locator(".card-head").click(modifiers=[] if title == titles[0] else ["Shift"])
    expect(editor.page.get_by_role("toolbar", name=f"{len(titles)} picked")).to_be_visible()


def test_a_step_is_put_on_a_wire_by_hand_and_taken_back(editor: Editor, dora: Client) -> None:
    before = dora("GET", FLOW)[1]["flow"]
    groups = editor.page.get_by_role("complementary", name="Steps").locator(".new-step-group")
    expect(groups).to_have_text(["Speak", "Ask", "Decide", "Route", "Data", "End"])
    carry(editor, "Say", "pharmacy:closed")
    expect(editor.wire("Pharmacy, closed, goes to Say")).to_be_attached()
    expect(editor.wire("Say, done, goes to Message for the pharmacy")).to_be_attached()
    editor.button("Undo: Add Say on closed").click()
    assert stored(editor, dora)["flow"] == before  # add, move and both wires are one gesture


def test_a_step_is_put_on_a_wire_and_beside_by_keys_and_the_wire_heals(editor: Editor, dora: Client) -> None:
    page = editor.page
    before = dora("GET", FLOW)[1]["flow"]
    editor.fit()
    editor.wire("Main menu, 3, goes to Billing").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Add a step here: 3").click()
    editor.choose_step("Say")
    expect(editor.wire("Say, done, goes to Billing")).to_be_attached()
    editor.card("Say").focus()
    page.keyboard.press("Delete")
    expect(editor.said).to_contain_text("Remove 1 step; the wire now goes to Billing")
    assert stored(editor, dora)["flow"] == before
    editor.pick("Main menu")
    editor.goes_to("2 · Pharmacy").select_option(label="Not connected")
    editor.card("Main menu").focus()
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name="Find a step")).to_be_focused()
    page.keyboard.type("say")
    page.keyboard.press("Enter")
    expect(editor.wire("Main menu, 2, goes to Say")).to_be_attached()
    assert stored(editor, dora)["flow"]["wires"]["main_menu"]["2"] == "say"


def test_several_are_duplicated_framed_and_moved(editor: Editor, dora: Client) -> None:
    page = editor.page
    editor.fit()
    several(editor, "Billing", "Message for the pharmacy")
    page.keyboard.press("Control+d")
    nodes = stored(editor, dora)["flow"]["nodes"]
    assert (nodes["billing_2"], nodes["pharmacy_message_2"]) == (nodes["billing"], nodes["pharmacy_message"])
    page.keyboard.press("Control+z")
    expect(editor.card("Billing")).to_have_count(1)
    several(editor, "Billing", "Desk")
    editor.frame("Waiting for a person")
    before = stored(editor, dora)["layout"]
    assert [frame["title"] for frame in before["frames"]] == ["Waiting for a person"]
    page.get_by_label("Frame: Waiting for a person").focus()
    page.keyboard.press("Alt+Shift+ArrowRight")
    after = stored(editor, dora)["layout"]
    inside = [name for name in before["nodes"] if after["nodes"][name] != before["nodes"][name]]
    assert {"billing", "desk"} <= set(inside)
    assert all(after["nodes"][name]["x"] == before["nodes"][name]["x"] + 1 for name in inside)
    assert "goodbye" not in inside


def test_notes_are_written_and_a_tidy_paper_is_one_gesture(editor: Editor, dora: Client) -> None:
    page = editor.page
    page.keyboard.press("n")
    expect(page.get_by_role("textbox", name="Words of the note")).to_be_focused()
    page.keyboard.type("Ask HR each December.")
    page.keyboard.press("Escape")
    before = stored(editor, dora)["layout"]
    assert [note["text"] for note in before["notes"]] == ["Ask HR each December."]
    page.keyboard.press("Shift+T")
    editor.button("Undo: Tidy").wait_for()
    tidied = stored(editor, dora)["layout"]["nodes"]
    assert tidied["language_known"] == before["nodes"]["language_known"]
    assert tidied["goodbye"] != before["nodes"]["goodbye"]
    page.keyboard.press("Control+z")
    assert stored(editor, dora)["layout"] == before
    several(editor, "Billing", "Goodbye")
    page.keyboard.press("Shift+T")
    editor.button("Undo: Tidy").wait_for()
    tidied = stored(editor, dora)["layout"]
    moved = {name for name, place in before["nodes"].items() if tidied["nodes"][name] != place}
    assert moved
    assert moved <= {"billing", "goodbye"}, "only what was picked"
    assert tidied["notes"] == before["notes"]
    page.keyboard.press("Control+z")
    assert stored(editor, dora)["layout"] == before


def test_the_paper_is_looked_at_from_near_and_far(editor: Editor) -> None:
    page, mouse = editor.page, editor.page.mouse
    zoom = page.get_by_role("group", name="Zoom", exact=True).get_by_role("button", name=re.compile("%$"))
    several(editor, "Billing", "Desk")
    expect(zoom).not_to_have_text("100%")
    page.keyboard.press("z")
    expect(zoom).to_have_text("100%")

    overview = page.get_by_role("img", name="Overview map").bounding_box()
    assert overview is not None
    middle = overview["y"] + overview["height"] / 2
    mouse.move(overview["x"] + overview["width"] - 8, middle)
    mouse.down()
    expect(editor.card("Goodbye")).to_be_in_viewport()
    expect(editor.card("Language")).not_to_be_in_viewport()
    mouse.move(overview["x"] + 8, middle, steps=6)
    expect(editor.card("Language")).to_be_in_viewport()
    for title in ("Billing", "Desk", "Goodbye"):
        expect(editor.card(title)).not_to_be_in_viewport()
    mouse.up()

    page.keyboard.press("Shift+F")
    for title in ("Billing", "Desk"):
        expect(editor.card(title)).to_be_in_viewport(ratio=0.9)
    editor.still()
    before = int(zoom.inner_text().rstrip("%"))
    pane = page.locator(".react-flow__pane").bounding_box()
    assert pane is not None
    mouse.move(pane["x"] + pane["width"] / 2, pane["y"] + pane["height"] / 2)
    page.keyboard.down("Control")
    mouse.wheel(0, -120)
    page.keyboard.up("Control")
    expect(zoom).not_to_have_text(f"{before}%")
    assert int(zoom.inner_text().rstrip("%")) > before


def test_an_area_is_picked_by_a_tool_and_space_moves_the_paper_meanwhile(editor: Editor) -> None:
    page = editor.page
    tool, view, pane = (
        editor.button("Pick area"),
        page.locator(".react-flow__viewport"),
        page.locator(".react-flow__pane"),
    )
    editor.fit()
    editor.still()
    box = pane.bounding_box()
    assert box is not None
    start = (box["x"] + 44, box["y"] + box["height"] / 2)  # on empty paper, and not so near its edge that it runs
    tool.click()
    expect(tool).to_have_attribute("aria-pressed", "true")
    page.mouse.click(*start)
    expect(tool).not_to_be_focused()  # Space would press it
    was = view.get_attribute("style")
    assert was
    page.keyboard.down("Space")
    expect(page.locator(".react-flow__pane.draggable")).to_be_visible()
    editor._drag(start, (start[0] + 90, start[1] + 60))
    expect(view).not_to_have_attribute("style", was)
    page.keyboard.up("Space")
    expect(page.locator(".react-flow__pane.draggable")).to_have_count(0)
    expect(page.locator(".card-picked")).to_have_count(0)
    editor.fit()
    editor.still()
    editor._drag(start, (box["x"] + box["width"] - 60, box["y"] + box["height"] - 60))
    expect(page.get_by_role("toolbar", name=re.compile(r"^\d+ picked$"))).to_be_visible()


def test_a_flow_goes_out_as_a_file_and_comes_back(editor: Editor, dora: Client, tmp_path: Path) -> None:
    page = editor.page
    before = dora("GET", FLOW)[1]["flow"]
    page.locator("summary", has_text="File").click()
    with page.expect_download() as leaving:
        editor.button("Export as JSON").click()
    file = tmp_path / leaving.value.suggested_filename
    leaving.value.save_as(file)
    written = json.loads(file.read_text("utf-8"))
    assert written["flow"] == before
    file.write_text(json.dumps({**written, "flow": {**before, "title": "Night line"}}), "utf-8")
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_role("region", name="Flow canvas: Night line")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(page.get_by_role("region", name="Flow canvas: Main line")).to_be_visible()
    file.write_text('{"nodes": {"a": {"type": "warp"}}, "start": "a"}', "utf-8")
    page.locator("input[type=file]").set_input_files(file)
    editor.says("There is no step of this type here. ($.nodes.a.type)")
    page.evaluate(PASTE, '{"nodes": {"greet": {"type": "say", "prompt": "Hello from a text."}}}')
    expect(editor.card("Greet")).to_contain_text("Hello from a text.")
    page.evaluate(PASTE, '{"shopping": ["milk"]}')
    editor.says("The clipboard holds JSON but no steps")
    assert stored(editor, dora)["flow"]["nodes"]["greet"] == {"type": "say", "prompt": "Hello from a text."}


def _rests_for_whoever_wants_less_motion(editor: Editor) -> None:
    """Every test asks for little motion; here one page is asked how it is with motion, which is short."""
    face = editor.card("Language").locator(".card")
    expect(face).to_have_css("transition-duration", "0s")
    editor.page.emulate_media(reduced_motion="no-preference")
    expect(face).to_have_css("transition-duration", re.compile(r"^0\.12s(, 0\.12s)*$"))
    editor.page.emulate_media(reduced_motion="reduce")
    expect(face).to_have_css("transition-duration", "0s")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_paper_is_fit_for_all(dark: bool, visitor: Callable[..., Page], axe: str) -> None:
    editor = Editor.opened(visitor("about:blank", dark=dark), MAIN)
    page = editor.page
    expect(editor.card("Language")).to_be_visible()
    editor.button("Add note").click()
    expect(page.get_by_role("textbox", name="Words of the note")).to_be_focused()
    page.keyboard.type("Ask HR each December.")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+a")
    expect(page.get_by_role("toolbar", name="13 picked")).to_be_visible()
    editor.frame("Everything")
    page.keyboard.press("Control+a")
    page.locator("summary", has_text="File").click()
    editor.still()
    _rests_for_whoever_wants_less_motion(editor)
    assert violations(page, axe, colours_only=dark) == []
