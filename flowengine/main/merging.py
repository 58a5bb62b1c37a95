"""`dialogue-studio merge`: the three-way merge of one document, as a git merge driver calls it."""

import argparse
import sys
from pathlib import Path

from msgspec.structs import replace

from flowengine.errors import Finding, FlowInvalid
from flowengine.lang.canonical import canonical_flow
from flowengine.lang.merge.merge import merge, merged_text
from flowengine.lang.strict_json import loads
from flowengine.ledger.folder import write_atomically
from flowengine.main.comparing import document_at
from flowengine.messages import Json


def merge_files(given: argparse.Namespace) -> int:
    """Exit 0: merged; 1: merged but for the conflicts told, where ours was kept; 2: nothing was written."""
    try:
        base, ours, theirs = (document_at(file) for file in (given.base, given.ours, given.theirs))
        merged = merge(base, *(_present(*side) for side in ((ours, given.ours), (theirs, given.theirs))))
        text = _text(merged.document, given.name or given.ours.name)
    except FlowInvalid as fault:
        for finding in fault.findings:
            _tell(finding, "")
        return 2
    if given.out:
        write_atomically(given.out, text)
    else:
        print(text, end="")
    for finding in merged.conflicts:
        _tell(finding, given.name or str(given.ours))
    return 1 if merged.conflicts else 0


def _present(document: Json, file: Path) -> Json:
    if document is None:
        raise FlowInvalid([Finding("file_empty", "error", "$", "The file is empty.", "Only BASE may be.", str(file))])
    return document


def _text(document: Json, name: str) -> str:
    """What is written, read back first: two documents may be one that is too large, or hold what JSON cannot."""
    try:
        is_named_flow = Path(name).name == "flow.json" and isinstance(document, dict)
        text = canonical_flow(document) if is_named_flow else merged_text(document)
        data = text.encode("utf-8")
    except ValueError as fault:
        sentence = f"The merged document has no text: {fault}."
        raise FlowInvalid(
            [Finding("json_malformed", "error", "$", sentence, "Mend the two sides first.", name)]
        ) from fault
    loads(data, file=name)
    return text


def _tell(finding: Finding, name: str) -> None:
    told = replace(finding, file=finding.file or name)
    line = f"{told.file}: {told.path}: {told.message} {told.hint} [{told.code}]"
    print(line.encode("utf-8", "replace").decode("utf-8"), file=sys.stderr)
