"""Another system: it knows its hook's address and secret, and signs what it sends."""

import json
import time
from typing import Any

from flowengine.identity.hooks import Shown, secret_of, signature_of


class Sender:
    def __init__(self, made: Any) -> None:
        """`made`: what was answered when the hook was made."""
        self.url: str = made["url"]
        self.path = "/" + self.url.split("/", 3)[3]
        self.secret: str = made["secret"]

    def signed(self, body: bytes, at_s: int | None = None, url: str = "") -> dict[str, str]:
        seconds = str(int(time.time()) if at_s is None else at_s)
        digest = signature_of(secret_of(self.secret), seconds, Shown(url or self.url, "", body))
        return {"dialogue-signature": f"t={seconds},v1={digest}", "content-type": "application/json"}


def begins(conversation: str, address: str, **more: str) -> dict[str, Any]:
    return {"conversation": conversation, "event_id": "begin", "begin": {"address": address, **more}}


def does(conversation: str, event_id: str, kind: str, **fields: Any) -> dict[str, Any]:
    return {"conversation": conversation, "event_id": event_id, "event": {"type": kind, **fields}}


def raw(body: Any) -> bytes:
    return json.dumps(body).encode()
