"""Nothing typed is lost: by a reload, by a server that is away, or beside another page."""

from collections.abc import Callable

from playwright.sync_api import Dialog, Page, Route, expect

from tests.e2e.editor import Editor
from tests.e2e.watch import Watch
from tests.main.served import Client

FLOW = "/api/environments/front_door/flows/main"
MAIN = "/studio/front_door/flows/main?step=language_menu"
PROMPT = "English, Voice"
KEPT = """async (words = '') => {
    const asked = indexedDB.open('dialogue-studio', 1);
    const shelf = await new Promise(done => { asked.onsuccess = () => done(asked.result); });
    const all = shelf.transaction('unsaved').objectStore('unsaved').getAll();
    const rows = await new Promise(done => { all.onsuccess = () => { shelf.close(); done(all.result); }; });
    return rows.some(row => row.mine.includes(words));
}"""
NOTHING_KEPT = f"async () => !(await ({KEPT})())"


def away(route: Route) -> None:
    """The server does not answer to a save."""
    route.abort() if route.request.method == "PUT" else route.continue_()


def prompt_of(dora: Client) -> str:
    read = dora("GET", FLOW)[1]["flow"]["nodes"]["language_menu"]["prompt"]
    return str(read)


def test_what_was_not_saved_is_offered_after_a_reload_and_saved(
    visitor: Callable[..., Page], dora: Client, watch: Watch
) -> None:
    watch.allow("net::ERR_FAILED", 412)
    editor = Editor.opened(visitor("about:blank"), MAIN)
    page = editor.page
    asked: list[str] = []

    def leave(question: Dialog) -> None:
        """The browser's own guard asks whether to leave the page."""
        asked.append(question.type)
        question.accept()

    page.on("dialog", leave)
    page.route(f"**{FLOW}", away)
    editor.field("Prompt").first.fill("Words that nobody saved")
    waits = page.get_by_role("region", name="Saving waits")
    expect(waits).to_contain_text("Your changes are kept in this browser.")
    page.reload()
    assert asked == ["beforeunload"]
    offer = page.get_by_role("region", name="Changes that were not saved")
    expect(offer).to_be_visible()
    assert "nobody saved" not in prompt_of(dora)
    offer.get_by_role("button", name="Bring them back").click()
    expect(offer).to_be_hidden()
    expect(editor.card("Language")).to_contain_text("Words that nobody saved")
    expect(waits).to_be_visible()
    page.unroute(f"**{FLOW}")
    expect(page.get_by_role("banner")).to_contain_text("Saved")  # by itself, once the server answers
    expect(waits).to_be_hidden()
    assert "Words that nobody saved" in prompt_of(dora)
    page.reload()
    expect(editor.card("Language")).to_contain_text("Words that nobody saved")
    expect(offer).to_have_count(0)
    assert asked == ["beforeunload"], "what is saved is left without a question"


def test_two_pages_do_not_offer_each_other_what_they_are_writing(
    visitor: Callable[..., Page], dora: Client, watch: Watch
) -> None:
    watch.allow("net::ERR_FAILED", 412)
    editor = Editor.opened(visitor("about:blank"), MAIN)
    editor.page.route(f"**{FLOW}", away)
    editor.field("Prompt").first.fill("Words of the first page")
    expect(editor.page.get_by_role("region", name="Saving waits")).to_be_visible()
    other = editor.page.context.new_page()
    other.goto(MAIN)
    beside = Editor(other)
    expect(beside.card("Language")).to_be_visible()
    beside.field("Prompt").first.fill("Words of the other page")
    beside.save()
    expect(other.get_by_role("region", name="Changes that were not saved")).to_have_count(0)
    editor.page.unroute(f"**{FLOW}")
    expect(editor.page.get_by_role("dialog", name="Someone else changed this flow")).to_be_visible()
    assert "Words of the other page" in prompt_of(dora)
    editor.page.close()
    other.reload()
    expect(other.get_by_role("region", name="Changes that were not saved")).to_contain_text("was changed since")


def killed(page: Page) -> Page:
    """The page is gone without a question, and a person opens it again."""
    fresh, where = page.context.new_page(), page.url
    page.close(run_before_unload=False)
    fresh.goto(where)
    return fresh


def test_words_and_forms_outlive_their_page(visitor: Callable[..., Page], dora: Client, watch: Watch) -> None:
    watch.allow("net::ERR_FAILED", 412)
    page = Editor.opened(visitor("about:blank"), "/studio/front_door/prompts").page
    page.context.route("**/api/environments/front_door/parts/prompts/*", away)
    words = page.get_by_role("textbox").first
    expect(words).to_be_visible()
    named = words.get_attribute("aria-label") or ""
    words.fill("Words of a page that is gone")
    words.blur()
    expect(page.locator(".pill-failed")).to_be_visible()
    page.wait_for_function(KEPT, arg="that is gone")
    page = killed(page)
    offer = page.get_by_role("region", name="Changes that were not saved")
    offer.get_by_role("button", name="Bring them back").click()
    expect(page.get_by_role("textbox", name=named)).to_have_value("Words of a page that is gone")
    page.context.unroute("**/api/environments/front_door/parts/prompts/*")
    expect(page.locator(".pill-saved")).to_be_visible()
    assert "Words of a page that is gone" in str(dora("GET", "/api/environments/front_door/parts/prompts")[1])
    page.wait_for_function(NOTHING_KEPT)
    with page.expect_response(lambda answer: answer.request.method == "PUT" and "/parts/prompts/" in answer.url):
        page.get_by_role("textbox", name=named).fill("Words left at once")
        page.get_by_role("link", name="Schedules").click()
    expect(page.get_by_role("link", name="Schedules")).to_have_attribute("aria-current", "page")
    page.wait_for_function(NOTHING_KEPT)  # it was kept as the view was left, and saved behind it
    assert "Words left at once" in str(dora("GET", "/api/environments/front_door/parts/prompts")[1])

    page.goto("/admin/contact-centers/desk")
    page.get_by_role("textbox", name="Title", exact=True).fill("Front desk, half written")
    page.wait_for_function(KEPT, arg="half written")
    page = killed(page)
    offer = page.get_by_role("region", name="Changes that were not saved")
    expect(offer).to_contain_text("desk")
    offer.get_by_role("button", name="Bring them back").click()
    expect(page.get_by_role("textbox", name="Title", exact=True)).to_have_value("Front desk, half written")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(offer).to_have_count(0)
    page.wait_for_function(NOTHING_KEPT)
    assert dora("GET", "/api/contact-centers/desk")[1]["title"] == "Front desk, half written"
