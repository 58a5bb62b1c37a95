"""The prompts of an environment: words per language, what is missing, sounds by microphone and file, CSV and zip."""

import io
import re
import struct
import zipfile
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.access import violations
from tests.e2e.test_script import signed_in
from tests.e2e.watch import Watch
from tests.main.served import Client

PAGE = "/studio/front_door/prompts"
PROMPTS = "/api/environments/front_door/parts/prompts"


def value(dora: Client, name: str) -> dict[str, object]:
    return dict(dora("GET", f"{PROMPTS}/{name}")[1]["value"])


def wav() -> bytes:
    form, data = struct.pack("<HHIIHH", 1, 1, 8000, 16000, 2, 16), b"\1\0" * 8000
    inner = b"WAVEfmt " + struct.pack("<I", 16) + form + b"data" + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", len(inner)) + inner


def test_words_are_written_per_language_and_come_as_csv(visitor: Callable[..., Page], dora: Client) -> None:
    page = signed_in(visitor(PAGE))
    banner = page.get_by_role("main").get_by_role("status").first
    page.get_by_role("textbox", name="Name of the new prompt").fill("news")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("textbox", name="news, English").fill("We move on Friday.")
    page.get_by_role("button", name="Missing (1)").click()
    hole = page.get_by_role("textbox", name="news, Dutch")
    hole.fill("Wij verhuizen vrijdag.")
    expect(banner).to_have_text("Saved")
    assert value(dora, "news")["by_language"] == {"en": "We move on Friday.", "nl": "Wij verhuizen vrijdag."}
    page.get_by_role("button", name="Undo: Write “news”").click()
    page.get_by_role("button", name="Missing (1)").click()
    expect(hole).to_have_value("")
    page.get_by_role("button", name="All", exact=True).click()

    with page.expect_download() as got:
        page.get_by_role("link", name="Words out").click()
    text = got.value.path().read_text("utf-8")
    assert "main/main_menu/prompt,chat," in text
    sent = {"name": "words.csv", "mimeType": "text/csv", "buffer": b""}
    files = page.locator("input[type=file][accept*=csv]")
    files.set_input_files({**sent, "buffer": b"place,nl\nprompts/news,Nieuws.\nmain/nobody/prompt,Hm\n"})  # type: ignore[arg-type]  # a file as Playwright takes it
    told = page.get_by_role("dialog", name="Bring in words.csv")
    expect(told).to_contain_text("Line 3, place Nothing is said at “main/nobody/prompt”.")
    expect(told.get_by_role("button", name="Take it in")).to_be_disabled()
    told.get_by_role("button", name="Cancel").click()
    files.set_input_files({**sent, "buffer": b"place,nl\nprompts/news,Nieuws.\n"})  # type: ignore[arg-type]  # as above
    told.get_by_role("button", name="Take it in").click()
    expect(hole).to_have_value("Nieuws.")


def test_two_people_on_one_prompt_lose_nothing(visitor: Callable[..., Page], dora: Client, watch: Watch) -> None:
    watch.allow(412)
    page = signed_in(visitor(PAGE))
    mine = page.get_by_role("textbox", name="goodbye, English")
    expect(mine).to_be_visible()
    theirs = {**value(dora, "goodbye"), "by_language": {"en": "Theirs.", "nl": "Van hen."}}
    assert dora("PUT", f"{PROMPTS}/goodbye", {"value": theirs}, If_Match='"*"')[0] == 200
    mine.fill("Mine.")
    page.get_by_role("button", name="Take theirs").click()
    expect(mine).to_have_value("Theirs.")
    page.get_by_role("textbox", name="sorry_busy, English").fill("Busy.")
    expect(page.get_by_role("main").get_by_role("status").first).to_have_text("Saved")
    assert value(dora, "goodbye") == theirs


def test_words_are_recorded_by_microphone_and_file(visitor: Callable[..., Page], dora: Client) -> None:
    page = signed_in(visitor(PAGE))
    cell = page.get_by_role("row", name="goodbye").get_by_role("cell").first
    cell.get_by_role("button", name="Record goodbye, English").click()
    dialog = page.get_by_role("dialog", name="Record “goodbye” in English")
    expect(dialog).to_contain_text("Thank you for contacting Hartley Health.")
    dialog.get_by_role("button", name="Start recording").click()
    expect(dialog.get_by_role("status")).to_have_text(re.compile(r"^Recording, [1-9]\d* s$"))
    dialog.get_by_role("button", name="Stop", exact=True).click()
    dialog.get_by_role("button", name="Use this recording").click()
    expect(cell).to_contain_text("Recorded")
    with page.expect_response(lambda answer: "/sounds/goodbye.en." in answer.url) as played:
        cell.get_by_role("button", name="Play goodbye, English").click()
    assert played.value.headers["content-type"] == "audio/wav"
    page.get_by_role("textbox", name="goodbye, English").fill("Bye.")
    expect(cell).to_contain_text("Older than its words")

    file = {"name": "bye.wav", "mimeType": "audio/wav", "buffer": wav()}
    page.get_by_label("Upload a sound for goodbye, Dutch").and_(page.locator("input")).set_input_files(file)  # type: ignore[arg-type]  # a file as Playwright takes it
    dutch = page.get_by_role("row", name="goodbye").get_by_role("cell").nth(1)
    expect(dutch).to_contain_text("Recorded")
    sounds = value(dora, "goodbye")["sounds"]
    assert isinstance(sounds, dict)
    assert set(sounds) == {"en", "nl"}
    with page.expect_download() as got:
        page.get_by_role("link", name="Sounds out").click()
    with zipfile.ZipFile(io.BytesIO(got.value.path().read_bytes())) as archive:
        assert archive.namelist() == ["goodbye.en.wav", "goodbye.nl.wav"]
        assert archive.read("goodbye.nl.wav") == wav()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_everybody_can_use_it_and_a_viewer_changes_nothing(
    dark: bool, visitor: Callable[..., Page], watch: Watch, axe: str
) -> None:
    page = signed_in(visitor(f"{PAGE}/goodbye", dark=dark), "Victor Hale" if dark else "Dora Hartley")
    expect(page.get_by_role("list", name="Used by")).to_contain_text("front_door / main / goodbye")
    assert violations(page, axe, colours_only=dark) == []
    if dark:
        expect(page.get_by_role("textbox", name="goodbye, English")).to_be_disabled()
        expect(page.get_by_role("button", name="Words in…")).to_have_count(0)
        expect(page.get_by_role("button", name="Record goodbye, English")).to_have_count(0)
