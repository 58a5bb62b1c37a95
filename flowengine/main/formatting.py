"""`dialogue-studio fmt`: files in their one canonical form and the present format; unchanged ones are not touched."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from flowengine.errors import FlowInvalid
from flowengine.lang.canonical import canonical, canonical_flow
from flowengine.lang.strict_json import loads
from flowengine.lang.upgrade.kinds import raised
from flowengine.ledger.folder import write_atomically


def fmt(given: argparse.Namespace) -> int:
    """Exit 1 with --check when a file is not canonical, or when one is not JSON (it is left alone)."""
    code = 0
    for file in _files(given.paths):
        try:
            text = file.read_text(encoding="utf-8")
            document = raised(loads(text, file=str(file)), str(file))
        except (FlowInvalid, UnicodeDecodeError, OSError) as fault:
            print(f"{file}: {fault}")
            code = 1
            continue
        wanted = (
            canonical_flow(document) if file.name == "flow.json" and isinstance(document, dict) else canonical(document)
        )
        if wanted != text:
            print(f"{file}: {'not canonical' if given.check else 'formatted'}")
            code = max(code, int(given.check))
            if not given.check:
                write_atomically(file, wanted)
    return code


def _files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(path.rglob("*.json")) if path.is_dir() else [path]
