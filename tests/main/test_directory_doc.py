"""docs/directory.md: every example on a real server; and what the command refuses."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from flowengine.main.directory_words import TABLES
from flowengine.tenancy.lists import LISTS
from tests.main.served import Served, served
from tests.main.shown import every_example_does_what_it_says, page
from tests.main.terminal import SERVER, TOKEN, environment, run, token

PAGE = page("directory.md")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("directed") / "data") as found:
        yield found


def test_every_example_does_what_it_says(server: Served, tmp_path: Path) -> None:
    every_example_does_what_it_says(PAGE, server, tmp_path / "work")


def test_every_list_is_a_word_and_on_the_page() -> None:
    assert tuple(LISTS) == TABLES
    assert [name for name in LISTS if f"| `{name}` |" not in PAGE] == []


def test_every_list_comes_back_as_it_went_out(server: Served, tmp_path: Path) -> None:
    with environment(**{SERVER: server.url, TOKEN: token(server.client(), "administrator")}):
        for name in TABLES:
            file = tmp_path / f"{name}.csv"
            assert run("directory", "csv", name, "-o", file).code == 0
            back = run("directory", "csv", name, "--from", file, "--replace")
            assert (back.code, back.err) == (0, "")
            assert back.out in (
                "Done: nothing there.\n",
                f"Done: {len(file.read_text().splitlines()) - 1} unchanged.\n",
            )


def test_the_export_is_the_same_bytes(server: Served, tmp_path: Path) -> None:
    file = tmp_path / "tenant.json"
    with environment(**{SERVER: server.url, TOKEN: token(server.client(), "administrator")}):
        assert run("directory", "export", "-o", file).code == 0
        before = file.read_bytes()
        told = run("directory", "import", file, "--json")
        assert {line["outcome"] for line in told.lines} == {"unchanged"}
        assert run("directory", "export").out.encode() == before


def test_a_whole_file_moves_a_link_and_a_row_does_not(server: Served, tmp_path: Path) -> None:
    with environment(**{SERVER: server.url, TOKEN: token(server.client(), "administrator")}):
        rows = tmp_path / "addresses.csv"
        rows.write_text("address,kind,contact_center\n+442079460104,number,billing\n")
        told = run("directory", "csv", "addresses", "--from", rows)
        assert (told.code, "[address_linked]" in told.err, "Nothing was changed." in told.err) == (1, True, True)
        file = tmp_path / "tenant.json"
        document = json.loads(run("directory", "export").out)
        document["addresses"]["+442079460104"]["link"] = {"contact_center": "billing"}
        file.write_text(json.dumps(document))
        assert "address +442079460104: changed" in run("directory", "import", file).out


WRONG: dict[str, tuple[tuple[str, ...], str]] = {
    "no such file": (("import", "nowhere.json"), "cannot be read"),
    "no JSON": (("import", "README.md"), "is not JSON"),
    "no list": (("csv", "secrets"), ""),
    "changes that are none": (("copy", "billing", "x", "--changes", "{"), "is not JSON"),
    "no original": (("copy", "nowhere", "x"), "no such thing"),
}


@pytest.mark.parametrize(("words", "said"), WRONG.values(), ids=WRONG)
def test_wrong_words_are_refused(server: Served, words: tuple[str, ...], said: str) -> None:
    with environment(**{SERVER: server.url, TOKEN: token(server.client(), "administrator")}):
        told = run("directory", *words)
    assert (told.code, said in told.err) == (2, True), told


def test_it_needs_the_whole_tenant(server: Served) -> None:
    with environment(**{SERVER: server.url, TOKEN: token(server.client(), "administrator", "billing")}):
        told = run("directory", "export")
    assert (told.code, "for the whole tenant" in told.err) == (2, True)
