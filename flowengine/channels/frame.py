"""Renders numbered commands for a page: a content number becomes the words that it stands for."""

import msgspec

from flowengine.messages import Command, Dial, Json


def text_of(body: Json) -> str:
    """The words of a content record's body; "" when they were erased."""
    if isinstance(body, dict):
        body = body.get("text", "")
    return body if isinstance(body, str) else ""


def frame_of(n: int, command: Command, content: Json) -> Json:
    """`{"n": 3, "command": {"type": "Say", "text": "...", ...}}`. `content`: body of the record that it speaks of.

    An Offer's `caller_content` becomes `caller`: what the desk may show of who is calling. A Dial's record becomes
    `to`, and a Connect with `dial_content` says that it `calls_back`.
    """
    fields: dict[str, Json] = msgspec.to_builtins(command)
    if fields.pop("content", None) is not None:
        fields["text"] = text_of(content)
    if isinstance(command, Dial):
        fields["to"] = content.get("to", "") if isinstance(content, dict) else ""
    if fields.pop("dial_content", 0):
        fields["calls_back"] = True
    if fields.pop("caller_content", None) is not None:
        fields["caller"] = content
    return {"n": n, "command": fields}
