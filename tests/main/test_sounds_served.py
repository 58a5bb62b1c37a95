"""Recordings on a real server that works on a folder: they lie in it, are played again, and survive a kill."""

import io
import json
import zipfile
from pathlib import Path

from flowengine.ledger.folder import read_tenant
from tests.environments.test_sounds import packed, wav
from tests.main.developed import Studio, developed

HOME = "/api/environments/front_door"
BYE = f"{HOME}/parts/prompts/bye"


def test_a_recording_lies_in_the_folder(tmp_path: Path) -> None:
    with developed(tmp_path) as studio:
        assert studio("PUT", BYE, {"value": {"by_language": {"en": "Goodbye."}}}, If_None_Match="*")[0] == 200
        file = recorded(studio)
        assert (studio.folder / "front_door" / "sounds" / file).read_bytes() == wav()
        assert studio.send(f"{HOME}/sounds/{file}", b"", "audio/wav") == (200, wav())
        assert studio.send(f"{HOME}/sounds/other.wav", b"", "audio/wav")[0] == 404
        status, body = studio.send(f"{BYE}/sounds/en", b"ID3 no wav", "audio/wav", If_Match="*")
        assert (status, json.loads(body)["code"]) == (400, "bad_sound")
        status, body = studio.send(f"{HOME}/zip/sounds", packed(bye__en__wav=wav(b"\2\0" * 80)), "application/zip")
        assert (status, json.loads(body)["applied"]) == (200, True)
        status, body = studio.send(f"{HOME}/zip/sounds", b"", "application/zip")
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            assert (status, archive.read("bye.en.wav")) == (200, wav(b"\2\0" * 80))
        studio.kill()
        tree = read_tenant(studio.folder)
        assert set(tree.environments["front_door"].environment["prompts"]["bye"]["sounds"]) == {"en"}
        assert "sounds" not in tree.environments["front_door"].flows
        assert len(list((studio.folder / "front_door" / "sounds").iterdir())) == 2


def recorded(studio: Studio) -> str:
    """The name that the recording got."""
    status, body = studio.send(f"{BYE}/sounds/en", wav(), "audio/wav", If_Match="*")
    assert status == 200, body
    name: str = json.loads(body)["value"]["sounds"]["en"]["file"]
    return name
