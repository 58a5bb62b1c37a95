"""A real server whose flow calls a real service, and the people around both."""

import threading
from pathlib import Path
from typing import Any

from tests.main.served import Client, Served
from tests.runtime.service import Service

ENV = "/api/environments/front_door"
ENDS = {"type": "end"}


def flow(url: str) -> Any:
    return {
        "format": 1,
        "title": "Calls a service",
        "start": "hello",
        "variables": {"answer": {"type": "any"}, "limit": {"type": "number"}},
        "nodes": {
            "hello": {"type": "menu", "prompt": "Press 1 or 2.", "choices": {"1": {"label": "A"}, "2": {"label": "B"}}},
            "call": {
                "type": "http_request", "method": "POST", "url": f"{url}/orders/{{{{ caller.number }}}}",
                "secret": "crm", "json": {"n": "1"}, "retries": 1, "timeout_s": 8, "into": "vars.answer",
            },
            "tell": {"type": "menu", "prompt": "It says {{ vars.answer.word }}.", "choices": {"9": {"label": "Bye"}}},
            "ask": {
                "type": "external", "name": "credit", "exits": ["yes", "no"], "inputs": {"who": "caller.number"},
                "results": {"vars.limit": "limit"},
            },
            "granted": {"type": "menu", "prompt": "You get {{ vars.limit }}.", "choices": {"9": {"label": "Bye"}}},
            "sorry": {"type": "say", "prompt": "Sorry."},
            "bye": ENDS,
        },
        "wires": {
            "hello": {"1": "call", "2": "ask", "no_input": "bye", "no_match": "bye"},
            "call": {"success": "tell", "http_error": "sorry", "timeout": "sorry", "invalid_response": "sorry"},
            "tell": {"9": "bye", "no_input": "bye", "no_match": "bye"},
            "ask": {"yes": "granted", "no": "bye", "timeout": "bye"},
            "granted": {"9": "bye", "no_input": "bye", "no_match": "bye"},
            "sorry": {"done": "bye"},
        },
    }  # fmt: skip  # nodes read as what they are


class Stage:
    """The service, the server that may reach it, and people."""

    def __init__(self, service: Service, server: Served, data: Path) -> None:
        self.service, self.server, self.data = service, server, data
        self.held = threading.Event()  # while clear, the service does not answer
        self.held.set()
        self.admin = server.client()
        self.admin.sign_in("dora")

    def publish(self) -> None:
        url = self.service.url("", "127.0.0.1").rstrip("/")
        status, found = self.admin("PUT", f"{ENV}/flows/main", {"flow": flow(url)}, if_match="*")
        assert status == 200, found
        body = {"message": "Calls a service", "force_reason": "a test of the outside"}
        status, found = self.admin("POST", f"{ENV}/releases", body)
        assert status == 201, found

    def caller(self, key: str) -> tuple[Client, str]:
        caller = self.server.client()
        dialogue = caller.call("+442079460100")
        caller.does({"type": "KeyPressed", "key": key})
        return caller, dialogue

    def facts(self, dialogue: str) -> list[list[Any]]:
        status, rows = self.admin("GET", f"/api/dialogues/{dialogue}/trace")
        return [fact for row in rows for fact in row["facts"]] if status == 200 else []

    def went(self, dialogue: str) -> list[str]:
        return [f"{fact[1].rpartition('/')[2]}:{fact[2]}" for fact in self.facts(dialogue) if fact[0] == "went"]
