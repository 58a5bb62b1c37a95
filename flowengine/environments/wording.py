"""Wording: every text of an environment as rows for a spreadsheet, and back: its prompts, and what steps say."""

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any, NamedTuple, TypeAlias

from flowengine.lang.prompt import parse_prompt
from flowengine.lang.reading import Part
from flowengine.messages import Json
from flowengine.tenancy import sheet
from flowengine.tenancy.table import RowResult

ANY = "any"  # the column of words that are said in any language
PLACE, CHANNEL = "place", "channel"
CHANNELS = ("", "voice", "chat", "message")
PROMPTS = "prompts"  # the place of a named prompt begins so; no flow has a folder of this name that counts
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
Texts: TypeAlias = dict[str, Json]  # place -> prompt, in the order in which they are written


class Placed(NamedTuple):
    """`flow` "": a prompt of the environment, `path` within its document."""

    flow: str
    path: tuple[Part, ...]


class Worded(NamedTuple):
    """`texts` are as the rows say; the same as before if a row is refused."""

    rows: tuple[RowResult, ...]
    texts: Texts


class _Refused(ValueError):
    def __init__(self, column: str, text: str, hint: str) -> None:
        super().__init__(text)
        self.column, self.hint = column, hint


def exported(texts: Texts, languages: Sequence[str]) -> str:
    """CSV with a row per place and channel, a column per language; an empty cell is a hole."""
    used = [language for prompt in texts.values() for language, _, _ in _words(prompt) if language != ANY]
    columns = list(dict.fromkeys([*languages, *used]))
    return sheet.write((PLACE, CHANNEL, ANY, *columns), _rows(texts, [ANY, *columns]))


def _rows(texts: Texts, columns: Sequence[str]) -> Iterator[list[str]]:
    for place, prompt in texts.items():
        found: dict[str, dict[str, str]] = {}
        for language, channel, text in _words(prompt):
            found.setdefault(channel, {})[language] = text
        for channel in sorted(found, key=CHANNELS.index):
            yield [place, channel, *(found[channel].get(column, "") for column in columns)]


def _words(prompt: Json) -> Iterator[tuple[str, str, str]]:
    """(Language, channel, text) of each text of a prompt; none of one that names another."""
    if isinstance(prompt, str):
        yield ANY, "", prompt
    elif isinstance(prompt, Mapping):
        for language, text in (prompt.get("by_language") or {}).items():
            for channel, words in text.items() if isinstance(text, Mapping) else [("", text)]:
                yield language, channel, words


def imported(texts: Texts, text: str) -> Worded:
    """What the rows of a CSV text make of these texts. An empty cell leaves the words as they are; a place
    `prompts/<name>` that is not there yet becomes a prompt."""
    languages = [name for name in sheet.header(text) if _LANGUAGE.fullmatch(name) and name != ANY]
    rows, faults = sheet.read(text, (PLACE, CHANNEL, ANY, *languages), (PLACE,))
    results = [RowResult(fault.line, "", "refused", *fault[1:], "bad_csv") for fault in faults]
    after, seen = dict(texts), dict[tuple[str, str], int]()
    for row in rows:
        place, channel = row.cells[PLACE].strip(), row.cells.get(CHANNEL, "").strip()
        key = f"{place} {channel}".strip()
        try:
            _once(seen, (place, channel), row.line)
            cells = {name: row.cells[name] for name in (ANY, *languages) if row.cells.get(name, "").strip()}
            known = place in texts
            after[place] = _laid(after.get(place), place, channel, cells)
            same = known and after[place] == texts[place]
            outcome: Any = "unchanged" if same else "changed" if known else "added"
            results.append(RowResult(row.line, key, outcome))
        except _Refused as wrong:
            results.append(RowResult(row.line, key, "refused", wrong.column, str(wrong), wrong.hint, "bad_csv"))
    refused = any(result.outcome == "refused" for result in results)
    return Worded(tuple(results), dict(texts) if refused else after)


def _once(seen: dict[tuple[str, str], int], key: tuple[str, str], line: int) -> None:
    if key[1] not in CHANNELS:
        raise _Refused(CHANNEL, f"There is no channel “{key[1]}”.", "It is voice, chat, message, or empty for all.")
    if key in seen:
        raise _Refused(PLACE, f"Line {seen[key]} is about the same words.", "Keep one of the two.")
    seen[key] = line


def _laid(prompt: Json, place: str, channel: str, cells: Mapping[str, str]) -> Json:
    """The prompt with these words. Raises _Refused."""
    if prompt is None:
        head, _, name = place.partition("/")
        if head != PROMPTS or not _NAME.fullmatch(name):
            hint = f"Leave places as the export wrote them; a new prompt is {PROMPTS}/its_name."
            raise _Refused(PLACE, f"Nothing is said at “{place}”.", hint)
        if not cells:
            raise _Refused(PLACE, f"The new prompt “{name}” has no words.", "Write some in the column of a language.")
    for column, text in cells.items():
        try:
            parse_prompt(text)
        except ValueError as fault:
            raise _Refused(column, f"{fault}", "Look at what stands between {{ and }}.") from None
    languages = [column for column in cells if column != ANY]
    if ANY in cells and (languages or not isinstance(prompt, str | None)):
        hint = f"Empty the cell “{ANY}”, and write the words of each language in its column."
        raise _Refused(ANY, "These words stand per language.", hint)
    if ANY in cells:
        return cells[ANY]
    if not languages:
        return prompt
    found: dict[str, Any] = deepcopy(prompt) if isinstance(prompt, dict) else {"by_language": {}}
    for language in languages:
        found["by_language"][language] = _text(found["by_language"].get(language), language, channel, cells[language])
    return found


def _text(before: Json, language: str, channel: str, words: str) -> Json:
    if before is None:
        return {channel: words} if channel else words
    if isinstance(before, Mapping) != bool(channel):
        what = "per channel" if isinstance(before, Mapping) else "for all channels"
        hint = "Export again to see its rows; the editor splits words by channel."
        raise _Refused(language, f"The words in {language} stand {what}.", hint)
    return {**before, channel: words} if channel else words
