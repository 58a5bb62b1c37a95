"""`dialogue-studio test --watch`: cases run again as files are saved, until Ctrl-C."""

from pathlib import Path
from time import localtime, sleep, strftime

import msgspec

from flowengine.errors import RequestRefused
from flowengine.testbench.play import failure_text
from flowengine.testbench.runner import case_files
from flowengine.testbench.watch import Round, Watch

LOOK_S = 0.03  # between two looks at the files: a save is seen at once, and a thousand files cost little
SETTLE_S = 0.01  # a file that is being written is looked at again
SETTLES = 20


def watch(paths: list[Path], keyword: str) -> int:
    """Run what there is, then what every save concerns. Exit 0 on Ctrl-C, if all was well at the end, else 1. Raises
    RequestRefused for a path that is not there."""
    gone = next((path for path in paths if not path.exists()), None)
    if gone is not None:
        raise RequestRefused(f"There is no such file or folder: {gone}.")
    if not case_files(paths):
        print(f"No cases at {' '.join(map(str, paths))} yet: waiting for some to be saved.", flush=True)
    watching, failing = Watch(paths), dict[str, bool]()
    try:
        while True:
            changed = _changed(watching)
            for ran in watching.rounds(changed) if changed else ():
                _show(ran, keyword, failing)
            sleep(LOOK_S)
    except KeyboardInterrupt:
        print()
    return 1 if any(fails and Path(file).exists() for file, fails in failing.items()) else 0


def _changed(watching: Watch) -> list[Path]:
    """What was changed, once nobody is writing any more."""
    found = dict.fromkeys(watching.changed())
    for _ in range(SETTLES if found else 0):
        sleep(SETTLE_S)
        more = watching.changed()
        if not more:
            break
        found |= dict.fromkeys(more)
    return list(found)


def _show(ran: Round, keyword: str, failing: dict[str, bool]) -> None:
    """Failures as plays, findings as sentences, and one line for the run."""
    results = [result for result in ran.results if keyword in result.title]
    failing |= dict.fromkeys((result.file for result in results), False) | {".": bool(ran.torn)}
    failing |= {result.file: True for result in results if not result.ok}
    for finding in ran.findings:
        place = f"{_near(Path(finding.file))}: " if finding.file else ""
        print(f"{place}{finding.path}: {finding.message} {finding.hint}".rstrip())
    for result in results:
        if not result.ok:
            print(failure_text(msgspec.structs.replace(result, file=_near(Path(result.file)))))
    failed, skipped = sum(not result.ok for result in results), sum(bool(result.skipped) for result in results)
    counts = f"{len(results) - failed - skipped} passed, {failed} failed, {skipped} skipped"
    if ran.torn:
        counts += ", others could not be run"
    what = _near(ran.changed[0]) if len(ran.changed) == 1 else f"{len(ran.changed)} files"
    what += ", cases that go through it" if ran.through else ""
    print(f"{strftime('%H:%M:%S', localtime())} {what}: {counts} in {ran.ms:.0f} ms", flush=True)


def _near(file: Path) -> str:
    here = Path.cwd()
    return str(file.relative_to(here)) if file.is_relative_to(here) else str(file)
