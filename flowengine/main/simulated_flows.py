"""The flows of a simulation as a running server has them: what is live, a draft, or a release by its number."""

import json
from typing import Any
from urllib.parse import quote

from flowengine.environments.path import TENANT
from flowengine.interpreter.program import Release
from flowengine.lang.upgrade.kinds import raised
from flowengine.main.remote import Refused, Server
from flowengine.messages import Json

LIVE, DRAFT = "live", "draft"


def is_served(word: str) -> bool:
    """Whether this names flows of a server, and not a file or a folder of this machine."""
    return word in (LIVE, DRAFT) or word.isdigit()


class ServedFlows:
    """One server's tenant. What is not asked for by name is as callers meet it: each environment's live release."""

    def __init__(self, server: Server, environment: str) -> None:
        """Raises Refused for an environment that there is not, or that the token may not read."""
        self._server = server
        self._environment = environment
        tree = server.ask("GET", "/api/tree")
        self._names: list[str] = tree["environments"]
        if environment not in self._names:
            raise Refused(f"There is no environment {environment}.", f"There are: {', '.join(self._names)}.")
        self._drafts: dict[str, Json] = {path: file["document"] for path, file in tree["files"].items()}
        self._live: dict[str, Release] | None = None

    @property
    def tenant(self) -> Json:
        """The directory; without people if the token is none of a supervisor's or administrator's."""
        return raised(self._drafts[TENANT], TENANT)

    def of(self, word: str) -> dict[str, Release]:
        """Every environment by name. Raises Refused for a release that there is not."""
        if self._live is None:
            self._live = {name: found for name in self._names if (found := self._released(name)) is not None}
        name = self._environment
        if word == LIVE:
            return self._live
        return {**self._live, name: self._draft(name) if word == DRAFT else self._numbered(name, int(word))}

    def _draft(self, name: str) -> Release:
        flows = {
            path.split("/")[1]: raised(document, path)
            for path, document in self._drafts.items()
            if path.startswith(f"{name}/") and path.endswith("/flow.json")
        }
        if not flows:
            raise Refused(f"{name} has no draft.", "Name another --environment.")
        path = f"{name}/environment.json"
        return Release(raised(self._drafts.get(path, {"format": 1}), path), flows)

    def _released(self, name: str) -> Release | None:
        number = next((row["number"] for row in self._rows(name) if row["live"]), 0)
        return self._content(name, number) if number else None

    def _numbered(self, name: str, number: int) -> Release:
        numbers = sorted(row["number"] for row in self._rows(name))
        if number not in numbers:
            has = ", ".join(map(str, numbers)) or "none"
            raise Refused(f"{name} has no release {number}.", f"It has: {has}.")
        return self._content(name, number)

    def _rows(self, name: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._server.ask("GET", f"/api/environments/{quote(name, safe='')}/releases")
        return found

    def _content(self, name: str, number: int) -> Release:
        release = self._server.ask("GET", f"/api/environments/{quote(name, safe='')}/releases/{number}")
        content = release["content"]
        content = json.loads(content) if isinstance(content, str) else content
        flows = {flow: raised(document, f"{name}/{flow}/flow.json") for flow, document in content["flows"].items()}
        return Release(raised(content["environment"], f"{name}/environment.json"), flows)
