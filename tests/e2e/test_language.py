"""The pages in Dutch: chosen before signing in, complete in the editor, and kept; English where nothing is chosen."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.access import violations

ENGLISH = re.compile(
    r"\b(Overview|Floor|Saved|Save|Undo|Publish|Problems|Traffic|Changes|Follow|Tidy|Title|Begins|Variables|Steps|Decide)\b"
)
WORDS = """[...document.querySelectorAll('body *')].flatMap(one => [
    ...[...one.childNodes].filter(node => node.nodeType === Node.TEXT_NODE).map(node => node.data),
    one.getAttribute('aria-label') ?? '', one.getAttribute('title') ?? '', one.getAttribute('placeholder') ?? '',
]).join('\\n')"""
CUT = """[...document.querySelectorAll('html, .editor, .editor > *, .editor-middle > *')]
    .filter(it => it.scrollWidth > it.clientWidth).map(it => it.className)"""


def test_the_editor_speaks_dutch_once_chosen(visitor: Callable[..., Page], axe: str) -> None:
    page = visitor("/studio/front_door/flows/main")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_label("Language of the pages").select_option(label="Nederlands")
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    page.get_by_role("button", name="Dora Hartley").click()
    for name in ("Bewaren", "Publiceren…", "Notitie toevoegen", "Instellingen van de flow"):
        expect(page.get_by_role("button", name=name).first).to_be_visible()
    expect(page.get_by_role("region", name="Tekenblad van de flow: Main line")).to_be_visible()
    page.get_by_role("tab", name="Problemen").click()
    expect(page.get_by_text("Deze flow kan worden gepubliceerd.")).to_be_visible()
    assert ENGLISH.findall(page.evaluate(WORDS)) == []
    assert violations(page, axe) == []

    the_server_is_heard_in_dutch(page)
    a_language_from_right_to_left_finds_its_place(page)
    page.get_by_label("Taal van de pagina’s").select_option(label="English")
    expect(page.get_by_role("button", name="Publish…")).to_be_visible()


def a_language_from_right_to_left_finds_its_place(page: Page) -> None:
    """None of ours is one yet: the page turned by hand. Nothing is cut, and the steps stand where lines begin."""
    column, paper = page.locator(".palette"), page.get_by_role("region", name="Tekenblad van de flow: Main line")
    page.evaluate("document.documentElement.dir = 'rtl'")
    steps, canvas = column.bounding_box(), paper.bounding_box()
    assert steps is not None
    assert canvas is not None
    assert steps["x"] >= canvas["x"] + canvas["width"] - 1
    assert page.evaluate(CUT) == []
    page.evaluate("document.documentElement.dir = 'ltr'")


def the_server_is_heard_in_dutch(page: Page) -> None:
    """Steps by their own words, a problem of the flow and its fix by code."""
    palette = page.get_by_role("listbox").filter(has=page.locator("#palette-say"))
    expect(palette.get_by_role("option", name=re.compile("^Invoer vragen"))).to_be_visible()
    card = page.locator(".react-flow__node").filter(has_text="Main menu").first
    expect(card).to_contain_text("geen invoer")
    card.locator(".card-head").click()
    form = page.get_by_role("complementary", name="Main menu")
    expect(form.get_by_role("group", name="Keuzes")).to_be_visible()
    expect(form).to_contain_text("Wat de beller hoort of leest")
    page.get_by_role("button", name="Instellingen van de flow").click()
    page.get_by_role("combobox", name="Soort").select_option("treatment")
    problem = page.get_by_role("tabpanel", name=re.compile("^Problemen"))
    expect(problem).to_contain_text("kan niet in een flow van deze soort staan.")
    page.get_by_role("button", name="Ongedaan maken").first.click()
    expect(problem).to_contain_text("Deze flow kan worden gepubliceerd.")


def test_what_is_tried_and_counted_is_told_in_dutch(visitor: Callable[..., Page]) -> None:
    """The value of an expression, what happened in a test that fails, and how a service level is counted."""
    page = visitor("/studio/front_door/flows/main")
    page.evaluate("localStorage.setItem('language', 'nl')")
    page.reload()
    page.get_by_role("button", name="Dora Hartley").click()
    page.get_by_label("Language known?", exact=True).locator(".card-head").click()
    form = page.get_by_role("complementary", name="Language known?")
    form.get_by_role("textbox", name="Als").first.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("1 < 'a'")  # at once: half of it would be tried, and refused
    fault = "`<` kan dit niet vergelijken: een getal met een tekst."
    expect(form.locator(".field-value")).to_contain_text(fault)
    page.get_by_role("tab", name="Tests").click()
    drawer = page.get_by_role("tabpanel", name=re.compile("^Tests"))
    failing = drawer.get_by_role("option").filter(has=page.get_by_role("img", name="Mislukt")).first
    expect(failing).to_contain_text("klopt niet")
    failing.click()
    play = drawer.get_by_role("group", name="Wat er in de test gebeurde")
    expect(play).to_contain_text(f"fout: {fault}")
    assert re.findall(r"\b(fault|presses|says|queued|ended|pass)\b", play.inner_text()) == []
    page.goto("/floor")
    expect(page.locator(".formula").first).to_have_text("op_tijd_beantwoord/(beantwoord+later_opgegeven)")
    page.goto("/studio/front_door/releases")
    page.get_by_role("list", name="Releases").get_by_role("button", name="Release 1").click()
    changed = page.get_by_role("region", name="Wat er veranderde")
    expect(changed).to_contain_text("De ingangsflow is nu “main”; eerst was er geen.")
    expect(changed).to_contain_text(
        "Rooster “office” is toegevoegd: tijdzone “Europe/London”, openingstijden (op maandag"
    )
