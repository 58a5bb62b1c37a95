"""Watches the pages of a test for complaints of the browser."""

import re

from playwright.sync_api import ConsoleMessage, Page

FAILED_LOAD = re.compile(r"Failed to load resource: .*?(?:status of (\d+)|(net::\w+))")


class Watch:
    """The browser notes every answer that is an error; a test names those that its story contains: `allow(412)`."""

    def __init__(self) -> None:
        self._complaints: list[str] = []
        self._allowed: set[str] = {"401"}  # "who is signed in?" is answered "nobody" on the first visit

    def allow(self, *answers: int | str) -> None:
        self._allowed |= {str(answer) for answer in answers}

    def page(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._complaints.append(f"exception: {error}"))

    def done(self) -> None:
        """Raises AssertionError with everything that was complained about."""
        assert not self._complaints, "\n".join(self._complaints)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type not in {"error", "warning"}:
            return
        failed = FAILED_LOAD.search(message.text)
        if failed is None or (failed[1] or failed[2]) not in self._allowed:
            self._complaints.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")
