"""Template: text with {{ values }}, {% if %} and {% for %}, checked once, rendered by closures.

The language is a subset of Jinja2; its parser reads the source, and nothing else of it is used: no code is generated,
and no Python object but JSON is ever within reach.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NoReturn, Protocol, TypeAlias

from flowengine.lang import closure
from flowengine.lang.escape import xml_escaped
from flowengine.lang.fault import EvaluationFault
from flowengine.lang.short_way import Run
from flowengine.lang.sink import Escape, Part, Sink, Write
from flowengine.lang.template_source import check_characters, is_plain, read_simple
from flowengine.lang.term import Term
from flowengine.lang.value import MAX_OUTPUT, Scope, text_of


class Render(Protocol):
    """Values are put in as they are, or through `escape` (a channel that speaks SSML or writes HTML gives its own)."""

    def __call__(self, scope: Scope, escape: Escape | None = None) -> str: ...


KEPT_LENGTH = 200  # characters: what is longer is rare, and would make the store large


class Template:
    """A checked template. Two are equal if their sources are.

    `names` are the dotted paths that it reads (see Expression); `is_plain` if it holds no {{ }} at all. `terms` are
    its values as data, each with its role (template_lower.py).
    `render` raises EvaluationFault and nothing else of its own.
    """

    # A plain class, not a dataclass: msgspec hands it to the decoding hook instead of looking inside.
    __slots__ = ("is_plain", "names", "render", "source", "terms")
    source: str
    render: Render
    names: frozenset[tuple[str, ...]]
    is_plain: bool
    terms: tuple[tuple[str, Term], ...]

    def __init__(self, source: str) -> None:
        """Raises TemplateInvalid."""
        check_characters(source)
        plain = is_plain(source)
        render, names, terms = (_text(source), (), ()) if plain else _simple(source) or _lowered(source)
        keep = object.__setattr__
        keep(self, "source", source)
        keep(self, "is_plain", plain)
        keep(self, "render", render)
        keep(self, "names", frozenset(names))
        keep(self, "terms", tuple(terms))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("a Template does not change")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("a Template does not change")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Template) and self.source == other.source

    def __hash__(self) -> int:
        return hash(("Template", self.source))

    def __repr__(self) -> str:
        return f"Template({self.source!r})"

    def __str__(self) -> str:
        return self.source

    def __reduce__(self) -> tuple[type[Template], tuple[str]]:
        return Template, (self.source,)


def parse_template(source: str) -> Template:
    """Raises TemplateInvalid with a message, a hint and the position of the fault."""
    return _kept(source) if type(source) is str and len(source) <= KEPT_LENGTH else Template(source)


@lru_cache(maxsize=4096)
def _kept(source: str) -> Template:
    """A flow is checked again at each key press in the editor, and hardly anything of it has changed."""
    return Template(source)


def escape_html(text: str) -> str:
    """The `escape` of channels that write HTML or XML: & < > and both quotes."""
    return xml_escaped(text)


Lowered: TypeAlias = tuple[Render, Iterable[tuple[str, ...]], Iterable[tuple[str, Term]]]  # with names and terms


def _simple(source: str) -> Lowered | None:
    row = read_simple(source)
    if row is None:
        return None
    names = [piece for piece in row if not isinstance(piece, str)]
    terms = [("write", closure.path(path).term) for path in names]
    return _in_a_row([piece if isinstance(piece, str) else closure.path(piece).run for piece in row]), names, terms


def _lowered(source: str) -> Lowered:
    from flowengine.lang.template_lower import TemplateLowering  # noqa: PLC0415  # for few sources, see read_simple
    from flowengine.lang.template_syntax import read_template  # noqa: PLC0415  # as above

    lowering, body = TemplateLowering(), read_template(source)
    parts = lowering.flat(body)
    render = _statements(lowering.body(body)) if parts is None else _in_a_row(parts)
    return render, lowering.names, lowering.terms


def _in_a_row(parts: list[Part]) -> Render:
    """Texts and values in a row."""
    values = [part for part in parts if not isinstance(part, str)]
    if not values:
        return _text("".join(part for part in parts if isinstance(part, str)))
    if len(values) == 1:
        place = parts.index(values[0])
        before, after = ("".join(str(part) for part in some) for some in (parts[:place], parts[place + 1 :]))
        return _one_value(before, values[0], after)
    return _values(parts)


def _text(text: str) -> Render:
    return lambda scope, escape=None: text


def _one_value(before: str, run: Run, after: str) -> Render:
    room = MAX_OUTPUT - len(before) - len(after)

    def render(scope: Scope, escape: Escape | None = None) -> str:
        value = run(scope)
        text = value if type(value) is str else text_of(value)
        if escape is not None and len(text) <= room:
            text = escape(text)
        if len(text) > room:
            raise EvaluationFault(f"The text would have more than {MAX_OUTPUT} characters.")
        return f"{before}{text}{after}"

    return render


def _values(parts: list[Part]) -> Render:
    """Texts and values in a row: the texts are put down once, the values filled in between them."""
    frame = [part if isinstance(part, str) else "" for part in parts]
    runs = tuple((place, part) for place, part in enumerate(parts) if not isinstance(part, str))
    fixed = sum(map(len, frame))

    def render(scope: Scope, escape: Escape | None = None) -> str:
        texts, total = frame.copy(), fixed
        for place, run in runs:
            value = run(scope)
            text = value if type(value) is str else text_of(value)
            if escape is not None and len(text) <= MAX_OUTPUT:
                text = escape(text)
            total += len(text)
            if total > MAX_OUTPUT:
                raise EvaluationFault(f"The text would have more than {MAX_OUTPUT} characters.")
            texts[place] = text
        return "".join(texts)

    return render


def _statements(write: Write) -> Render:
    def render(scope: Scope, escape: Escape | None = None) -> str:
        sink = Sink(escape)
        write(scope, sink)
        return "".join(sink.parts)

    return render
