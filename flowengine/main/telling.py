"""What the words that speak with a server print: changes, findings and one sentence, or lines of JSON."""

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence

from flowengine.errors import Finding
from flowengine.lang.diff.diff import Change, diff
from flowengine.main.reconcile import text_at
from flowengine.main.sound_syncing import Sound
from flowengine.messages import Json


def changed_paths(before: Mapping[str, Json], after: Mapping[str, Json]) -> list[str]:
    return [path for path in sorted({*before, *after}) if text_at(before, path) != text_at(after, path)]


def changes_between(before: Json, after: Json, *, there: tuple[bool, bool]) -> list[Change]:
    """The changes of a file. `there`: whether it stood there before, and stands there after."""
    if there == (True, True):
        return diff(before, after)
    how, value = ("added", after) if there[1] else ("removed", before)
    return [
        Change(f"file_{how}", "$", f"The file was {how}.", None if there[1] else value, value if there[1] else None)
    ]


def tell_files(
    given: argparse.Namespace, changed: list[str], before: Mapping[str, Json], after: Mapping[str, Json], status: str
) -> int:
    """One line per change, or one for a file that changed in form or layout only; how many there were."""
    count = 0
    for path in changed:
        layout = path.endswith("/layout.json") and path in before and path in after
        sides = before.get(path), after.get(path)
        found = [] if layout else changes_between(*sides, there=(path in before, path in after))
        count += len(found) or 1
        if given.json:
            changes = [{"kind": each.kind, "path": each.path, "sentence": each.sentence} for each in found]
            print(json.dumps({"file": path, "status": status, "changes": changes}, ensure_ascii=False))
        else:
            sentences = [each.sentence for each in found] or ["Layout changed." if layout else "Form changed."]
            print(*(f"{path}: {sentence}" for sentence in sentences), sep="\n")
    return count


def tell_findings(given: argparse.Namespace, findings: Iterable[Finding]) -> None:
    """On standard output for programs, on standard error for people."""
    for finding in findings:
        if given.json:
            fields = ("file", "code", "severity", "path", "message", "hint")
            print(json.dumps({field: getattr(finding, field) for field in fields}, ensure_ascii=False))
        else:
            line = f"{finding.file}: {finding.path}: {finding.message} {finding.hint} [{finding.code}]"
            print(line, file=sys.stderr)


def sum_up(given: argparse.Namespace, words: str) -> None:
    if not given.json:
        print(words)


def tell_sounds(given: argparse.Namespace, sounds: Iterable[Sound], status: str) -> None:
    """One line for each recording that was carried, or would be."""
    for sound in sounds:
        if given.json:
            print(json.dumps({"file": sound.path, "status": status, "changes": []}, ensure_ascii=False))
        else:
            print(f"{sound.path}: Recording {status}.")


def counted(changed: Sequence[str], sounds: Sequence[Sound] = ()) -> str:
    """The files, and the recordings if there are some."""
    files = f"{len(changed)} file{'' if len(changed) == 1 else 's'}"
    recordings = f" and {len(sounds)} recording{'' if len(sounds) == 1 else 's'}" if sounds else ""
    return files + recordings
