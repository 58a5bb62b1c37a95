"""Words: what the fields of an environment or a tenant are called, and a value as people say it instead of its JSON."""

from collections.abc import Iterator

from flowengine.messages import Json

SHOWN = 60  # characters of one text within a value
MOST = 6  # parts of a value that are told; of the rest it is said how many they are

# Mappings whose keys people chose, and what one entry of them is called.
NAMED = {
    "attributes": "attribute", "away_reasons": "away reason", "dispositions": "disposition", "holidays": "holiday",
    "licences": "licence", "memberships": "membership of", "roles": "roles in", "skills": "skill", "days": "day",
    "sounds": "recording in", "by_language": "text in",
}  # fmt: skip  # the table reads as one
FIELDS = {
    "agent_order": "who is asked first", "apology": "the apology", "attributes": "attributes",
    "away_reasons": "away reasons", "blocked_callers": "blocked callers", "by_language": "words",
    "caller": "who called", "caller_history": "history of callers", "capacity": "capacity", "chat": "chat",
    "commands": "commands", "contact_center": "contact center", "content": "content", "cost": "percent of an agent",
    "counters": "figures of reports", "country": "country", "days": "days", "dead": "events put aside",
    "decline_s": "seconds of pause after a decline", "default": "default", "demo": "demonstration",
    "devices": "devices", "dialogues": "dialogues", "directory_id": "directory", "dispositions": "dispositions",
    "emergency_switch": "emergency switch", "enabled": "enabled", "file": "file", "flow": "flow",
    "formula": "formula", "fri": "on Friday", "front_door": "front door", "goal": "goal in percent",
    "heard": "what callers say", "holiday_rule": "country with holidays", "holidays": "holidays",
    "hours": "opening hours", "id": "id", "key": "key", "kind": "kind", "language": "language",
    "languages": "languages", "licences": "licences", "link": "link", "live": "live", "max_s": "most seconds",
    "max_waiting": "most who may wait", "memberships": "memberships", "message": "message",
    "misses": "misses until blocked", "mode": "mode", "mon": "on Monday", "most": "most at once", "name": "name",
    "needs_reason": "needs a reason", "not_in_service": "words out of service", "note": "notes",
    "object_id": "account", "offer_s": "seconds of ringing", "on": "on", "owner": "owner", "reason": "reason",
    "region": "region", "reply": "replies of services", "request": "requests to services",
    "resume_s": "seconds to come back", "retention": "days kept", "roles": "roles", "rows": "rows",
    "said": "what is said", "sat": "on Saturday", "says": "words that were recorded",
    "service_level": "service level", "short_abandon_s": "seconds of a short abandon", "skills": "skills",
    "sounds": "recordings", "state": "state", "subdivision": "part of the country", "sun": "on Sunday",
    "text": "text", "thu": "on Thursday", "time_zone": "time zone", "title": "title", "trace": "trace",
    "tue": "on Tuesday", "type": "type", "unblock_after_s": "seconds of being blocked", "until_ms": "until",
    "unused_sounds": "recordings without use", "use": "use", "value": "values", "voice": "voice",
    "wed": "on Wednesday", "weekly": "opening hours", "weight": "weight", "within_s": "seconds",
    "without": "days that are none", "wrap_up": "wrap-up",
}  # fmt: skip  # the table reads as one
_ROWS_FROM = 2  # so many objects in a list are counted, not told


def said(value: Json, below: str = "") -> str:
    """`title “Billing”, skills (“refunds”)`: a value as people say it. `below`: the field that holds it."""
    if isinstance(value, dict):
        if list(value) == ["by_language"]:
            return said(value["by_language"], "by_language")
        return _few(_entries(value, below in NAMED)) or "nothing"
    if isinstance(value, list):
        if len(value) >= _ROWS_FROM and all(isinstance(item, dict) for item in value):
            return f"{len(value)} rows"
        return _few(said(item) for item in value) or "nothing"
    return _plain(value)


def field_said(name: str) -> str:
    """What a field is called; one that nobody foresaw as it is written."""
    return FIELDS.get(name) or quoted(name)


def named(kind: str, name: str) -> str:
    """One entry of a mapping whose keys people chose; a role under "" holds in the whole tenant."""
    return f"{NAMED[kind]} {quoted(name)}" if name else f"{FIELDS[kind]} everywhere"


def quoted(text: str, shown: int = SHOWN) -> str:
    """A name or text as it stands there, cut after so many characters."""
    return f"“{text if len(text) <= shown else text[: shown - 1] + '…'}”"


def _entries(value: dict[str, Json], is_named: bool) -> Iterator[str]:
    for key, item in value.items():
        name = (quoted(key) if key else "everywhere") if is_named else field_said(key)
        if item in ({}, [], ""):
            yield from [name] if is_named else []
        else:
            told = said(item, key)
            is_whole = isinstance(item, dict) or (isinstance(item, list) and len(item) > 1)
            yield f"{name} ({told})" if is_whole else f"{name} {told}"


def _plain(value: Json) -> str:
    if isinstance(value, str):
        return quoted(value)
    if value is None or isinstance(value, bool):
        return {None: "nothing", True: "yes", False: "no"}[value]
    return f"{value:g}" if isinstance(value, float) else str(value)


def _few(parts: Iterator[str]) -> str:
    told = list(parts)
    more = len(told) - MOST
    return ", ".join([*told[:MOST], f"and {more} more"] if more > 0 else told)
