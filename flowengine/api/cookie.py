"""The cookies: a session's, a visitor's, the operator's; HttpOnly, SameSite=Lax, under https `__Host-` and Secure."""

from litestar.datastructures import Cookie

from flowengine.api.given import Connection
from flowengine.api.settings import Settings

SESSION = "session"
VISITOR = "visitor"
OPERATOR = "operator"
SESSION_S = 8 * 3600
VISITOR_S = 24 * 3600


def read(connection: Connection, name: str, settings: Settings) -> str:
    return connection.cookies.get(named(name, settings), "")


def made(name: str, secret: str, settings: Settings, max_age_s: int) -> Cookie:
    return Cookie(
        key=named(name, settings),
        value=secret,
        path="/",
        httponly=True,
        samesite="lax",
        secure=settings.secure,
        max_age=max_age_s,
    )


def cleared(name: str, settings: Settings) -> Cookie:
    return made(name, "", settings, 0)


def visitor_name(dialogue: str) -> str:
    """Two tabs hold two dialogues in one cookie jar, so each has a cookie of its own beside the newest one's."""
    return f"{VISITOR}-{dialogue.replace('-', '')[-12:]}"


def visitor_names(connection: Connection, settings: Settings) -> list[str]:
    """The cookies of single dialogues that this browser holds."""
    start = named(VISITOR + "-", settings)
    return [VISITOR + "-" + key[len(start) :] for key in connection.cookies if key.startswith(start)]


def named(name: str, settings: Settings) -> str:
    return f"__Host-{name}" if settings.secure else name
