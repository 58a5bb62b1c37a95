"""What went through a flow, as a person sees it in the editor: the list, one dialogue moment by moment, traffic."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.main.served import Client, Served

MAIN = "/studio/front_door/flows/main"
LINE = "+442079460100"


class RunsPage:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.drawer = page.get_by_role("region", name="Drawer")
        self.rows = self.drawer.get_by_role("list", name="Dialogues").get_by_role("button")
        self.happened = page.get_by_role("list", name="What happened")
        self.values = page.get_by_role("region", name="What was set")
        self.moment = page.get_by_role("slider", name="Moment")

    def row(self, dialogue: str) -> Locator:
        return self.rows.filter(has_text=dialogue[-6:])

    def card(self, title: str) -> Locator:
        return self.page.locator(".react-flow__node").and_(self.page.get_by_label(title, exact=True))

    def outcome(self, title: str, name: str) -> Locator:
        return self.card(title).get_by_role("listitem").filter(has_text=name)

    def flow(self, title: str) -> Locator:
        return self.page.get_by_role("region", name=f"Flow canvas: {title}")

    def overlay(self, name: str) -> None:
        self.page.get_by_role("group", name="What the cards show").get_by_role("button", name=name, exact=True).click()

    def tab(self, name: str) -> None:
        self.drawer.get_by_role("tab", name=name).click()


def runs(visitor: Callable[..., Page], person: str, address: str = MAIN, *, dark: bool = False) -> RunsPage:
    """The address opened by this person."""
    page = visitor(address, dark=dark)
    page.get_by_role("button", name=re.compile(f"^{person}")).click()
    found = RunsPage(page)
    expect(found.drawer).to_be_visible()
    return found


def called(server: Served, keys: str, *, stays: bool = False) -> tuple[Client, str]:
    """A caller who pressed these keys, and hung up unless it is said otherwise; the dialogue."""
    caller = server.client()
    dialogue = caller.call(LINE, number="+441632960456")
    for key in keys:
        assert caller.does({"type": "KeyPressed", "key": key})[0] == 200
    if not stays:
        assert caller.does({"type": "CallerHungUp"})[0] == 200
    return caller, dialogue
