"""Find a Chromium for the browser tests, install it where that is ours to do, or say what is missing."""

import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from launch.place import ROOT
from launch.progress import run_shown
from launch.trouble import Trouble

SHELL = "chromium-headless-shell"  # the same Chromium without windows: half the work per page that is opened
SHELL_NAMES = (SHELL, "chrome-headless-shell")
SHELL_IN_CACHE = ("chromium_headless_shell-*/*/headless_shell", "chromium_headless_shell-*/*/chrome-headless-shell")
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
IN_CACHE = ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/*.app/Contents/MacOS/*")
LISTS = Path("/var/lib/apt/lists")
MAC_APP = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
MISSING = (
    "The browser tests need Chromium and none was found: install one (Debian: apt install chromium, elsewhere: "
    ".venv/bin/playwright install chromium) or set STUDIO_CHROMIUM to it, and run this again."
)


def ensure(*, whole: bool = False) -> str:
    """The path of a Chromium; as root on Debian a missing one is installed; raises Trouble otherwise.

    `whole`: what people look at, for measuring; else one without windows where there is such."""
    return obtained(os.environ, Path.home(), whole=whole, lists=LISTS if can_install() else None)


def obtained(env: Mapping[str, str], home: Path, *, whole: bool, lists: Path | None) -> str:
    """The one that is there, or else installed; `lists` is where Debian's packages are known, None: not ours to do."""
    found = find(env, home, whole=whole)
    chosen = whole or bool(env.get("STUDIO_CHROMIUM"))
    if lists is not None and (found is None or not (chosen or is_shell(found))):
        _install_first(["chromium"] if whole else [SHELL, "chromium"], env, lists, enough=found is not None)
        found = find(env, home, whole=whole)
    if found is None:
        raise Trouble(MISSING)
    return found


def _install_first(packages: Sequence[str], env: Mapping[str, str], lists: Path, *, enough: bool) -> None:
    """The first of these that Debian's packages have here; where there is `enough`, a browser already, at most one."""
    for number, package in enumerate(packages[:1] if enough else packages, 1):
        try:
            install(package, env, fresh=number == 1 and (not enough or not any(lists.glob("*_Packages*"))))
        except Trouble:  # another system's packages, or no network
            if number == len(packages) and not enough:
                raise
        else:
            return


def find(env: Mapping[str, str], home: Path, *, whole: bool = False) -> str | None:
    """$STUDIO_CHROMIUM, then a headless shell, then any, each from Playwright's own cache before the PATH; a
    $STUDIO_CHROMIUM that is not there is an error."""
    named = env.get("STUDIO_CHROMIUM")
    if named:
        if not os.access(named, os.X_OK):
            message = f"STUDIO_CHROMIUM names {named}, which is not a program: correct or unset it, and run this again."
            raise Trouble(message)
        return named
    shell = playwrights_own(env, home, SHELL_IN_CACHE) or on_path(env, SHELL_NAMES)
    any_other = playwrights_own(env, home, IN_CACHE) or on_path(env, NAMES) or mac_app()
    return (any_other or shell) if whole else (shell or any_other)


def is_shell(program: str) -> bool:
    """Whether it is one without windows."""
    return Path(program).name.replace("_", "-").endswith("headless-shell")


def playwrights_own(env: Mapping[str, str], home: Path, patterns: Sequence[str]) -> str | None:
    """The newest browser that `playwright install` put in its cache."""
    default = home / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "ms-playwright"
    cache = Path(env.get("PLAYWRIGHT_BROWSERS_PATH") or default)
    for pattern in patterns:
        programs = sorted(path for path in cache.glob(pattern) if os.access(path, os.X_OK))
        if programs:
            return str(programs[-1])
    return None


def on_path(env: Mapping[str, str], names: Sequence[str]) -> str | None:
    found = (shutil.which(name, path=env.get("PATH", "")) for name in names)
    return next((program for program in found if program), None)


def mac_app() -> str | None:
    return str(MAC_APP) if sys.platform == "darwin" and MAC_APP.exists() else None


def install(package: str, env: Mapping[str, str], *, fresh: bool) -> None:
    """By Debian's packages, `fresh`: read anew; raises Trouble, soon, where they do not have it or are out of reach."""
    env = {**env, "DEBIAN_FRONTEND": "noninteractive"}
    apt = ["apt-get", "-q", "-o", "Acquire::http::Timeout=20", "-o", "Acquire::Retries=1"]
    if fresh:
        run_shown("Reading Debian's packages", [*apt, "update"], cwd=ROOT, env=env)
    run_shown(f"Installing {package}", [*apt, "install", "-y", package], cwd=ROOT, env=env)


def can_install() -> bool:
    """Whether this is root on a machine with Debian's packages."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None
