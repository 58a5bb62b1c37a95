"""`dialogue-studio dead`: events that failed alone, in a terminal; one is done again, or dropped."""

import argparse
import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from flowengine.main.emptying import asked, operator_of
from flowengine.main.remote import Refused, Server

HEAD = ("LETTER", "WHEN", "EVENT", "DIALOGUE", "FAULT")


def dead(given: argparse.Namespace) -> int:
    """One line per letter; or what became of one."""
    server = operator_of(given)
    found = asked(server, "GET", "/api/operations/dead")
    if given.again or given.drop:
        return _deal(server, given, found["letters"])
    if given.json:
        print(*(json.dumps(letter, ensure_ascii=False) for letter in found["letters"]), sep="\n")
        return 0
    if not found["letters"]:
        print("No event was put aside.")
        return 0
    lines = [HEAD, *map(_line, found["letters"])]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    for line in lines:
        print("  ".join(word.ljust(width) for word, width in zip(line, widths, strict=True)).rstrip())
    if found["more"]:
        print("There are more: deal with these first.")
    return 0


def _deal(server: Server, given: argparse.Namespace, letters: list[dict[str, Any]]) -> int:
    """1 if it failed again."""
    name, act = (given.again, "again") if given.again else (given.drop, "drop")
    letter = next((each for each in letters if _name(each) == name), None)
    if letter is None:
        raise Refused(f"There is no dead letter {name}.", "List them: dialogue-studio dead.")
    place = f"/api/operations/tenants/{quote(letter['tenant'], safe='')}/dead/{letter['seq']}/{act}"
    answer = asked(server, "POST", place, {"event_id": letter["event_id"]}) or {"done": "dropped"}
    failed = answer["done"] == "failed_again"
    words = {
        "done": f"{name} was done.",
        "failed_again": f"{name} failed again and has a new letter: the fault is not mended.",
        "dropped": f"{name} was dropped, and what the event said is forgotten.",
    }
    print(json.dumps({"letter": name, **answer}) if given.json else words[answer["done"]])
    return 1 if failed else 0


def _name(letter: dict[str, Any]) -> str:
    return f"{letter['tenant']}/{letter['seq']}"


def _line(letter: dict[str, Any]) -> tuple[str, ...]:
    when = datetime.fromtimestamp(letter["at_ms"] / 1000, UTC).strftime("%Y-%m-%d %H:%M:%SZ")
    kind = letter["kind"] + (" (erased)" if letter["erased"] else "")
    return (_name(letter), when, kind, letter["dialogue"] or "-", letter["error"])
