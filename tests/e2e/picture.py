"""Takes the pictures that people look at: `python -m tests.e2e.picture FOLDER`, each state light and dark."""

import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Literal

from playwright.sync_api import expect

from launch import browser
from tests.e2e.conftest import PATIENCE_MS, SIZE, started
from tests.e2e.front_row import FrontRow
from tests.e2e.people import at_desk
from tests.main.served import Served, served

Shot = Callable[[str, FrontRow], None]


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    expect.set_options(timeout=PATIENCE_MS)
    with tempfile.TemporaryDirectory() as data, served(Path(data)) as server, started(browser.ensure()) as chromium:
        themes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
        for theme in themes:
            profile = chromium.new_context(
                base_url=server.url, viewport=SIZE, reduced_motion="reduce", color_scheme=theme, locale="en-GB"
            )
            page = profile.new_page()
            page.goto("/")
            expect(page.get_by_role("button", name="Dora Hartley")).to_be_visible()

            shot = partial(take, folder, theme)
            shot("sign-in", FrontRow(page))
            front = FrontRow(page).sign_in("Dora Hartley")
            the_studio(front, shot)
            front.page.goto("/")
            a_call(front, server, shot)
            an_edit(front, shot)
            profile.close()


def take(folder: Path, theme: str, name: str, front: FrontRow) -> None:
    front.still()
    front.page.screenshot(path=folder / f"{name}-{theme}.png")


def the_studio(front: FrontRow, shot: Shot) -> None:
    """A flow with what its tests take, one of them chosen."""
    front.page.goto("/studio/front_door/flows/main?step=main_menu")
    front.page.get_by_role("button", name="Coverage").click()
    front.tab("Tests")
    expect(front.page.get_by_text("of 34").first).to_be_visible()
    front.drawer.get_by_text("a visitor clicks her way to billing and chats with anna").first.click()
    front.fit()
    shot("studio", front)


def a_call(front: FrontRow, server: Served, shot: Shot) -> None:
    """From the first words to the wrap-up."""
    client = server.client()
    client.sign_in()
    client("POST", "/api/demo/reset")
    for agent in ("anna", "ben"):
        at_desk(server, agent, "away")
    front.page.reload()
    front.call("Main line")
    front.press("1")
    front.is_at("Date of birth")
    front.press("19800521")
    front.is_at("What for?")
    front.open_flow("Front door", "Main line")
    shot("path", front)
    front.open_flow("Appointments", "Appointments")
    front.press("2")
    expect(front.why).to_contain_text("Place 1 of 1")
    shot("front-row-waiting", front)
    front.take_over("Anna de Vries")
    rings = front.desk.get_by_role("article", name="Rings: Appointments")
    expect(rings).to_be_visible()
    front.page.get_by_role("checkbox", name="Follow the dialogue").uncheck()
    front.open_flow("Front door", "Main line")
    front.fit()
    front.page.mouse.move(800, 120)  # onto empty paper: nothing is lit but what the picture is about
    expect(front.why).to_contain_text("is offered this dialogue")
    shot("front-row", front)
    front.page.get_by_role("checkbox", name="Follow the dialogue").check()
    rings.get_by_role("button", name="Accept").click()
    expect(front.desk.get_by_role("article", name="Connected: Appointments")).to_be_visible()
    front.hears("Connected with Anna de Vries")
    shot("talking", front)
    front.desk.get_by_role("button", name="Hang up").click()
    expect(front.desk.get_by_role("article", name="Wrap-up: Appointments")).to_be_visible()
    shot("wrap-up", front)


def an_edit(front: FrontRow, shot: Shot) -> None:
    """A problem, tests that fail, a publish that is refused; then a chat."""
    front.open_flow("Front door", "Main line")
    front.pick("Main menu")
    front.goes_to("3 · Billing").select_option(label="Not connected")
    front.tab("Problems")
    expect(front.drawer.get_by_role("img", name="Error").first).to_be_visible()
    shot("problem", front)
    front.goes_to("3 · Billing").select_option(label="Desk")
    front.page.get_by_role("banner").get_by_role("button", name="Run tests").click()
    expect(front.drawer.get_by_role("img", name="Failed").first).to_be_visible()
    shot("failing-tests", front)
    front.publish("Billing moves to the desk")
    expect(front.page.get_by_role("dialog", name="Publish").get_by_role("alert")).to_be_visible()
    shot("publish", front)
    front.page.get_by_role("dialog", name="Publish").get_by_role("button", name="Cancel").click()
    front.button("+ Add step").click()
    expect(front.page.get_by_role("dialog", name="Add a step")).to_be_visible()
    shot("add-step", front)
    front.page.keyboard.press("Escape")
    front.start_chat()
    front.reads("How can we help you today?")
    shot("chat", front)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
