"""What a terminal meets that is no Dialogue Studio: each is one sentence with its way out, and no token strays."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from flowengine.errors import FlowInvalid
from flowengine.main.remote import Refused, Server

TOKEN = f"ds_{'0' * 32}_{'A' * 27}"
Answer = Callable[[BaseHTTPRequestHandler], None]


class Stranger:
    """A web server that answers everything in one way, and remembers who showed a token."""

    def __init__(self, answer: Answer) -> None:
        self.tokens: list[str] = []
        tokens = self.tokens

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                tokens.append(self.headers.get("authorization", ""))
                answer(self)

            def log_message(self, *_: object) -> None:
                return

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"


@contextmanager
def stranger(answer: Answer, context: ssl.SSLContext | None = None) -> Iterator[Stranger]:
    found = Stranger(answer)
    if context is not None:
        found.server.socket = context.wrap_socket(found.server.socket, server_side=True)
        found.url = found.url.replace("http:", "https:")
    thread = threading.Thread(target=found.server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield found
    finally:
        found.server.shutdown()
        found.server.server_close()
        thread.join(10)


def says(status: int, body: bytes, **headers: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body)

    return answer


def refusal(url: str) -> str:
    with pytest.raises(Refused) as refused:
        Server(url, TOKEN).ask("GET", "/api/tree")
    words = str(refused.value)
    assert (TOKEN in words, "\n" in words, words.endswith((".", "…"))) == (False, False, True), words
    return words


STRANGE = {
    "a page": (says(200, b"<html>Welcome</html>"), "it is not Dialogue Studio"),
    "another product's refusal": (says(500, b"Internal"), "it is not Dialogue Studio"),
    "another product's JSON": (says(404, b'{"error": "none"}'), "it is not Dialogue Studio"),
    "a problem": (says(403, b'{"code": "forbidden", "detail": "Not you.", "hint": "Ask."}'), "Not you. Ask."),
    "nobody is signed in": (
        says(401, b'{"code": "not_signed_in", "detail": "Nobody is signed in here."}'),
        "token new",
    ),
}


@pytest.mark.parametrize(("answer", "words"), STRANGE.values(), ids=STRANGE)
def test_a_stranger_is_told(answer: Answer, words: str) -> None:
    with stranger(answer) as found:
        assert words in refusal(found.url)


def test_a_token_follows_no_redirect() -> None:
    with stranger(says(200, b"{}")) as thief, stranger(says(307, b"", location=thief.url + "/api/tree")) as found:
        words = refusal(found.url)
        assert (thief.url in words, "Name that server itself" in words) == (True, True)
        assert (found.tokens, thief.tokens) == ([f"Bearer {TOKEN}"], [])


def test_findings_stay_findings() -> None:
    body = b'{"code": "flow_invalid", "detail": "x", "findings": [{"code": "missing", "severity": "error", "path": "$",'
    with stranger(says(422, body + b' "message": "m", "file": "a/b/flow.json"}]}')) as found:
        with pytest.raises(FlowInvalid) as invalid:
            Server(found.url, TOKEN).ask("GET", "/api/tree")
        assert [(finding.code, finding.file) for finding in invalid.value.findings] == [("missing", "a/b/flow.json")]


def test_a_certificate_that_nobody_trusts_is_told(tmp_path: Path) -> None:
    with stranger(says(200, b"{}"), _self_signed(tmp_path)) as found:
        words = refusal(found.url)
        assert ("is not trusted" in words, "SSL_CERT_FILE" in words) == (True, True), words
        assert found.tokens == []


@pytest.mark.parametrize(
    "url",
    ["studio", "ftp://127.0.0.1", "http://", "https://a.example/path", "https://me@a.example", "file:///etc/passwd"],
)
def test_what_is_no_server_is_refused_before_anything_is_sent(url: str) -> None:
    with pytest.raises(Refused, match="is not a server"):
        Server(url, TOKEN)


def test_a_token_never_travels_in_the_open() -> None:
    with pytest.raises(Refused, match="not encrypted"):
        Server("http://studio.example.com", TOKEN)


def _self_signed(folder: Path) -> ssl.SSLContext:
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ) + certificate.public_bytes(serialization.Encoding.PEM)
    (folder / "server.pem").write_bytes(pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    return context
