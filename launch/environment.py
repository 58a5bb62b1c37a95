"""The checkout's own .venv: made once, filled with pinned and hashed packages, touched again only when pins change."""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from launch.place import PYTHON, REQUIREMENTS, ROOT, VENV
from launch.progress import run_shown
from launch.trouble import NO_VENV, Trouble

PIP = VENV / "bin" / "pip"  # missing in one that uv made, or that was interrupted
STAMP = VENV / "installed.json"
CONTAINS = {"runtime": ("runtime", "dev"), "dev": ("dev",), "web": ("web",)}  # wanted -> sets that have it


def ensure(wanted: str) -> None:
    """Have a .venv with the set `runtime` or `dev`, and this project installed in it; does nothing when it is so."""
    digest = digest_of(REQUIREMENTS / f"{wanted}.txt")
    project = digest_of(ROOT / "pyproject.toml", str(ROOT).encode())
    if not PYTHON.exists() or not (_has(wanted, digest) or uv() or PIP.exists()):
        make(uv())
    if not _has(wanted, digest):
        install(wanted)
        _remember(wanted, digest)
    if _installed().get("project") != project:
        _install_project()
        _remember("project", project)


def digest_of(path: Path, more: bytes = b"") -> str:
    """The content of a file as a short text."""
    return hashlib.sha256(path.read_bytes() + more).hexdigest()


def uv() -> str | None:
    """Where uv is, if this machine has it."""
    return shutil.which("uv")


def make(uv_path: str | None) -> None:
    """Make an empty .venv, over a broken one if need be."""
    if can_make():
        command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    elif uv_path:
        command = [uv_path, "venv", "--clear", "--python", sys.executable, str(VENV)]
    else:
        raise Trouble(NO_VENV)
    try:
        run_shown("Making .venv", command, cwd=ROOT)
    except BaseException:
        shutil.rmtree(VENV, ignore_errors=True)  # half a .venv would pass for a whole one
        raise


def can_make() -> bool:
    """Whether this Python has what `python -m venv` needs; Debian packs both apart."""
    return all(importlib.util.find_spec(name) is not None for name in ("venv", "ensurepip"))


def install(wanted: str) -> None:
    """Install one set of pinned packages, each by its hash."""
    title = {"runtime": "Installing packages", "dev": "Installing packages and checks", "web": "Installing Node"}[
        wanted
    ]
    # The pins are complete, so nothing is left to resolve; bytecode is written when a module is first used.
    lean = ["--no-deps"] if uv() else ["--no-deps", "--no-compile"]
    command = [*_installer(), *lean, "--require-hashes", "-r", f"requirements/{wanted}.txt"]
    run_shown(title, command, cwd=ROOT, env=_quiet())


def ensure_node() -> None:
    """Have the pinned Node in .venv; only the build of the pages asks for it."""
    digest = digest_of(REQUIREMENTS / "web.txt")
    if not _has("web", digest):
        install("web")
        _remember("web", digest)


def _install_project() -> None:
    command = [*_installer(), "--no-deps", "--no-build-isolation", "-e", "."]
    run_shown("Installing dialogue-studio", command, cwd=ROOT, env=_quiet())


def _installer() -> list[str]:
    uv_path = uv()
    if uv_path:
        return [uv_path, "pip", "install", "--python", str(PYTHON)]
    return [str(PYTHON), "-m", "pip", "install", "--no-input", "--retries", "2"]


def _quiet() -> dict[str, str]:
    return {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore", "NO_COLOR": "1"}


def _installed() -> dict[str, str]:
    try:
        stamp = json.loads(STAMP.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _has(wanted: str, digest: str) -> bool:
    """Whether the wanted set, or a larger one that contains it, was installed from the present pins."""
    stamp = _installed()
    if stamp.get(wanted) == digest:
        return True
    return any(
        name != wanted and stamp.get(name) == digest_of(REQUIREMENTS / f"{name}.txt") for name in CONTAINS[wanted]
    )


def _remember(key: str, value: str) -> None:
    STAMP.write_text(json.dumps({**_installed(), key: value}, indent=1), "utf-8")


def call(arguments: list[str]) -> int:
    """Run a module or file in .venv from the checkout's root; returns its exit code."""
    return subprocess.call([str(PYTHON), *arguments], cwd=ROOT)
