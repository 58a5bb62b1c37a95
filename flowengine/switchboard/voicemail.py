"""Messages that callers leave: each is a dialogue of its own, waits in a queue, and ends when its agent is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.interpreter.effect import Deliver
from flowengine.interpreter.event import Begun
from flowengine.interpreter.state import Dialogue
from flowengine.switchboard import counting
from flowengine.switchboard.straight_to_queue import MESSAGE_TO_QUEUE

if TYPE_CHECKING:
    from flowengine.switchboard.act import Act
    from flowengine.switchboard.switchboard import Switchboard

VIA = "voicemail"
MESSAGE_CONTENT = 2  # the second content record of such a dialogue: the message; the first says who left it


def deliver(board: Switchboard, act: Act, dialogue: str, effect: Deliver) -> None:
    """Make the dialogue of a message and let it wait, in the same step as the call in which it was left."""
    origin, center, new = board.dialogues[dialogue], effect.contact_center, act.new_id()
    state = Dialogue(
        id=new,
        via=VIA,
        channel="message",
        address=origin.address,
        started_ms=act.stamp.at_ms,
        caller=origin.caller,
        language=origin.language,
        attributes=origin.attributes,
        contact_center=center,
        releases={center: 0},
        test=origin.test,
    )
    board.put(state)
    caller = {name: getattr(origin.caller, name) for name in ("number", "name", "withheld", "language")}
    spoken = {"text": f"♪ {effect.message.get('duration_ms', 0) / 1000:.0f} s"}
    who = board.keep(act, new, "caller", {**caller, "voicemail": True})
    left = board.keep(act, new, "heard", {**spoken, **effect.message})
    act.fact("dialogue", dialogue, "delivered", center, new)
    act.fact("dialogue", new, "arrived", "message", origin.address, who)
    act.fact("dialogue", new, "left_by", dialogue, left)
    counting.arrived(act, state)
    board.run(act, new, Begun(center, MESSAGE_TO_QUEUE, center))
