"""The log: lines below the least level cost nothing, the others reach structlog with their fields."""

import subprocess
import sys

import pytest
import structlog

from flowengine.runtime.log import Log, about


@pytest.mark.parametrize(("level", "written"), [("debug", 0), ("warning", 1), ("error", 1)])
def test_only_what_matters_is_written(level: str, written: int) -> None:
    with structlog.testing.capture_logs() as lines:
        getattr(Log("here"), level)("it_happened", code="x")
    assert lines == [{"log": "here", "code": "x", "event": "it_happened", "log_level": level}] * written


def test_a_line_says_what_it_is_about() -> None:
    log = Log("here")
    with structlog.testing.capture_logs() as lines, about(tenant="emea-a", shard=3):
        with about(dialogue="d1"):
            log.error("inner")
        log.error("outer")
    assert [(line["tenant"], line["shard"], line.get("dialogue")) for line in lines] == [
        ("emea-a", 3, "d1"),
        ("emea-a", 3, None),
    ]


def test_a_quiet_process_never_reads_structlog() -> None:
    quiet = "from flowengine.runtime.log import Log; Log('here').debug('nothing')"
    program = f"import sys; {quiet}; print('structlog' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout == "False\n"
