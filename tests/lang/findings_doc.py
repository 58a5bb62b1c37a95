"""Reads docs/findings.md: each code with its example, the mended example, and the tenant they stand in."""

import codecs
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from flowengine.errors import Finding, FlowInvalid
from flowengine.lang.check.check import check_document
from flowengine.lang.check.environment import check_environment
from flowengine.lang.check.names import Names, names_of
from flowengine.lang.document import FlowLoader
from flowengine.lang.strict_json import loads
from flowengine.nodes.palette import PALETTE
from flowengine.tenancy.directory import directory_from

DOC = Path(__file__).parents[2] / "docs" / "findings.md"
LOADER = FlowLoader(PALETTE)
_BLOCK = re.compile(r"^```json (?P<info>[^\n]+)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)
_SECTION = re.compile(r"^### `(?P<code>\w+)[^`]*`\n(?P<text>.*?)(?=^##|\Z)", re.DOTALL | re.MULTILINE)


class Example(NamedTuple):
    code: str
    severity: str
    info: str
    bad: str
    good: str


def codes() -> set[str]:
    return {found["code"] for found in _SECTION.finditer(DOC.read_text("utf-8"))}


def examples() -> Iterator[Example]:
    for section in _SECTION.finditer(DOC.read_text("utf-8")):
        blocks = list(_BLOCK.finditer(section["text"]))
        severity = section["text"].strip().removeprefix("*").partition("*")[0]
        if blocks:
            bad, good = blocks
            yield Example(section["code"], severity.split()[0], bad["info"], bad["body"], good["body"])


def _world(name: str) -> dict[str, object]:
    found = next(block for block in _BLOCK.finditer(DOC.read_text("utf-8")) if block["info"] == name)
    read: dict[str, object] = json.loads(found["body"])
    return read


TENANT, FOLDERS = _world("tenant"), _world("folders")


@cache
def names(environment: str, more: str = "") -> Names:
    """What an example may name; `more` is the flow that it stands for, or the day on which it is checked."""
    found = names_of(environment, TENANT, FOLDERS, PALETTE)
    return replace(found, **{"day" if more[:1].isdigit() else "flow": more})


def findings(info: str, body: str) -> list[Finding]:
    """What is found in an example of this kind: `flow <environment>`, `environment <name>`, `tenant_file` or `text`."""
    kind, *rest = info.split()
    try:
        if kind == "flow":
            return check_document(LOADER, loads(body), names(*rest))
        if kind == "environment":
            return check_environment(loads(body), names(*rest), FOLDERS[rest[0]]["flows"])
        if kind == "tenant_file":
            directory_from(loads(body))
            return []
        text = body.rstrip("\n").encode()
        loads(codecs.escape_decode(text)[0] if rest[:1] == ["escaped"] else text * int(rest[1] if rest else 1))
    except FlowInvalid as fault:
        return fault.findings
    return []
