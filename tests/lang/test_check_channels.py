"""The checks of channels: by which ones callers come to a flow, what those cannot do, and silence on the phone."""

import pytest
from msgspec.structs import replace

from flowengine.channels.phone import Phone
from flowengine.channels.webchat import Webchat
from flowengine.lang.capability import CAPABILITIES
from flowengine.lang.check.names import Names, names_of
from flowengine.messages import Json
from flowengine.nodes.palette import PALETTE
from tests.lang.check_flows import END, QUEUE, RANG, SAY, TRANSFER, Way, branch, flow, over, ways

# Channels

ADDRESSES = {
    "+31201234567": {"kind": "number", "link": {"front_door": "phone"}},
    "sip:desk@example.org": {"kind": "sip", "link": {"front_door": "phone"}},
    "chat:web": {"kind": "chat", "link": {"contact_center": "sales"}},
    "chat:old": {"kind": "chat"},
}
DOOR = {
    "phone": flow({"c": {"type": "subflow", "flow": "shared", "exits": ["done"]}}, {}),
    "shared": flow({"q": {**QUEUE, "while_waiting": "hold"}, "o": over("sales")}, {}, kind="subflow"),
    "hold": flow({"m": {"type": "music"}}, {}, kind="treatment"),
    "nobody": flow({"bye": END}, {}),
}
SALES = {
    "environment": {"entry": {"default": "desk", "chat": "chat_desk"}},
    "flows": {"desk": flow({"bye": END}, {}), "chat_desk": flow({"g": {"type": "go_to", "flow": "desk"}}, {})},
}
FOLDERS = {"front_door": {"environment": {}, "flows": DOOR}, "sales": SALES}
WORLD = names_of("sales", {"addresses": ADDRESSES}, FOLDERS, PALETTE).world


def test_channels_are_those_of_the_addresses_that_lead_there() -> None:
    assert {key: set(found) for key, found in WORLD.channels.items()} == {
        "front_door/phone": {"voice"},
        "front_door/shared": {"voice"},
        "front_door/hold": {"voice"},
        "sales/chat_desk": {"chat"},
        "sales/desk": {"voice", "chat"},
    }
    assert WORLD.direct == {"front_door/phone", "sales/chat_desk"}


def on(*channels: str) -> Names:
    return Names("x", flow="f", world=replace(WORLD, channels={"x/f": frozenset(channels)}))


CANNOT: dict[str, tuple[Json, Json, Names, list[Way]]] = {
    "a phone can": ({"t": TRANSFER, "bye": END}, {"t": RANG}, on("voice"), []),
    "a chat cannot": ({"t": TRANSFER, "bye": END}, {"t": RANG}, on("chat"), [("t",)]),
    "two channels cannot": ({"t": TRANSFER, "bye": END}, {"t": RANG}, on("chat", "message", "voice"), [("t",), ("t",)]),
    "not known": ({"t": TRANSFER, "bye": END}, {"t": RANG}, Names("x", flow="f"), []),
    "its error is wired": ({"t": TRANSFER, "bye": END}, {"t": {**RANG, "error": "bye"}}, on("chat"), []),
    "led around": (
        {"b": branch("dialogue.channel == 'voice'"), "t": TRANSFER, "bye": END},
        {"b": {"w0": "t", "otherwise": "bye"}, "t": RANG},
        on("chat"),
        [],
    ),
    "led there": (
        {"b": branch("dialogue.channel == 'chat'"), "t": TRANSFER, "bye": END},
        {"b": {"w0": "t", "otherwise": "bye"}, "t": RANG},
        on("chat"),
        [("b", "t")],
    ),
    "what comes after a certain case is not met": (
        {"b": branch("dialogue.channel == 'chat'", "caller.known"), "t": TRANSFER, "bye": END},
        {"b": {"w0": "bye", "w1": "t", "otherwise": "t"}, "t": RANG},
        on("chat"),
        [],
    ),
    "an uncertain case is": (
        {"b": branch("caller.known", "dialogue.channel == 'chat'"), "t": TRANSFER, "bye": END},
        {"b": {"w0": "t", "w1": "bye", "otherwise": "t"}, "t": RANG},
        on("chat"),
        [("b", "t")],
    ),
    "nobody comes there": ({"bye": END, "t": TRANSFER}, {"t": RANG}, on("chat"), []),
}


@pytest.mark.parametrize(("nodes", "wires", "names", "found"), CANNOT.values(), ids=CANNOT)
def test_channel_cannot(nodes: Json, wires: Json, names: Names, found: list[Way]) -> None:
    assert ways("channels", flow(nodes, wires), names) == [("channel_cannot", "error", way) for way in found]


def test_the_capabilities_are_those_of_the_channels() -> None:
    assert CAPABILITIES["voice"] == set(Phone.capabilities)
    assert CAPABILITIES["chat"] == set(Webchat.capabilities)


def wait(seconds: float, **more: Json) -> Json:
    return {"type": "wait", "seconds": seconds, **more}


SILENCE: dict[str, tuple[Json, Names, Way]] = {
    "three seconds are allowed": (wait(3), Names("x"), ()),
    "more are not": (wait(3.5), Names("x"), ("s", "w")),
    "with a sound": (wait(60, meanwhile="sea"), Names("x"), ()),
    "with the usual music": (wait(60, meanwhile=""), Names("x"), ()),
    "in a chat": (wait(60), on("chat"), ()),
    "by phone": (wait(60), on("voice", "chat"), ("s", "w")),
    "a service": ({"type": "http_request", "url": "https://crm.example/"}, Names("x"), ("s", "w")),
    "a quick service": ({"type": "http_request", "url": "https://crm.example/", "timeout_s": 2}, Names("x"), ()),
}


@pytest.mark.parametrize(("node", "names", "way"), SILENCE.values(), ids=SILENCE)
def test_dead_air(node: Json, names: Names, way: Way) -> None:
    found = ways("silence", flow({"s": SAY, "w": node, "bye": END}, {"s": {"done": "w"}}), names)
    assert found == ([("dead_air", "warning", way)] if way else [])


def test_after_a_hangup_nobody_hears_the_silence() -> None:
    assert ways("silence", flow({"bye": END, "w": wait(60)}, {}, on={"hangup": "w"})) == []
