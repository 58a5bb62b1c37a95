"""Which PostgreSQL a node uses: named so that no password stands in a list of processes, or in what is printed."""

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from flowengine.errors import FlowEngineError

VARIABLE = "DIALOGUE_STUDIO_DATABASE"
EXAMPLE = "postgresql://studio@db.example:5432/studio"
_PASSWORD = re.compile(r"((?:^|[?&])password=)[^&]*")


class DatabaseRefused(FlowEngineError):
    """Words that name no PostgreSQL, or that would give a password away."""

    exit_code = 2


def chosen(said: str, environment: Mapping[str, str]) -> str:
    """The database's URL, from `--database` or the environment; "" if neither names one. Raises DatabaseRefused."""
    if said and has_password(said):
        hint = f"Put the whole URL into {VARIABLE}, or the password into PGPASSWORD or ~/.pgpass."
        raise DatabaseRefused(f"A password on the command line stands in every list of processes. {hint}")
    url = said or environment.get(VARIABLE, "").strip()
    if url:
        _refuse_other(url)
    return url


def has_password(url: str) -> bool:
    """Whether the URL itself holds a password: before the host, or as a parameter."""
    parts = urlsplit(url)
    named = any(name == "password" for name, _ in parse_qsl(parts.query, keep_blank_values=True))
    return named or ":" in parts.netloc.rpartition("@")[0]


def masked(url: str) -> str:
    """The URL as it may be printed."""
    parts = urlsplit(url)
    person, at, host = parts.netloc.rpartition("@")
    user, colon, _ = person.partition(":")
    shown = f"{user}:***" if colon else user
    return urlunsplit(parts._replace(netloc=shown + at + host, query=_PASSWORD.sub(r"\1***", parts.query)))


def _refuse_other(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise DatabaseRefused(f"“{masked(url)}” is not the URL of a PostgreSQL. Write it like {EXAMPLE}.")
    if not parts.path.strip("/"):
        raise DatabaseRefused(f"“{masked(url)}” names no database. Write it like {EXAMPLE}.")
