"""The pages: one document for / and every deep link, with a fresh nonce; assets are cached by their hashed names."""

import gzip
import mimetypes
import secrets
from functools import lru_cache
from pathlib import Path
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from flowengine.api.given import TheServices
from flowengine.api.headers import NONCE, OWN_SIZE, page_policy
from flowengine.api.settings import Settings
from flowengine.errors import NotFound

FOREVER = "public, max-age=31536000, immutable"
NOT_BUILT = (
    "<!doctype html><html lang=en><meta charset=utf-8><title>Dialogue Studio</title>"
    "<p>The pages are not built yet: run <code>python3 run.py</code> once, it builds them.</p></html>"
)
SQUEEZED = {".js", ".css", ".svg", ".txt"}  # fonts and pictures are dense already
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


@get("/", include_in_schema=False, opt={OWN_SIZE: True})
async def index(request: Request[Any, Any, Any], services: TheServices) -> Response[bytes]:
    """The first page."""
    return _document(request, services.settings)


@get("/{path:path}", include_in_schema=False, opt={OWN_SIZE: True})
async def deep_link(path: FromPath[Path], request: Request[Any, Any, Any], services: TheServices) -> Response[bytes]:
    """The same document for a page's own address; a file that lies beside it; never an unknown address of the API."""
    parts = path.as_posix().strip("/").split("/")
    if parts[0] == "api":
        raise NotFound("There is no such route.")
    if "." in parts[-1]:
        return _file(request, services.settings, parts, cached=False)
    return _document(request, services.settings)


@get("/assets/{path:path}", include_in_schema=False, opt={OWN_SIZE: True})
async def asset(path: FromPath[Path], request: Request[Any, Any, Any], services: TheServices) -> Response[bytes]:
    """A script, style sheet, font or picture of the built pages."""
    return _file(request, services.settings, ["assets", *path.as_posix().strip("/").split("/")], cached=True)


def _document(request: Request[Any, Any, Any], settings: Settings) -> Response[bytes]:
    file = settings.pages / "index.html"
    built = file.is_file()
    nonce = secrets.token_urlsafe(18)
    text = file.read_text(encoding="utf-8").replace(NONCE, nonce) if built else NOT_BUILT
    policy = page_policy(nonce, request.headers.get("host", ""))
    headers = {"content-security-policy": policy, "cache-control": "no-store"}
    return Response(
        text.encode(), status_code=200 if built else 503, media_type="text/html; charset=utf-8", headers=headers
    )


def _file(request: Request[Any, Any, Any], settings: Settings, parts: list[str], *, cached: bool) -> Response[bytes]:
    """A file below the built pages. A path that leads out of them, also over a link, is not found."""
    root = settings.pages.resolve()
    file = root.joinpath(*parts).resolve()
    if not file.is_relative_to(root) or not file.is_file() or any(part.startswith(".") for part in parts):
        raise NotFound("There is no such file.")
    kind = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    headers = {"cache-control": FOREVER if cached else "no-cache", "vary": "accept-encoding"}
    if file.suffix in SQUEEZED:
        taken = _taken(request.headers.get("accept-encoding", ""))
        dense = file.with_name(f"{file.name}.br")  # the build has made it
        if "br" in taken and dense.is_file():
            return Response(dense.read_bytes(), media_type=kind, headers={**headers, "content-encoding": "br"})
        if "gzip" in taken:
            squeezed = _squeezed(file, file.stat().st_mtime_ns)
            return Response(squeezed, media_type=kind, headers={**headers, "content-encoding": "gzip"})
    return Response(file.read_bytes(), media_type=kind, headers=headers)


def _taken(accept_encoding: str) -> set[str]:
    """The encodings that a browser takes; one of quality 0 it refuses."""
    words = (word.replace(" ", "").lower().partition(";") for word in accept_encoding.split(","))
    return {name for name, _, quality in words if quality.rstrip("0").rstrip(".") != "q="}


@lru_cache(maxsize=128)
def _squeezed(file: Path, _changed_ns: int) -> bytes:
    """The file's bytes for the wire, made once: the built pages shrink to a third."""
    return gzip.compress(file.read_bytes(), 9, mtime=0)


HANDLERS = (index, asset, deep_link)
