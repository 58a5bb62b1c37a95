"""Renders numbered commands for a page: content numbers become the text that they stand for."""

from collections.abc import Mapping

import msgspec

from flowengine.messages import Ask, Command, Json, Say, WorkHeard


def content_of(command: Command) -> int | None:
    """The content record that a command speaks of, if any."""
    return command.content if isinstance(command, Say | Ask | WorkHeard) else None


def text_of(body: Json) -> str:
    """The words of a content record's body; "" when they were erased."""
    if isinstance(body, dict):
        body = body.get("text", "")
    return body if isinstance(body, str) else ""


def frame_of(n: int, command: Command, texts: Mapping[int, str]) -> Json:
    """`{"n": 3, "command": {"type": "Say", "text": "...", ...}}`. `texts`: content number -> its words."""
    fields: dict[str, Json] = msgspec.to_builtins(command)
    number = fields.pop("content", None)
    if number is not None:
        fields["text"] = texts.get(number, "")
    return {"n": n, "command": fields}
