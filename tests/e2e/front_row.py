"""The front row as a person uses it: every verb waits for what it does to be seen on the page."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Page, expect


class FrontRow:
    """Finds things by what they are called, as a person and a screen reader do."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.side = page.get_by_role("region", name="Caller", exact=True)
        self.desk = page.get_by_role("region", name="Agent desk")
        self.drawer = page.get_by_role("region", name="Drawer")
        self.why = page.get_by_role("region", name="Why this caller waits")
        self.heard = page.get_by_role("log", name="What is spoken")
        self.replies = page.get_by_role("group", name="Quick replies")
        self.messages = page.get_by_role("log", name="Messages")
        self.followed = self.drawer.get_by_role("list", name="Dialogues").get_by_role("button", pressed=True)
        self.trace = page.get_by_role("list", name="What happened")
        self.flow = page.get_by_role("combobox", name="Environment and flow")

    def sign_in(self, name: str) -> "FrontRow":
        self.page.get_by_role("button", name=re.compile(f"^{name}")).click()
        expect(self.desk).to_be_visible()
        return self

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def says(self, words: str, timeout_ms: float | None = None) -> None:
        """The page tells it in a toast, and to readers: they have it also when the toast has gone before one looks."""
        told = self.page.locator(".toast, .unseen[role=status]").filter(has_text=words)
        expect(told.first).to_be_attached(timeout=timeout_ms)

    @contextmanager
    def shows_once(self, words: str) -> Iterator[None]:
        """What happens in this block makes the page show these words, be it for a moment only."""
        self.page.evaluate(LOOK_OUT, words)
        yield
        self.page.wait_for_function("() => window.seenOnce")

    # Caller

    def call(self, line: str = "Main line", caller: str = "Alex") -> None:
        self.choose("Line to call", line)
        self.choose("Calling as", caller)
        skip = self.page.get_by_label("Skip speech")
        skip.check()
        self.side.get_by_role("button", name="Call", exact=True).click()
        expect(self.button("Hang up").first).to_be_visible()

    def choose(self, label: str, beginning: str) -> None:
        """Choose the option of this select that begins with these words."""
        select = self.page.get_by_role("combobox", name=label, exact=True)
        option = select.locator("option").filter(has_text=re.compile(f"^{re.escape(beginning)}")).first
        select.select_option(value=option.get_attribute("value"))

    def press(self, keys: str) -> None:
        pad = self.side.get_by_role("group", name="Keys")
        for key in keys:
            pad.get_by_role("button", name=key, exact=True).click()

    def hears(self, words: str) -> None:
        expect(self.heard).to_contain_text(words)

    def hang_up(self) -> None:
        self.side.get_by_role("button", name="Hang up").click()
        expect(self.side.get_by_role("button", name="Call", exact=True)).to_be_visible()

    # Flow

    def card(self, title: str) -> Locator:
        return self.page.locator(".react-flow__node").and_(self.page.get_by_label(title, exact=True))

    def is_at(self, title: str) -> None:
        """The card is marked, by words too, as where the dialogue is."""
        expect(self.card(title)).to_contain_text("The dialogue is here")

    def open_flow(self, environment: str, title: str) -> None:
        self.choose("Environment and flow", f"{environment} / {title}")
        expect(self.page.get_by_role("region", name=f"Flow canvas: {title}")).to_be_visible()

    def tab(self, name: str) -> None:
        self.drawer.get_by_role("tab", name=name).click()

    # Desk

    def take_over(self, name: str) -> None:
        self.desk.get_by_role("button", name=f"Take over {name}").click()
        expect(self.desk.get_by_role("combobox", name="Presence")).to_have_value("available")

    def presence(self, words: str) -> None:
        self.desk.get_by_role("combobox", name="Presence").select_option(label=words)

    def demo(self, name: str) -> None:
        self.page.locator("summary", has_text="Demo").click()
        self.button(name).click()

    # Chat

    def start_chat(self, caller: str = "Alex") -> None:
        self.side.get_by_role("tab", name="Chat").click()
        self.choose("Calling as", caller)
        self.button("Start chat").click()
        expect(self.button("End chat")).to_be_visible()

    def reads(self, words: str) -> None:
        expect(self.messages).to_contain_text(words)

    def write(self, words: str) -> None:
        self.side.get_by_role("textbox", name="Write a message").fill(words)
        self.side.get_by_role("button", name="Send").click()
        self.reads(words)

    # Editing

    def inspector(self, title: str) -> Locator:
        return self.page.get_by_role("complementary", name=f"Step {title}")

    def pick(self, title: str) -> None:
        self.card(title).locator(".card-head").click()
        expect(self.inspector(title)).to_be_visible()

    def field(self, label: str) -> Locator:
        return self.page.locator(".inspector").get_by_role("textbox", name=re.compile(f"^{label}"))

    def goes_to(self, outcome: str) -> Locator:
        area = self.page.get_by_role("region", name="Where each outcome goes")
        return area.get_by_role("combobox", name=outcome, exact=True)

    def add_step(self, type_title: str) -> None:
        self.button("+ Add step").click()
        self.choose_step(type_title)

    def choose_step(self, type_title: str) -> None:
        asked = self.page.get_by_role("dialog", name="Add a step")
        asked.get_by_role("combobox", name="Find a step").fill(type_title)
        asked.get_by_role("option", name=re.compile(f"^{type_title} ")).first.click()
        expect(asked).to_be_hidden()

    def remove(self, title: str) -> None:
        self.card(title).locator(".card-head").click()
        self.page.keyboard.press("Delete")

    def wire(self, says: str) -> Locator:
        return self.page.locator(".react-flow__edge").and_(self.page.get_by_label(says, exact=True))

    def save(self) -> None:
        self.button("Save").click(force=True)  # it is off where the page has just saved by itself
        expect(self.page.get_by_role("banner")).to_contain_text("Saved")

    def publish(self, message: str) -> Locator:
        self.button("Publish…").click()
        dialog = self.page.get_by_role("dialog", name="Publish")
        dialog.get_by_role("textbox", name="What changed").fill(message)
        dialog.get_by_role("button", name="Publish", exact=True).click()
        return dialog

    # Dragging

    def drag_wire(self, title: str, outcome: str, to: str) -> None:
        """From the jack of this outcome onto the middle of another card."""
        self.fit()
        card = self._settled(self.card(to))
        self._drag(self._jack(title, outcome), (card["x"] + card["width"] / 2, card["y"] + card["height"] / 2))

    def drop_wire_on_paper(self, title: str, outcome: str) -> None:
        self.fit()
        paper = self._settled(self.page.locator(".react-flow__pane"))
        self._drag(self._jack(title, outcome), (paper["x"] + paper["width"] / 2, paper["y"] + paper["height"] - 60))

    def drag_card(self, title: str, right: int, down: int) -> None:
        self.fit()
        head = self._settled(self.card(title).locator(".card-head"))
        start = (head["x"] + head["width"] / 2, head["y"] + head["height"] / 2)
        self._drag(start, (start[0] + right, start[1] + down))

    def fit(self) -> None:
        """The whole flow in sight: what lies off the screen cannot be dragged."""
        expect(self.page.locator(".react-flow__node").first).to_be_visible()
        self.button("Fit").click()

    def _jack(self, title: str, outcome: str) -> tuple[float, float]:
        jack = self._settled(self.card(title).locator(f'.jack[data-handleid="{outcome}"]'))
        return jack["x"] + jack["width"] / 2, jack["y"] + jack["height"] / 2

    def _drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Down, a small move, steps, the same point again, up: what the canvas needs to see a drag."""
        mouse = self.page.mouse
        mouse.move(*start)
        mouse.down()
        mouse.move(start[0] + 3, start[1] + 3)
        mouse.move(*end, steps=8)
        mouse.move(*end)
        mouse.up()

    def still(self) -> None:
        """Fonts are there and the canvas has come to rest."""
        self.page.evaluate("document.fonts.ready.then(() => true)")
        if self.page.locator(".react-flow__viewport").count():
            self._settled(self.page.locator(".react-flow__viewport"))

    def _settled(self, thing: Locator) -> dict[str, float]:
        """Where it is, once it is there for two frames of the screen: the canvas moves by itself after a choice."""
        box: dict[str, float] = thing.evaluate(SETTLED)
        return box


LOOK_OUT = """words => {
    window.seenOnce = false;
    const look = () => { window.seenOnce ||= document.body.textContent.includes(words); };
    new MutationObserver(look).observe(document.body, {subtree: true, childList: true, characterData: true});
}"""
DRAWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
SETTLED = """element => new Promise(done => {
    let before = '', same = 0;
    const look = () => {
        const {x, y, width, height} = element.getBoundingClientRect();
        const now = [x, y, width, height].join();
        same = now === before ? same + 1 : 0;
        before = now;
        if (same < 12) requestAnimationFrame(look);
        else done({x, y, width, height});
    };
    look();
})"""
