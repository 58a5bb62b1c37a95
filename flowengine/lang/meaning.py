"""What each field means that no node type speaks of: laid over the shipped schema, where editors show it as help."""

from collections.abc import Mapping

from flowengine.lang.schedule import DAYS
from flowengine.messages import Json

# Owner and field, with dots; what stands in a list or under free keys belongs to the field that holds it.
FLOW: Mapping[str, str] = {
    "flow.$schema": "Where an editor finds the schema for completion; the engine does not read it",
    "flow.format": "The form of this document: always 1",
    "flow.title": "The flow's name for people",
    "flow.kind": "entry: dialogues begin with it; subflow: other flows run it; treatment: it runs while a caller waits",
    "flow.start": "The step at which it begins",
    "flow.inputs": "Variables that whoever runs this flow gives a value",
    "flow.outputs": "Variables that whoever runs this flow gets back",
    "flow.exits": "The named ways out, taken by steps of type return",
    "flow.variables": "The flow's own variables by name, read as vars.name; each run begins with fresh ones",
    "flow.variables.type": "What it may hold; any: everything",
    "flow.variables.default": "Its value at the start; without one, the empty value of its type",
    "flow.variables.sensitive": "Masked wherever it would be shown, and gone when the dialogue ends",
    "flow.nodes": "The steps by their ids: small letters, digits and _",
    "flow.nodes.type": "What the step does; its other fields depend on it",
    "flow.wires": "Where each step's outcomes lead: step, then outcome, then the next step",
    "flow.keys": "Steps that a key leads to from every menu which does not use that key itself",
    "flow.on": "Where the flow goes by itself",
    "flow.on.error": "After a fault that its step does not lead anywhere, once",
    "flow.on.hangup": "After the caller has gone: steps that need nobody there, for at most 60 seconds",
    "prompt.prompt": "A prompt of the environment, by its name",
    "prompt.by_language": "The text in each language, such as en or nl-BE",
    "text.voice": "What is spoken on a call",
    "text.chat": "What is written in a chat",
    "text.message": "What is written in a message",
    "seconds.voice": "On a call",
    "seconds.chat": "In a chat",
    "seconds.message": "In an exchange of messages",
}

ENVIRONMENT: Mapping[str, str] = {
    "Environment.$schema": "Where an editor finds the schema for completion; the engine does not read it",
    "Environment.format": "The form of this document: always 1",
    "Environment.entry": "The flow with which a dialogue begins that comes to this environment",
    "Environment.prompts": "Words that several steps say, by name",
    "Environment.schedules": "When a place is open, by name; read by opening_hours and by contact centers",
    "Environment.tables": "Rows that flows look up, by name",
    "Environment.bindings": "What differs from stage to stage, read as bindings.name; empty: each stage gives its own",
    "Entry.default": "On every channel that has no flow of its own",
    "Entry.voice": "For calls",
    "Entry.chat": "For chats",
    "Entry.message": "For messages",
    "named_prompt.prompt": "Another prompt: not here, this is where its words belong",
    "named_prompt.by_language": "The text in each language, such as en or nl-BE",
    "named_prompt.sounds": "By language, the recording that is played on calls in place of words without values",
    "named_prompt.state": "How far it is: draft, recorded or approved",
    "named_prompt.use": "Where and how it is meant, for people",
    "Sound.file": "The name by which the channel plays it, such as welcome.en.wav",
    "Sound.says": "The hash of the words that were recorded; the check says it when the words have changed",
    "Schedule.weekly": "The usual hours of each day of the week",
    "Schedule.time_zone": "An IANA name, such as Europe/London; empty: the contact center's",
    "Schedule.holidays": "Local dates, such as 2026-12-25, and their names",
    "Schedule.emergency_switch": "The switch that closes it at once; empty: none",
    "Schedule.holiday_rule": "The public holidays of a country; a publish writes out their dates",
    **{f"Weekly.{day}": "Ranges of local time, such as 09:00-12:30; a day without any is closed" for day in DAYS},
    "HolidayRule.country": "ISO 3166: GB, NL, DE",
    "Table.key": "The column by which rows are found",
    "Table.rows": "The rows: columns and their values",
    "text.voice": "What is spoken on a call",
    "text.chat": "What is written in a chat",
    "text.message": "What is written in a message",
}


def described(schema: Json, owner: str, meanings: Mapping[str, str]) -> Json:
    """The schema, its fields with their meanings where they have none; nothing of what it allows changes."""
    if isinstance(schema, list):
        return [described(item, owner, meanings) for item in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: described(value, owner, meanings) for key, value in schema.items() if key != "properties"}
    fields = schema.get("properties")
    if isinstance(fields, dict):
        found["properties"] = {
            name: _field(described(field, f"{owner}.{name}", meanings), meanings.get(f"{owner}.{name}"))
            for name, field in fields.items()
        }
    return {key: found[key] for key in schema}


def _field(field: Json, meaning: str | None) -> Json:
    if meaning is None or (isinstance(field, dict) and "description" in field):
        return field
    return {"description": meaning, **field} if isinstance(field, dict) else {"description": meaning}
