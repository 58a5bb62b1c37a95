#!/usr/bin/env python3
"""Start, check or test Dialogue Studio with nothing but Python: this file only finds a Python that is new enough.

It is written so that Pythons from 2.7 on can read it; everything else stands in launch/ and needs 3.11.
"""

import os
import subprocess
import sys

OLDEST = (3, 11)
NAMES = ("python3.13", "python3.12", "python3.11", "python3.14", "python3")
TRIED = "DIALOGUE_STUDIO_PYTHON_TRIED"


def is_new_enough(python):
    # type: (str) -> bool
    """Whether this program runs and is new enough; a pyenv shim may stand on the PATH and yet not run."""
    question = "import sys; sys.exit(sys.version_info[:2] < (%d, %d))" % OLDEST
    try:
        with open(os.devnull, "w") as nowhere:
            return subprocess.call([python, "-c", question], stdout=nowhere, stderr=nowhere) == 0
    except OSError:
        return False


def newer_python(path):
    # type: (str) -> str
    """The first Python on `path` that is new enough, or the empty text."""
    for name in NAMES:
        for folder in path.split(os.pathsep):
            candidate = os.path.join(folder, name)
            if folder and os.access(candidate, os.X_OK) and is_new_enough(candidate):
                return candidate
    return ""


def main():
    # type: () -> int
    """Hand over to launch/, under a newer Python when this one is too old; returns the exit code."""
    if sys.version_info[:2] >= OLDEST:
        sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
        from launch import command  # noqa: PLC0415  only readable once the version is known

        return command.main(sys.argv[1:])
    newer = "" if os.environ.get(TRIED) else newer_python(os.environ.get("PATH", ""))
    if newer:
        os.environ[TRIED] = "1"
        os.execv(newer, [newer] + sys.argv)
    found = "%d.%d" % sys.version_info[:2]
    sys.stderr.write(
        "Dialogue Studio needs Python 3.11 or newer and this is %s; install one (Debian and Ubuntu: "
        "apt install python3 python3-venv, macOS: brew install python@3.13) and run this again.\n" % found
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
