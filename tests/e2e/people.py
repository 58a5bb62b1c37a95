"""People elsewhere in the contact center: they sit at desks by their own requests, beside the page under test."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from playwright.sync_api import APIResponse, Page, Route

from tests.main.served import Client, Served


def at_desk(server: Served, agent: str, intent: str = "available") -> Client:
    """A person takes this agent's desk over and says whether work may come."""
    person = server.client()
    person.sign_in(agent)
    assert person("POST", "/api/demo/take-over", {"agent": agent})[0] == 200
    assert person("PUT", "/api/agents/me/presence", {"intent": intent, "reason": ""})[0] == 200
    return person


@contextmanager
def sent_late(page: Page, path: str, method: str) -> Iterator[None]:
    """What the page sends by this method in this block reaches the server after it."""
    waiting: list[Route] = []
    late = True

    def hold(route: Route) -> None:
        waiting.append(route) if late and route.request.method == method else route.continue_()

    page.route(path, hold)
    yield
    late = False
    for route in waiting:
        route.continue_()


def first_to_save(page: Page, path: str) -> AbstractContextManager[None]:
    """Whoever saves in this block saves before the page does, however slow all are: what it writes meanwhile waits."""
    return sent_late(page, f"**{path}", "PUT")


@contextmanager
def answered_late(page: Page, path: str, most: int = 1000) -> Iterator[None]:
    """The server does what the page asks for in this block, and its answers, or the first so many of them, come after
    it: what the socket tells does not wait."""
    waiting: list[tuple[Route, APIResponse]] = []
    late, held = True, 0

    def hold(route: Route) -> None:
        nonlocal held
        held += 1
        if not late or held > most:
            return route.continue_()
        answer = route.fetch()
        return waiting.append((route, answer)) if late else route.fulfill(response=answer)

    page.route(path, hold)  # and stays: it may be at work on one when the block ends
    yield
    late = False
    for route, answer in waiting:
        route.fulfill(response=answer)


def facts_of(reader: Client, dialogue: str) -> list[str]:
    """The words of the dialogue's trace, in order."""
    status, trace = reader("GET", f"/api/dialogues/{dialogue}/trace")
    return [fact[0] for row in trace for fact in row["facts"]] if status == 200 else []


def live_dialogue(reader: Client) -> str:
    """The one dialogue that is on."""
    _, live = reader("GET", "/api/dialogues?state=live")
    assert len(live) == 1
    dialogue: str = live[0]["id"]
    return dialogue
