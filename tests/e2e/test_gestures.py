"""What hands do on the paper: picking around, the real clipboard, frames, drops on wires, a wire's end, a finger."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.editor import Editor
from tests.e2e.test_canvas import MAIN, MIDDLE, several, stored
from tests.main.served import Client


@pytest.fixture
def editor(visitor: Callable[..., Page]) -> Editor:
    found = Editor.opened(visitor("about:blank"), MAIN)
    expect(found.card("Language")).to_be_visible()
    return found


def middle(thing: Locator) -> tuple[float, float]:
    box = thing.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def path(editor: Editor, wire: str) -> Locator:
    return editor.page.locator(f'.react-flow__edge[data-id="{wire}"] .react-flow__edge-path').first


def test_steps_are_picked_around_cut_pasted_and_dropped_on_a_wire(editor: Editor, dora: Client) -> None:
    page, mouse = editor.page, editor.page.mouse
    before = dora("GET", "/api/environments/front_door/flows/main")[1]["flow"]
    editor.fit()
    editor.still()
    boxes = [box for title in ("Billing", "Message for the pharmacy") if (box := editor.card(title).bounding_box())]
    page.keyboard.down("Shift")
    mouse.move(min(box["x"] for box in boxes) - 6, min(box["y"] for box in boxes) - 6)
    mouse.down()
    right, bottom = (max(box[at] + box[size] for box in boxes) + 6 for at, size in (("x", "width"), ("y", "height")))
    mouse.move(right, bottom, steps=6)
    mouse.up()
    page.keyboard.up("Shift")
    expect(page.get_by_role("toolbar", name="2 picked")).to_be_visible()
    editor.card("Billing").locator(".card-head").click()
    expect(page.locator(".card-picked")).to_have_count(1)
    editor.card("Message for the pharmacy").locator(".card-head").click(modifiers=["Shift"])
    expect(page.get_by_role("toolbar", name="2 picked")).to_be_visible()
    page.keyboard.press("Control+x")  # the browser's own clipboard
    expect(editor.card("Billing")).to_have_count(0)
    mouse.move(*middle(page.locator(".react-flow__pane")))
    page.keyboard.press("Control+v")
    expect(editor.card("Billing")).to_have_count(1)
    found = stored(editor, dora)["flow"]
    assert found["nodes"] == before["nodes"]
    assert "billing" not in found["wires"]["main_menu"].values(), "what led there was cut"

    editor.fit()
    editor.still()
    editor.card("Message for the pharmacy").locator(".card-head").click()  # both came picked: this one alone
    to = path(editor, "language_known:dutch").evaluate(MIDDLE)
    editor._drag(middle(editor.card("Message for the pharmacy").locator(".card-head")), (to[0], to[1]))
    expect(editor.said).to_contain_text("Message for the pharmacy")
    wires = stored(editor, dora)["flow"]["wires"]
    assert wires["language_known"]["dutch"] == "pharmacy_message"
    assert before["wires"]["language_known"]["dutch"] in wires["pharmacy_message"].values()


def test_a_wire_in_a_circle_is_refused_and_steps_are_copied_to_the_flow_of_another_tab(
    editor: Editor, dora: Client
) -> None:
    page, mouse = editor.page, editor.page.mouse
    editor.fit()
    editor.still()
    x, y = editor._jack("Language known?", "dutch")
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + 3, y + 3)
    mouse.move(*middle(editor.card("Language known?")), steps=8)
    refusing = page.locator(".card[data-refuses]")
    expect(refusing).to_have_attribute("data-title", "Language known?")
    mouse.up()
    expect(editor.said).to_contain_text("That would go round for ever")
    expect(refusing).to_have_count(0)
    expect(editor.wire("Language known?, dutch, goes to Nederlands")).to_be_attached()
    expect(editor.button("Undo")).to_be_disabled()

    several(editor, "Billing", "Desk")
    page.keyboard.press("Control+c")
    expect(editor.said).to_contain_text("Copied 2 things")
    other = Editor(page.context.new_page())
    other.page.goto("/studio/billing/flows/accounts")
    expect(other.card("Billing queue")).to_be_visible()
    other.page.keyboard.press("Control+v")
    expect(other.card("Desk")).to_be_visible()
    other.page.keyboard.press("Control+s")
    expect(other.page.get_by_role("banner")).to_contain_text("Saved")
    there = dora("GET", "/api/environments/billing/flows/accounts")[1]["flow"]
    here = dora("GET", "/api/environments/front_door/flows/main")[1]["flow"]
    for name in ("billing", "desk"):
        assert there["nodes"][name] == here["nodes"][name]


def test_frames_take_along_and_grow_and_a_wire_is_led_elsewhere(editor: Editor, dora: Client) -> None:
    page = editor.page
    several(editor, "Billing", "Desk")
    editor.frame("People")
    before = stored(editor, dora)["layout"]
    editor.fit()
    editor.still()
    start = middle(page.locator(".frame-title"))
    editor._drag(start, (start[0] + 40, start[1] + 30))
    moved = stored(editor, dora)["layout"]
    was, now = before["frames"][0], moved["frames"][0]
    assert now["x"] > was["x"]
    for name in ("billing", "desk"):
        assert moved["nodes"][name]["x"] - before["nodes"][name]["x"] == pytest.approx(now["x"] - was["x"], abs=1)
    assert moved["nodes"]["goodbye"] == before["nodes"]["goodbye"]
    corner = middle(page.locator(".frame-corner"))
    editor._drag(corner, (corner[0] + 30, corner[1] + 20))
    grown = stored(editor, dora)["layout"]["frames"][0]
    assert grown["width"] > now["width"]
    assert grown["height"] > now["height"]
    assert (grown["x"], grown["y"]) == (now["x"], now["y"])

    editor.fit()
    editor.still()
    end = page.locator('.react-flow__edge[data-id="main_menu:3"] .react-flow__edgeupdater-target')
    editor._drag(middle(end), middle(editor.card("Goodbye")))
    assert stored(editor, dora)["flow"]["wires"]["main_menu"]["3"] == "goodbye"


def test_a_step_is_carried_to_the_paper_by_a_finger(editor: Editor, dora: Client) -> None:
    page = editor.page
    editor.fit()
    editor.still()
    row = page.get_by_role("complementary", name="Steps").get_by_role("option", name="Say").first
    row.scroll_into_view_if_needed()
    x, y = middle(row)
    at = path(editor, "pharmacy:closed").evaluate(MIDDLE)
    finger = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        where = [{"x": px, "y": py, "id": 1} for px, py in points]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": where})

    finger.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    touch("touchStart", (x, y))
    for step in range(1, 9):
        touch("touchMove", (x + (at[0] - x) * step / 8, y + (at[1] - y) * step / 8))
    touch("touchEnd")
    expect(editor.wire("Pharmacy, closed, goes to Say")).to_be_attached()
    assert stored(editor, dora)["flow"]["wires"]["pharmacy"]["closed"] == "say"
