"""Moments at the edge: RFC 3339 outside, integer UTC milliseconds inside."""

from datetime import UTC, datetime

from flowengine.errors import RequestRefused


def ms_of(text: str) -> int:
    """A moment with its offset (`2026-03-02T17:00:00Z`) in UTC milliseconds. Raises RequestRefused."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        hint = "Write it like 2026-03-02T17:00:00Z or 2026-03-02T18:00:00+01:00."
        raise RequestRefused(f"“{text[:40]}” is not a moment.", hint=hint, code="bad_value")
    return round(moment.timestamp() * 1000)


def text_of(at_ms: int) -> str:
    """A moment in UTC, to the second or as exactly as it is known."""
    moment = datetime.fromtimestamp(at_ms / 1000, UTC)
    return moment.isoformat(timespec="milliseconds" if at_ms % 1000 else "seconds").replace("+00:00", "Z")
