"""The package under examples/, built by pip and installed into a folder; nothing is fetched."""

import subprocess
import sys
from pathlib import Path

from tests.main.served import ROOT

EXAMPLE = ROOT / "examples" / "check_digit"
ALONE = ("--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check", "--no-cache-dir")


def installed_example(target: Path) -> Path:
    """The folder again, to be put on a process's PYTHONPATH."""
    pip = [sys.executable, "-m", "pip", "install", "-q", *ALONE, "--target", str(target), str(EXAMPLE)]
    subprocess.run(pip, check=True)
    return target
