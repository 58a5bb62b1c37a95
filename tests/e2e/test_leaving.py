"""What the phone in the page does beyond speaking: a message, a call to somebody else, a recording, a call back."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.front_row import FrontRow
from tests.e2e.people import at_desk, facts_of, live_dialogue
from tests.main.served import Client, Served, until

LEFT = dict.fromkeys(("timed_out", "no_agents", "queue_full", "left"), "bye")
FLOW: dict[str, Any] = {
    "format": 1,
    "title": "Trial",
    "start": "ask",
    "nodes": {
        "ask": {
            "type": "menu",
            "prompt": "What?",
            "choices": {key: {"label": key} for key in ("1", "2", "3", "4")},
        },
        "tune": {"type": "play", "audio": "opening_times", "fallback": "We open at nine."},
        "message": {"type": "record", "prompt": "Speak.", "deliver": {"contact_center": "desk"}},
        "pass_on": {"type": "transfer", "to": "+442079460972", "ring_timeout_s": 5},
        "offer": {"type": "offer_callback", "prompt": "Press 1 for a call back.", "gap_s": 1},
        "show": {"type": "set_routing", "show": {"Topic": "'bikes'"}},
        "queue": {
            "type": "enqueue",
            "contact_center": "desk",
            "when_unstaffed": "wait",
            "whisper": "A call back.",
        },
        "told": {"type": "say", "prompt": "We record this.", "notice": True},
        "tape": {"type": "recording", "consent": "true"},
        "taped": {"type": "wait", "seconds": 30},
        "bye": {"type": "end", "prompt": "Goodbye."},
    },
    "wires": {
        "ask": {"1": "tune", "2": "pass_on", "3": "offer", "4": "told", "no_input": "bye", "no_match": "bye"},
        "tune": {"done": "message"},
        "message": {"recorded": "bye", "no_audio": "bye", "too_short": "bye"},
        "pass_on": {"no_answer": "bye", "busy": "bye", "rejected": "bye", "failed": "bye", "error": "bye"},
        "offer": {"accepted": "show", "declined": "bye", "invalid_number": "bye", "error": "bye"},
        "show": {"done": "queue"},
        "queue": LEFT,
        "told": {"done": "tape"},
        "tape": {"done": "taped", "no_consent": "bye"},
        "taped": {"done": "bye"},
    },
}


def publish(dora: Client) -> None:
    """The trial takes the main line, until the demo is reset."""
    path = "/api/environments/front_door/flows/main"
    before = dora("GET", path)[1]
    assert dora("PUT", path, {"flow": FLOW}, if_match=f'"{before["hash"]}"')[0] == 200
    order = {"message": "Trial", "force_reason": "What the demo does not have."}
    assert dora("POST", "/api/environments/front_door/releases", order)[0] == 201


def test_a_message_is_left_with_a_key(front: FrontRow, dora: Client) -> None:
    publish(dora)
    front.call()
    front.hears("What?")
    front.press("1")
    front.hears("♪ opening times: We open at nine.")
    front.hears("Recording your message: press # to end")
    expect(front.side.get_by_role("status")).to_have_text("Recording your message")
    front.page.wait_for_timeout(1200)  # so long the message is
    front.press("#")
    front.hears("Goodbye.")
    front.hears("Call ended.")
    expect(front.trace).to_contain_text("A message waits in Desk")


def test_somebody_else_is_called_and_does_not_answer(front: FrontRow, dora: Client) -> None:
    publish(dora)
    front.call()
    front.hears("What?")
    front.press("2")
    front.hears("Calling +442079460972")
    front.hears("Goodbye.")


def test_a_recording_is_told(front: FrontRow, dora: Client) -> None:
    publish(dora)
    front.call()
    front.hears("What?")
    front.press("4")
    front.hears("This call is recorded.")
    front.hang_up()


def test_a_promise_rings_at_the_desk_and_then_at_the_phone(
    front: FrontRow, server: Served, dora: Client, visitor: Callable[..., Page]
) -> None:
    publish(dora)
    at_desk(server, "dev", "away")
    front.take_over("Ben Okafor")
    front.presence("Away")
    front.call()
    front.hears("What?")
    front.press("3")
    front.hears("Press 1 for a call back.")
    front.press("1")
    front.hears("You are off the line and keep your place. The phone will ring.")
    expect(front.side.get_by_role("status")).to_have_text("You will be called back")
    dialogue = live_dialogue(dora)
    front.presence("Available")
    rings = front.desk.get_by_role("article", name="Rings: Desk")
    expect(rings).to_contain_text("A call back.")
    expect(rings).to_contain_text("bikes")
    rings.get_by_role("button", name="Accept").click()
    front.hears("Your phone rings: this is your call back.")
    front.hears("Connected with Ben Okafor")
    until(lambda: "calls_back" in facts_of(dora, dialogue))
    front.hang_up()
