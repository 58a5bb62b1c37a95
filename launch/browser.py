"""Find a Chromium for the browser tests, install it where that is ours to do, or say what is missing."""

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from launch.place import ROOT
from launch.progress import run_shown
from launch.trouble import Trouble

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
IN_CACHE = (
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
    "chromium_headless_shell-*/*/headless_shell",
)
MAC_APP = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
MISSING = (
    "The browser tests need Chromium and none was found: install one (Debian: apt install chromium, elsewhere: "
    ".venv/bin/playwright install chromium) or set STUDIO_CHROMIUM to it, and run this again."
)


def ensure() -> str:
    """The path of a Chromium; as root on Debian a missing one is installed; raises Trouble otherwise."""
    found = find(os.environ, Path.home())
    if found is None and can_install():
        for title, arguments in (
            ("Reading Debian's packages", ["update"]),
            ("Installing Chromium", ["install", "-y", "chromium"]),
        ):
            env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            run_shown(title, ["apt-get", "-q", *arguments], cwd=ROOT, env=env)
        found = find(os.environ, Path.home())
    if found is None:
        raise Trouble(MISSING)
    return found


def find(env: Mapping[str, str], home: Path) -> str | None:
    """$STUDIO_CHROMIUM, then Playwright's own, then the PATH; a $STUDIO_CHROMIUM that is not there is an error."""
    named = env.get("STUDIO_CHROMIUM")
    if named:
        if not os.access(named, os.X_OK):
            message = f"STUDIO_CHROMIUM names {named}, which is not a program: correct or unset it, and run this again."
            raise Trouble(message)
        return named
    return playwrights_own(env, home) or on_path(env)


def playwrights_own(env: Mapping[str, str], home: Path) -> str | None:
    """The newest browser that `playwright install` put in its cache."""
    default = home / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "ms-playwright"
    cache = Path(env.get("PLAYWRIGHT_BROWSERS_PATH") or default)
    for pattern in IN_CACHE:
        programs = sorted(path for path in cache.glob(pattern) if os.access(path, os.X_OK))
        if programs:
            return str(programs[-1])
    return None


def on_path(env: Mapping[str, str]) -> str | None:
    for name in NAMES:
        program = shutil.which(name, path=env.get("PATH", ""))
        if program:
            return program
    return str(MAC_APP) if sys.platform == "darwin" and MAC_APP.exists() else None


def can_install() -> bool:
    """Whether this is root on a machine with Debian's packages."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None
