"""A server as the terminal's words reach it: requests with an API token or a demo sign-in, faults as one sentence."""

import http.client
import http.cookiejar
import json
import os
import ssl
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from flowengine.errors import Finding, FlowEngineError, FlowInvalid
from flowengine.identity.demo import is_loopback
from flowengine.messages import Json

TOKEN = "DIALOGUE_STUDIO_TOKEN"
SERVER = "DIALOGUE_STUDIO_SERVER"
DEFAULT = "http://127.0.0.1:8080"
TIMEOUT_S = 300  # a publish runs the cases of every flow first
LARGEST_ANSWER = 64 * 1024 * 1024
LONG_BODY = 1024 * 1024  # such a request may be refused before it is read to its end


class Refused(FlowEngineError):
    """What was asked for was not done; the sentence says why, and what to do instead."""

    exit_code = 2

    def __init__(self, message: str, hint: str = "", *, code: str = "refused") -> None:
        super().__init__(f"{message} {hint}".strip())
        self.code = code


class _Straight(urllib.request.HTTPRedirectHandler):
    """A token goes to the server that was named, and nowhere else."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


class Server:
    """One server. `token` "": requests carry the cookie of `sign_in` instead."""

    def __init__(self, url: str, token: str = "") -> None:
        """Raises Refused for what is no server's URL, and for a token that would travel in the open."""
        self.url = url.rstrip("/")
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query or parts.username:
            raise Refused(f"“{url}” is not a server.", "Write it like https://studio.example.com.")
        near = is_loopback(parts.hostname)
        if parts.scheme == "http" and not near:
            raise Refused(f"{self.url} is not encrypted.", "Use https:// for a server on another machine.")
        self._token = token
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        proxies = [urllib.request.ProxyHandler({})] if near else []
        self._opener = urllib.request.build_opener(_Straight(), jar, *proxies)

    def text(self, path: str) -> str:
        """What stands there, as it is. Raises Refused."""
        return bytes(self._asked("GET", path, None, {}, as_it_is=True)).decode()

    def file(self, method: str, path: str, body: Json = None) -> bytes:
        """The bytes of the answer. Raises Refused."""
        return bytes(self._asked(method, path, body, {}, as_it_is=True))

    def send(self, path: str, body: bytes, kind: str) -> None:
        """PUT a file as it is. Raises Refused."""
        self._asked("PUT", path, body, {"Content-Type": kind}, as_it_is=True)

    def ask(self, method: str, path: str, body: Json = None, **headers: str) -> Any:
        """The JSON of the answer. Raises FlowInvalid with the server's findings, else Refused."""
        return self._asked(method, path, body, headers)

    def _asked(
        self, method: str, path: str, body: Json | bytes, headers: dict[str, str], *, as_it_is: bool = False
    ) -> Any:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        data = None if method == "GET" else _encoded(body)
        if data is not None:
            given.setdefault("Content-Type", "application/json")
        if self._token:
            given["Authorization"] = f"Bearer {self._token}"
        request = urllib.request.Request(self.url + path, data=data, method=method, headers=given)  # noqa: S310  the user named this server
        try:
            with self._opener.open(request, timeout=TIMEOUT_S) as answer:
                return answer.read(LARGEST_ANSWER) if as_it_is else self._read(answer)
        except urllib.error.HTTPError as error:
            with error:
                raise self._refusal(error) from None
        except urllib.error.URLError as error:
            raise self._cut_off(error.reason, data) from None
        except (OSError, http.client.HTTPException) as error:
            raise self._cut_off(error, data) from None

    def _cut_off(self, reason: object, sent: bytes | None) -> Refused:
        """A server that refuses a long body may close before reading it; its answer is lost with the connection."""
        if isinstance(reason, (BrokenPipeError, ConnectionResetError)) and sent and len(sent) > LONG_BODY:
            megabytes = f"{len(sent) / 1024**2:.1f} MB"
            return Refused(f"{self.url} stopped reading: {megabytes} at once is too much.", code="too_large")
        return self._away(reason)

    def sign_in(self, tenant: str, user: str) -> None:
        """Begin a session as one of a demo's users. Raises Refused where there is no demo sign-in."""
        try:
            self.ask("POST", "/api/session", {"tenant": tenant, "user": user})
        except Refused as refusal:
            if refusal.code != "not_found":
                raise
            hint = "A demo on this machine lets its own users in: --tenant emea-hartley --user dora."
            raise Refused(f"{self.url} has no demo user {user} of {tenant}.", hint) from None

    def sign_out(self) -> None:
        """End the session; a server that is gone by now has ended it."""
        try:
            self.ask("DELETE", "/api/session")
        except Refused:
            return

    def _read(self, answer: Any) -> Any:
        data = answer.read(LARGEST_ANSWER)
        try:
            return json.loads(data) if data else None
        except ValueError:
            raise self._stranger() from None

    def _refusal(self, error: urllib.error.HTTPError) -> FlowEngineError:
        if 300 <= error.code < 400:
            where = error.headers.get("location", "elsewhere")
            return Refused(f"{self.url} sends you to {where}.", "Name that server itself.")
        try:
            problem = json.loads(error.read(LARGEST_ANSWER))
            code, detail = str(problem["code"]), str(problem["detail"])
        except (ValueError, LookupError, TypeError, OSError):
            return self._stranger()
        if problem.get("findings"):
            return FlowInvalid(msgspec.convert(problem["findings"], list[Finding]))
        hint = str(problem.get("hint", ""))
        if code == "not_signed_in":
            hint = f"Give an API token by --token-file or {TOKEN}; `dialogue-studio token new` makes one."
        return Refused(detail, hint, code=code)

    def _stranger(self) -> Refused:
        return Refused(f"{self.url} answers, but it is not Dialogue Studio.", "Look at the URL and its port.")

    def _away(self, reason: object) -> Refused:
        if isinstance(reason, ssl.SSLCertVerificationError):
            words = f"The certificate of {self.url} is not trusted: {reason.verify_message}."
            return Refused(words, "Use the name in it, or set SSL_CERT_FILE to your own authority's certificate.")
        if isinstance(reason, ssl.SSLError):
            return Refused(f"{self.url} does not speak TLS.", "If it is on this machine, write http://.")
        if isinstance(reason, http.client.HTTPException):
            return Refused(f"{self.url} does not speak HTTP.", "Look at the URL: https:// or http://, and the port.")
        words = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
        hint = "Start it (`dialogue-studio serve`), or name another with --server."
        return Refused(f"No server answers at {self.url} ({words}).", hint, code="away")


def _encoded(body: Json | bytes) -> bytes:
    if isinstance(body, bytes):
        return body
    return msgspec.json.encode({} if body is None else body)


def server_for(url: str, token_file: Path | None) -> Server:
    """The named server with the token that the user gives. Raises Refused without one."""
    return Server(url, _token(token_file))


def named_server(url: str, remembered: str = "") -> str:
    """The server of --server, else of the environment, else the one that was used last, else this machine's."""
    return url or os.environ.get(SERVER) or remembered or DEFAULT


def _token(file: Path | None) -> str:
    if file is not None:
        try:
            text = file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            words = getattr(error, "strerror", None) or "it is not text"
            raise Refused(f"The token file {file} cannot be read: {words}.", "Look at the path.") from None
    else:
        text = os.environ.get(TOKEN, "").strip()
    if not text:
        hint = f"Set {TOKEN}, or give --token-file; `dialogue-studio token new` makes one."
        raise Refused("There is no API token.", hint)
    if not text.isascii() or " " in text or "\n" in text:
        raise Refused("This is not an API token.", "A token is one word: ds_…_…", code="token_malformed")
    return text
