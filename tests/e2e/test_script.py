"""The script of a flow, for the person who writes its words; and the flow on paper, for the one who approves it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.access import violations
from tests.e2e.watch import Watch
from tests.main.served import Client

FLOW = "/api/environments/front_door/flows/main"
SCRIPT = "/studio/front_door/flows/main?view=script"


def signed_in(page: Page, name: str = "Dora Hartley") -> Page:
    page.get_by_role("button", name=name).click()
    return page


def test_words_are_written_in_the_order_in_which_they_are_heard(visitor: Callable[..., Page], dora: Client) -> None:
    page = signed_in(visitor(SCRIPT))
    script = page.get_by_role("region", name="Script of Main line")
    steps = script.get_by_role("heading", level=2)
    expect(steps.first).to_have_text("Language")
    titles = steps.all_inner_texts()
    assert titles.index("Main menu") < titles.index("Message for the pharmacy") < titles.index("Goodbye")

    script.get_by_role("combobox", name="Language", exact=True).select_option(label="+ German")
    script.get_by_role("button", name="Missing").click()
    hole = script.get_by_role("textbox", name="What the caller hears or reads, German").first
    expect(hole).to_have_value("")
    hole.fill("Drücken Sie die 1.")
    script.get_by_role("button", name="All words").click()
    expect(script.get_by_role("textbox", name="What the caller hears or reads, German").first).to_have_value(
        "Drücken Sie die 1."
    )
    expect(page.get_by_role("banner")).to_contain_text("Saved")
    assert dora("GET", FLOW)[1]["flow"]["nodes"]["main_menu"]["prompt"]["by_language"]["de"] == "Drücken Sie die 1."
    page.get_by_role("button", name="Undo: Write the words of Main menu").click()
    expect(page.get_by_role("banner")).to_contain_text("Saved")
    assert "de" not in dora("GET", FLOW)[1]["flow"]["nodes"]["main_menu"]["prompt"]["by_language"]

    script.get_by_role("searchbox").fill("leave a message")
    expect(steps).to_have_text(["Message for the pharmacy"])
    script.get_by_role("button", name="Open Message for the pharmacy on the canvas").click()
    expect(page.get_by_role("complementary", name="Message for the pharmacy")).to_be_visible()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_script_and_paper_can_be_read_by_everybody(dark: bool, visitor: Callable[..., Page], axe: str) -> None:
    page = signed_in(visitor(SCRIPT, dark=dark))
    expect(page.get_by_role("heading", name="Main menu")).to_be_visible()
    seen = violations(page, axe, colours_only=dark)
    page.get_by_role("button", name="Print…").click()
    paper = page.get_by_role("main", name="Script of Main line")
    expect(paper).to_contain_text("For “Pharmacy” (2): go to")
    expect(paper).to_contain_text("The dialogue ends here.")
    assert [*seen, *violations(page, axe, colours_only=dark)] == []


def test_a_viewer_reads_the_script_only(visitor: Callable[..., Page], watch: Watch) -> None:
    watch.allow(403)
    page = signed_in(visitor(SCRIPT), "Victor Hale")
    words = page.get_by_role("textbox", name="What the caller hears or reads, Any language").first
    expect(words).to_be_disabled()
