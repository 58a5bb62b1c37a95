"""What is said of an event: whose dialogue it is of, and of a fault no more than its kind and place."""

from collections.abc import Iterable
from pathlib import Path
from traceback import extract_tb
from typing import Any

from flowengine.errors import FlowEngineError
from flowengine.messages import TimerFired
from flowengine.runtime.mailbox import Mail


def fail_all(mails: Iterable[Mail], error: FlowEngineError) -> None:
    """Tell whoever sent these."""
    for mail in mails:
        mail.fail(error)


def dialogue_of(mail: Mail) -> str:
    """ "" if it is of none, or of one that begins with it."""
    event = mail.event
    if isinstance(event, TimerFired):
        return event.owner if event.owner_kind == "dialogue" else ""
    dialogue = getattr(event, "dialogue", "")
    return dialogue if isinstance(dialogue, str) else ""


def dialogue_in(reply: Any) -> str:
    """An arrival is answered with the id of its dialogue."""
    found = reply.get("dialogue") if isinstance(reply, dict) else None
    return found if isinstance(found, str) else ""


def place_of(error: Exception) -> str:
    """Kind and place of an error: its message may hold what a caller said."""
    frames = extract_tb(error.__traceback__)
    where = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{where}"
