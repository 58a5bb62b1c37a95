"""Every code that a refusal may carry stands in docs/problems.md, with the status that it gets."""

import re
from pathlib import Path

import pytest

from flowengine.api.errors import problem_of
from flowengine.errors import Conflict, Forbidden, NotFound, NotSignedIn, RequestRefused

ROOT = Path(__file__).parent.parent.parent
ROW = re.compile(r"^\| `([a-z0-9_]+)` \| (\d{3}) \| .+ \|$", re.MULTILINE)
RAISED = re.compile(r"\b(RequestRefused|Conflict|Forbidden|NotFound|NotSignedIn|SubscriberDropped)\(")
CODE = re.compile(r'\bcode="([a-z0-9_]+)"')
KINDS: dict[str, type[RequestRefused]] = {
    "RequestRefused": RequestRefused, "SubscriberDropped": RequestRefused, "Conflict": Conflict,
    "Forbidden": Forbidden, "NotFound": NotFound, "NotSignedIn": NotSignedIn,
}  # fmt: skip  # read as a table


def documented() -> dict[str, int]:
    return {code: int(status) for code, status in ROW.findall((ROOT / "docs" / "problems.md").read_text("utf-8"))}


def raised() -> set[tuple[str, str]]:
    """(kind, code) of every refusal in the source."""
    found = set()
    for file in (ROOT / "flowengine").rglob("*.py"):
        text = file.read_text("utf-8")
        for place in RAISED.finditer(text):
            depth, end = 1, place.end()
            while depth and end < len(text):
                depth += {"(": 1, ")": -1}.get(text[end], 0)
                end += 1
            code = CODE.search(text, place.end(), end)
            found |= {(place[1], code[1])} if code else set()
    return found


@pytest.mark.parametrize(("kind", "code"), sorted(raised()))
def test_a_code_is_documented_with_its_status(kind: str, code: str) -> None:
    listed = documented()
    assert code in listed, f"add `{code}` to docs/problems.md"
    assert problem_of(KINDS[kind]("x", code=code)).status == listed[code]


def test_the_list_is_sorted_and_has_no_code_twice() -> None:
    codes = [code for code, _ in ROW.findall((ROOT / "docs" / "problems.md").read_text("utf-8"))]
    assert codes == sorted(set(codes))
    assert {"engine_bug", "store_unavailable", "bad_request", "refused", "not_found"} <= set(codes)
