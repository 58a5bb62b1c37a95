"""Write the pinned and hashed requirement files anew; `python3 run.py lock` after a dependency was changed."""

import subprocess
from pathlib import Path

from launch.environment import uv
from launch.place import REQUIREMENTS, ROOT
from launch.trouble import Trouble

OPTIONS = (
    "--quiet",
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-header",
    "--no-annotate",
)
SOURCES = {
    "runtime": ("pyproject.toml", "requirements/build.in"),
    "dev": (
        "pyproject.toml",
        "requirements/build.in",
        "requirements/dev.in",
        "--extra=test",
        "-c=requirements/runtime.txt",
    ),
    "web": ("requirements/web.in",),
}


def write_all(upgrade: list[str]) -> int:
    """Resolve every set for Python 3.11 and later on Linux and macOS; `upgrade` names packages to move forward."""
    uv_path = uv()
    if uv_path is None:
        raise Trouble("Locking needs uv: install it (pip install uv) and run this again.")
    for name, sources in SOURCES.items():
        target = REQUIREMENTS / f"{name}.txt"
        newer = [f"--upgrade-package={package}" for package in upgrade]
        code = subprocess.call([uv_path, "pip", "compile", *OPTIONS, *newer, *sources, f"-o={target}"], cwd=ROOT)
        if code:
            return code
    return 0


def pins(path: Path) -> dict[str, str]:
    """Package name to pinned line (`name==version`, marker included) of one requirement file."""
    lines = path.read_text("utf-8").splitlines()
    found = [line.rstrip(" \\").strip() for line in lines if line[:1].isalnum()]
    return {line.split("==")[0]: line for line in found}
