"""`dialogue-studio dev` in the page: what changes on the disk is shown, and what is changed here is on the disk."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.conftest import PATIENCE_MS, SIZE
from tests.e2e.watch import Watch
from tests.main.developed import MAIN, Studio, developed
from tests.main.served import until
from tests.main.terminal import edit, read, run


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    with developed(tmp_path) as found:
        yield found


@pytest.fixture
def page(studio: Studio, chromium: Browser, watch: Watch) -> Iterator[Page]:
    """Edith at the front door's flow."""
    with chromium.new_context(base_url=studio.url, viewport=SIZE, reduced_motion="reduce", locale="en-GB") as profile:
        profile.set_default_timeout(PATIENCE_MS)
        profile.on("page", watch.page)
        page = profile.new_page()
        page.goto("/")
        page.get_by_role("button", name="Edith").click()
        expect(card(page, "Choice")).to_be_visible()
        yield page


def card(page: Page, title: str) -> Locator:
    return page.locator(".react-flow__node").and_(page.get_by_label(title, exact=True))


def test_an_edit_on_the_disk_is_drawn_and_the_list_follows(page: Page, studio: Studio) -> None:
    edit(studio.folder / MAIN, "nodes", "choice", "title", to="What for?")
    expect(card(page, "What for?")).to_be_visible()
    flows = page.get_by_role("combobox", name="Environment and flow")
    run("new", studio.folder, "--flow", "support/fresh")
    expect(flows.locator("option").filter(has_text="Fresh")).to_have_count(1)


def test_a_broken_file_is_a_problem_on_the_page_until_it_is_mended(page: Page, studio: Studio) -> None:
    page.get_by_role("tab", name="Problems").click()
    text = (studio.folder / MAIN).read_text("utf-8")
    (studio.folder / MAIN).write_text(text[:100], "utf-8")
    problem = page.get_by_text("Not JSON").first
    expect(problem).to_be_visible()
    (studio.folder / MAIN).write_text(text, "utf-8")
    expect(problem).to_be_hidden()
    expect(card(page, "Choice")).to_be_visible()


def test_a_change_in_the_page_is_in_the_file(page: Page, studio: Studio) -> None:
    prompt = page.get_by_role("textbox", name="Prompt").first

    def is_open() -> bool:
        """What came from the disk just before is drawn anew, and closes the form that was open."""
        card(page, "Goodbye").click()
        return prompt.is_visible()

    until(is_open)
    prompt.fill("Bye for now.")
    until(lambda: "Bye for now." in str(read(studio.folder / MAIN)["nodes"]["bye"]["prompt"]))
