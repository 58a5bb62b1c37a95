"""A person's records as a zip of JSON files that people can read (docs/data.md lists them)."""

import io
import zipfile

import msgspec
from msgspec import Struct, field

from flowengine.interpreter.state import decode
from flowengine.ledger.port import ContentRecord, DialogueRecord, TraceRecord
from flowengine.messages import Json

EPOCH = (1980, 1, 1, 0, 0, 0)  # the same records give the same zip
ABOUT = {
    "about": "All that is kept of one person in one tenant.",
    "files": {
        "caller.json": "What is known of the number when it calls: name, language, attributes, last agent.",
        "user.json": "The person as a user of the tenant's directory.",
        "dialogues/ID.json": "One dialogue: when and how it went, its facts in order, and what was said and typed.",
        "mentions.json": "Records of other people's dialogues that name this person.",
    },
    "times": "Milliseconds since 1970 in UTC.",
}


class PersonFile(Struct):
    by: str
    name: str
    record: Json = None
    user: Json = None
    dialogues: dict[str, tuple[DialogueRecord | None, list[TraceRecord], list[ContentRecord]]] = field(
        default_factory=dict
    )
    mentions: list[tuple[str, ContentRecord]] = field(default_factory=list)


def packed(file: PersonFile) -> bytes:
    """The zip."""
    bodies: dict[str, Json] = {"about.json": {**ABOUT, file.by: file.name}}
    if file.record is not None:
        bodies["caller.json"] = file.record
    if file.user is not None:
        bodies["user.json"] = file.user
    for name, (row, trace, content) in file.dialogues.items():
        bodies[f"dialogues/{name}.json"] = _dialogue(name, row, trace, content)
    if file.mentions:
        bodies["mentions.json"] = [{"dialogue": dialogue, **_record(each)} for dialogue, each in file.mentions]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, body in bodies.items():
            zipped.writestr(zipfile.ZipInfo(name, EPOCH), msgspec.json.format(msgspec.json.encode(body), indent=2))
    return out.getvalue()


def _dialogue(
    name: str, row: DialogueRecord | None, trace: list[TraceRecord], content: list[ContentRecord]
) -> dict[str, Json]:
    state = decode(row.state) if row else None
    how = {
        "channel": state.channel,
        "address": state.address,
        "language": state.language,
        "contact_center": state.contact_center,
        "started_ms": state.started_ms,
        "ended_ms": state.ended_ms or None,
        "ended": state.ended,
    } if state else {}  # fmt: skip  # one record
    facts = [{"at_ms": each.at_ms, "facts": each.stored.facts} for each in trace]
    return {"dialogue": name, **how, "content": [_record(each) for each in content], "trace": facts}


def _record(record: ContentRecord) -> dict[str, Json]:
    return {"n": record.n, "class": record.cls, "body": record.body}
