"""What is seen of a template's source without a parser: whether its characters are right, and the simplest values."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flowengine.lang.fault import TemplateInvalid
from flowengine.lang.syntax import HIDDEN

MAX_SOURCE = 8_000
_NAME = "[A-Za-z][A-Za-z0-9_]*"
_VALUE = re.compile(rf"\{{\{{ *({_NAME}(?:\.{_NAME}){{0,3}}) *\}}\}}")
_MAX_VALUES = 32  # far below every bound of template_syntax.py
_WORDS = frozenset({"true", "false", "none", "True", "False", "None", "and", "or", "not", "if", "else", "in", "is"})


def is_plain(source: str) -> bool:
    """Whether the source is text and nothing else."""
    return not ("{{" in source or "{%" in source or "{#" in source)


def check_characters(source: str) -> None:
    if len(source) > MAX_SOURCE:
        raise TemplateInvalid(f"The text has more than {MAX_SOURCE} characters.", "Use several steps.")
    hidden = HIDDEN.search(source)
    if hidden and hidden.group() != "\r":
        raise TemplateInvalid("The text holds an invisible character.", "Type it again.", hidden.start())


def read_simple(source: str) -> Sequence[str | tuple[str, ...]] | None:
    """Texts and dotted names in a row, as `Hello {{ caller.name }}!`: most templates are nothing else, and for them the
    parser, which takes longer to load than a whole file of cases to run, is never needed. None: it has to read this
    one. tests/lang/test_template_source.py holds both to the same."""
    pieces = _VALUE.split(source)  # text, names, text, names, ..., text
    texts, values = pieces[::2], pieces[1::2]
    if len(values) > _MAX_VALUES or any(not _is_text(text) for text in texts):
        return None
    paths = [tuple(value.split(".")) for value in values]
    if any(path[0] in _WORDS for path in paths):
        return None
    row: list[str | tuple[str, ...]] = []
    for text, path in zip(texts, [*paths, None], strict=True):
        row += [text] if text else []
        row += [path] if path else []
    return row


def _is_text(text: str) -> bool:
    """Without a brace that might mean something, and without a line's end that the parser would write otherwise."""
    return not ("{" in text or "}" in text or "\r" in text)
