"""The page of an environment's releases as a person uses it."""

from playwright.sync_api import Locator, Page, expect

from tests.main.served import Client

FLOW = "/api/environments/front_door/flows/main"
RELEASES = "/api/environments/front_door/releases"


class ReleasesPage:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.list = page.get_by_role("list", name="Releases")

    def open(self, query: str = "") -> "ReleasesPage":
        self.page.goto(f"/studio/front_door/releases{query}")
        expect(self.list).to_be_visible()
        return self

    def choose(self, name: str) -> Locator:
        """The release with this name, or the draft, is looked at; what is told of it."""
        self.list.get_by_role("button", name=name).click()
        return self.page.get_by_role("region", name=name, exact=True)

    @property
    def changes(self) -> Locator:
        return self.page.get_by_role("region", name="What changed")


def changed_draft(dora: Client, **fields: object) -> None:
    """The main menu has these fields, and a new step stands before it."""
    read = dora("GET", FLOW)[1]
    flow = read["flow"]
    flow["nodes"]["main_menu"].update(fields)
    flow["nodes"]["notice"] = {"type": "say", "prompt": "Calls may be recorded."}
    flow["wires"]["notice"] = {"done": "main_menu"}
    flow["wires"]["speak_english"]["open"] = "notice"
    status, answer = dora("PUT", FLOW, {"flow": flow}, If_Match=f'"{read["hash"]}"')
    assert status == 200, answer


def published(dora: Client, message: str, **order: object) -> int:
    status, answer = dora("POST", RELEASES, {"message": message, "force_reason": "a test", **order})
    assert status == 201, answer
    return int(answer["number"])
