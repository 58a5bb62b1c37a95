"""The pages are built when their sources changed, and a Chromium is found where it may be."""

from pathlib import Path

import pytest

from launch import browser, pages
from launch.trouble import Trouble

NODE = pages.Node(Path("/node/bin/node"), Path("/node/npm-cli.js"))


class Builder:
    """Stands where npm would run: writes what a build writes, and remembers what was asked."""

    def __init__(self, root: Path, *, works: bool = True) -> None:
        self.root, self.works = root, works
        self.asked: list[list[str]] = []

    def __call__(self, _title: str, command: list[str], cwd: Path, env: dict[str, str]) -> None:
        assert command[:2] == [str(NODE.program), str(NODE.npm)]
        assert cwd == self.root / "studio_ui"
        assert env["PATH"].startswith("/node/bin:")
        self.asked.append(command[2:])
        if command[2:] == ["run", "build"] and self.works:
            static = self.root / "flowengine" / "static"
            static.mkdir(parents=True, exist_ok=True)
            (static / "index.html").write_text("built")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    ui = tmp_path / "studio_ui"
    (ui / "src").mkdir(parents=True)
    for name in ("package.json", "package-lock.json", "src/a.ts", "src/a.test.ts"):
        (ui / name).write_text("{}")
    return tmp_path


def test_pages_are_built_once(root: Path) -> None:
    builder = Builder(root)
    assert pages.need_build(root)
    pages.build(root, NODE, builder)
    assert [words[0] for words in builder.asked] == ["ci", "run"]
    assert "--ignore-scripts" in builder.asked[0]
    assert not pages.need_build(root)


@pytest.mark.parametrize("name", ["src/a.ts", "src/new.tsx", "package-lock.json", "index.html"])
def test_changed_source_is_built(name: str, root: Path) -> None:
    pages.build(root, NODE, Builder(root))
    (root / "studio_ui" / name).write_text("changed")
    assert pages.need_build(root)


@pytest.mark.parametrize("name", ["src/a.test.ts", "node_modules/x/index.js", ".cache/x", "x.tsbuildinfo"])
def test_what_is_no_source_is_not_built(name: str, root: Path) -> None:
    pages.build(root, NODE, Builder(root))
    path = root / "studio_ui" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("changed")
    assert not pages.need_build(root)


def test_moved_text_is_a_change(root: Path) -> None:
    """Names and lengths are hashed too: the same bytes spread over other files are other sources."""
    (root / "studio_ui" / "src" / "b.ts").write_text("12")
    before = pages.sources_hash(root)
    (root / "studio_ui" / "src" / "b.ts").rename(root / "studio_ui" / "src" / "c.ts")
    assert pages.sources_hash(root) != before


def test_build_that_leaves_no_page_is_an_error_and_is_repeated(root: Path) -> None:
    pages.build(root, NODE, Builder(root))
    (root / "flowengine" / "static" / "index.html").unlink()
    with pytest.raises(FileNotFoundError, match=r"index\.html"):
        pages.build(root, NODE, Builder(root, works=False))
    assert pages.need_build(root)


def test_installed_packages_are_kept_until_the_lock_changes(root: Path) -> None:
    builder = Builder(root)
    pages.install(root, NODE, builder)
    pages.install(root, NODE, builder)
    assert len(builder.asked) == 1
    (root / "studio_ui" / "package-lock.json").write_text("changed")
    pages.install(root, NODE, builder)
    assert len(builder.asked) == 2


def test_tree_without_page_sources_needs_no_build(tmp_path: Path) -> None:
    assert not pages.need_build(tmp_path)


@pytest.mark.parametrize(
    ("version", "enough"),
    [("v22.12.0", True), ("v24.0.1", True), ("v22.11.9", False), ("v20.20.2", False), ("", False)],
)
def test_node_is_new_enough(version: str, enough: bool) -> None:
    assert pages.is_new_enough(version) is enough


def program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_browser_is_looked_for_in_order(tmp_path: Path) -> None:
    empty = {"PATH": str(tmp_path / "bin"), "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path / "cache")}
    on_path = program(tmp_path / "bin" / "chromium")
    assert browser.find(empty, tmp_path) == str(on_path)
    own = program(tmp_path / "cache" / "chromium-1200" / "chrome-linux" / "chrome")
    assert browser.find(empty, tmp_path) == str(own)
    shell = program(tmp_path / "bin" / "chromium-headless-shell")
    assert browser.find(empty, tmp_path) == str(shell)
    own_shell = program(tmp_path / "cache" / "chromium_headless_shell-1200" / "chrome-linux" / "headless_shell")
    assert browser.find(empty, tmp_path) == str(own_shell)
    assert browser.find(empty, tmp_path, whole=True) == str(own)
    assert [browser.is_shell(str(found)) for found in (on_path, own, shell, own_shell)] == [False, False, True, True]
    named = program(tmp_path / "named")
    assert browser.find({**empty, "STUDIO_CHROMIUM": str(named)}, tmp_path) == str(named)


@pytest.mark.parametrize(
    ("there", "offered", "asked"),
    [
        ([], ["chromium-headless-shell", "chromium"], ["update", "chromium-headless-shell"]),
        ([], ["chromium"], ["update", "chromium-headless-shell", "chromium"]),
        (["chromium"], ["chromium-headless-shell"], ["chromium-headless-shell"]),
        (["chromium"], [], ["chromium-headless-shell"]),
        (["chromium-headless-shell"], [], []),
    ],
)
def test_root_gets_the_browser_that_debian_has(
    there: list[str], offered: list[str], asked: list[str], tmp_path: Path
) -> None:
    folder, lists, said = tmp_path / "bin", tmp_path / "lists", tmp_path / "said"
    for name in there:
        program(folder / name)
    program(folder / "apt-get").write_text(
        f'#!/bin/sh\nPATH=/usr/bin:/bin; for word; do :; done; echo "$word" >> {said}\n'
        f'case " update {" ".join(offered)} " in *" $word "*) ;; *) exit 100;; esac\n'
        f'[ "$word" = update ] || cp "$0" {folder}/"$word"\n'
    )
    lists.mkdir()
    (lists / "main_Packages").touch()
    env = {"PATH": str(folder), "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path / "cache")}
    shell = "chromium-headless-shell"
    found = browser.obtained(env, tmp_path, whole=False, lists=lists)
    assert found == str(folder / (shell if shell in there + offered else "chromium"))
    assert (said.read_text().split() if said.exists() else []) == asked


def test_browser_named_wrongly_is_said(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="STUDIO_CHROMIUM names"):
        browser.find({"STUDIO_CHROMIUM": str(tmp_path / "nowhere")}, tmp_path)
