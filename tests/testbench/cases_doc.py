"""docs/cases.md: its tables, written from the schema; `python -m tests.testbench.cases_doc` writes them anew."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flowengine.messages import Json
from flowengine.testbench.schema import PLACEHOLDER, cases_schema

FILE = Path(__file__).parents[2] / "docs" / "cases.md"
MARK = "## Every key\n"
ORDER = (
    "CasesDocument", "Start", "CaseBody", "Given", "CallerGiven", "AgentGiven", "AcceptsAfter", "WaitingGiven", "Reply",
    "ExternalGiven", "Answers", "Step", "CallerAct", "AgentAct", "HandsOn", "Expect", "Hears", "QueuedIn", "Between",
    "EndedAs", "TransferredTo", "ReturnedBy", "VoicemailIn", "CalledWith",
)  # fmt: skip  # as they are met in a file
TITLES = {
    "CasesDocument": "A file", "Start": "`start`", "CaseBody": "A case", "Given": "`given`",
    "CallerGiven": "`given.caller`", "AgentGiven": "An agent of `given.agents`",
    "AcceptsAfter": "`answers`, where it is an object", "WaitingGiven": "Somebody of `given.queue`",
    "Reply": "A reply of `given.http`", "ExternalGiven": "An answer of `given.external`",
    "Answers": "An answer of `given.numbers`, where it is an object", "Step": "A step",
    "CallerAct": "`caller`, where it is an object",
    "AgentAct": "An act of `agent`, where it is an object", "HandsOn": "`hands_on`", "Expect": "`expect`, and `never`",
    "Hears": "`hears`, `why`, a text of `texted`, where it is an object", "QueuedIn": "`queued`",
    "Between": "A number between two",
    "EndedAs": "`ended`", "TransferredTo": "`transferred`", "ReturnedBy": "`returned`", "VoicemailIn": "`voicemail`",
    "CalledWith": "A call of `http_called`",
}  # fmt: skip  # as above


def tables() -> str:
    """Everything below the mark."""
    schema = cases_schema()
    found = {"CasesDocument": schema, **schema["$defs"]}
    assert set(found) == set(ORDER), set(found) ^ set(ORDER)
    return "\n".join(line for name in ORDER for line in _table(name, found[name]))


def _table(name: str, schema: Json) -> Iterator[str]:
    yield f"**{TITLES[name]}**\n"
    yield "| key | value | meaning |"
    yield "|---|---|---|"
    for key, field in schema["properties"].items():
        yield f"| `{key}` | {_kind(field)} | {field['description']} |"
    yield ""


def _kind(field: Any) -> str:
    """What may stand there, in a few words."""
    if "enum" in field:
        return ", ".join(f"`{word}`" if word != "" else "" for word in field["enum"]).strip(", ")
    if "anyOf" in field:
        return " or ".join(dict.fromkeys(_kind(one) for one in field["anyOf"] if one != PLACEHOLDER))
    if "if" in field:
        return f"{_kind(field['then'])} or {_kind(field['else'])}"
    if "$ref" in field:
        return TITLES[field["$ref"].removeprefix("#/$defs/")].partition(",")[0].lower()
    kind = field.get("type")
    if kind == "array":
        return f"list of {_kind(field.get('items', {}))}"
    if kind == "object" and isinstance(field.get("additionalProperties"), dict):
        return f"by name: {_kind(field['additionalProperties'])}"
    return {
        "string": "text",
        "boolean": "yes or no",
        "integer": "number",
        "number": "number",
        "object": "object",
        "array": "list",
    }.get(kind, "anything")


def written(page: str) -> str:
    """The page with its tables as they are now."""
    return page.partition(MARK)[0] + MARK + "\n" + tables().rstrip() + "\n"


if __name__ == "__main__":
    FILE.write_text(written(FILE.read_text("utf-8")), "utf-8")
