"""Tenant file: the whole directory as one document, and the changes that make a directory as a document says."""

from typing import Any

from flowengine.errors import Finding, FlowInvalid
from flowengine.messages import Json
from flowengine.tenancy.change import Change, Result, changes_between
from flowengine.tenancy.directory import KINDS, STEERING_KINDS, Directory, documents_of

FILE = "tenant.json"


def file_of(directory: Directory) -> dict[str, Json]:
    """The tenant file. Every section stands there, in the order of its keys: what is not there is not in the tenant."""
    document: dict[str, Any] = {"format": 1, "tenant": {}, **{plural: {} for plural, _ in KINDS.values()}}
    for kind, key, value in sorted(documents_of(directory), key=lambda row: row[1]):
        if kind == "tenant":
            document["tenant"] = value
        else:
            document[KINDS[kind][0]][key] = value
    return document


def changes_from(directory: Directory, document: Json) -> list[Change]:
    """The changes from the directory to a tenant file. A section that the file leaves out stays as it is; what a
    section does not hold is removed. Raises FlowInvalid for what is no tenant file."""
    sections = {plural: kind for kind, (plural, _) in KINDS.items()}
    findings: list[Finding] = []
    if not isinstance(document, dict) or document.get("format") != 1:
        raise FlowInvalid([Finding("missing", "error", "$.format", "“format” must be 1.", "Add it.", FILE)])
    wanted: dict[tuple[str, str], Json] = {}
    if "tenant" in document:
        wanted["tenant", "tenant"] = document["tenant"]
    for name, section in document.items():
        if name in ("$schema", "format", "tenant"):
            continue
        if name not in sections:
            findings.append(
                Finding("unknown_field", "error", f"$.{name}", f"“{name}” is not known here.", "Remove it.", FILE)
            )
        elif not isinstance(section, dict):
            text, hint = f"“{name}” must be an object.", "Write one entry per key."
            findings.append(Finding("bad_value", "error", f"$.{name}", text, hint, FILE))
        else:
            wanted |= {(sections[name], key): value for key, value in section.items()}
    if findings:
        raise FlowInvalid(findings)
    kinds = [kind for kind in STEERING_KINDS if kind == "tenant" or KINDS[kind][0] in document]
    return changes_between(directory, wanted, kinds)


def findings_of(results: tuple[Result, ...]) -> list[Finding]:
    """Why changes were refused, each with the place of its thing in the tenant file."""
    return [
        Finding(result.refusal.code, "error", _place(result), str(result.refusal), result.refusal.hint, FILE)
        for result in results
        if result.refusal is not None
    ]


def _place(result: Result) -> str:
    return "$.tenant" if result.kind == "tenant" else f"$.{KINDS[result.kind][0]}['{result.key}']"
