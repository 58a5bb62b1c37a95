"""The live floor page as whoever leads the floor sees it."""

import re

from playwright.sync_api import Locator, Page, expect


class FloorPage:
    """Finds rows by what is written in them."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.main = page.get_by_role("main", name="Floor")
        self.queues = page.get_by_role("region", name="Queues")
        self.agents = page.get_by_role("region", name="Agents")
        self.why = page.get_by_role("complementary", name="Why")

    def sign_in(self, name: str) -> "FloorPage":
        self.page.get_by_role("button", name=re.compile(f"^{name}")).click()
        expect(self.main).to_be_visible()
        return self

    def queue(self, title: str) -> Locator:
        return self.queues.get_by_role("row").filter(has=self.page.get_by_role("button", name=title, exact=True))

    def line(self, title: str) -> Locator:
        """The line of this queue, after it was chosen."""
        self.queue(title).get_by_role("button").click()
        return self.page.get_by_role("region", name=f"Line of {title}")

    def agent(self, name: str) -> Locator:
        return self.agents.get_by_role("row").filter(has_text=name)
