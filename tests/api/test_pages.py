"""The pages: small on the wire, the same bytes for whoever cannot read the small form."""

import gzip
from pathlib import Path

from tests.api.world import Settings, World, pages_in


def test_scripts_go_out_small_to_those_who_can_read_it(tmp_path: Path) -> None:
    folder = pages_in(tmp_path / "static")
    script = b"export const words = 1;\n" * 200
    (folder / "assets" / "app-2.js").write_bytes(script)
    with World(settings=Settings(pages=folder)).client() as client:
        with client.stream("GET", "/assets/app-2.js", headers={"accept-encoding": "gzip"}) as answer:
            raw = b"".join(answer.iter_raw())
            assert answer.headers["content-encoding"] == "gzip"
        assert len(raw) < len(script) / 10
        assert gzip.decompress(raw) == script
        plain = client.get("/assets/app-2.js", headers={"accept-encoding": "identity"})
        assert plain.content == script
        assert "content-encoding" not in plain.headers
        assert plain.headers["vary"] == "accept-encoding"


def test_what_the_build_squeezed_goes_to_those_who_take_it(tmp_path: Path) -> None:
    folder = pages_in(tmp_path / "static")
    (folder / "assets" / "app-1.js.br").write_bytes(b"dense")
    with World(settings=Settings(pages=folder)).client() as client:
        for taken, encoding in (("gzip, deflate, br", "br"), ("br;q=0, gzip", "gzip"), ("gzip", "gzip")):
            with client.stream("GET", "/assets/app-1.js", headers={"accept-encoding": taken}) as answer:
                assert answer.headers["content-encoding"] == encoding
                assert (b"".join(answer.iter_raw()) == b"dense") is (encoding == "br")


def test_a_rebuilt_file_is_not_served_from_memory(tmp_path: Path) -> None:
    folder = pages_in(tmp_path / "static")
    file = folder / "assets" / "app-1.js"
    with World(settings=Settings(pages=folder)).client() as client:
        assert client.get("/assets/app-1.js").text == "1"
        file.write_text("2")
        assert client.get("/assets/app-1.js").text == "2"


def test_long_answers_of_the_api_go_out_small_and_short_ones_as_they_are() -> None:
    with World().client() as client, client.stream("GET", "/api/openapi.json") as answer:
        assert answer.headers["content-encoding"] == "gzip"
        answer.read()
        assert "content-encoding" not in client.get("/api/health").headers
