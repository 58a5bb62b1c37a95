"""The editor of one flow in the Studio, as a person uses it."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.front_row import FrontRow


class Editor(FrontRow):
    """A flow under /studio; the canvas and the forms are those of the front row."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.outline = page.get_by_role("tree", name=re.compile("^Outline of "))
        self.commands = page.get_by_role("dialog", name="Commands")
        self.said = page.locator(".unseen[role=status]")

    @classmethod
    def opened(cls, page: Page, path: str, user: str = "Dora Hartley") -> "Editor":
        """The page at this path, signed in: the address stays what it was."""
        page.goto(path)
        page.get_by_role("button", name=re.compile(f"^{user}")).click()
        editor = cls(page)
        expect(page.get_by_role("banner")).to_be_visible()
        return editor

    def item(self, begins: str) -> Locator:
        """A step or a way in the outline, by what a reader hears."""
        return self.outline.get_by_role("treeitem", name=re.compile(f"^{re.escape(begins)}"))

    def command(self, words: str) -> None:
        """By name, with keys only."""
        self.page.keyboard.press("Control+k")
        expect(self.commands.get_by_role("combobox")).to_be_focused()
        self.page.keyboard.type(words)
        expect(self.commands.get_by_role("option", selected=True)).to_contain_text(words)
        self.page.keyboard.press("Enter")
        expect(self.commands).to_be_hidden()

    def frame(self, title: str) -> None:
        """A frame around what is picked, by keys only."""
        self.page.keyboard.press("Control+g")
        expect(self.page.get_by_role("textbox", name="Title of the frame")).to_be_focused()
        self.page.keyboard.type(title)
        self.page.keyboard.press("Enter")
