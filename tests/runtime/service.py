"""Somebody else's server, for real: a thread that answers HTTP on loopback, with TLS by a certificate made here."""

import datetime as dt
import gzip
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

NAMES = ("crm.example", "www.crm.example")  # whom the certificate vouches for


@dataclass
class Asked:
    """One request as it came in. Header names are in lower case."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    def answer(self, status: int = 200, body: bytes = b"", **headers: str) -> bytes:
        given = {"Content-Length": str(len(body)), **{name.replace("_", "-"): value for name, value in headers.items()}}
        lines = [f"HTTP/1.1 {status} X", *(f"{name}: {value}" for name, value in given.items())]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + body

    def json(self, value: object, status: int = 200) -> bytes:
        return self.answer(status, json.dumps(value).encode(), Content_Type="application/json")


Answer = Callable[[Asked], "bytes | Sequence[bytes | float]"]


@dataclass
class Service:
    """`answers`: path -> what is sent back; a number in a list is a pause in seconds. `asked` fills up."""

    answers: dict[str, Answer]
    port: int = 0
    asked: list[Asked] = field(default_factory=list)
    tls: bool = True

    def __call__(self, connection: socket.socket) -> None:
        with suppress(OSError, ssl.SSLError), connection:
            asked = _read(connection)
            if asked is None:
                return
            self.asked.append(asked)
            found = self.answers[asked.target.partition("?")[0]](asked)
            for part in [found] if isinstance(found, bytes) else found:
                if isinstance(part, float):
                    time.sleep(part)
                else:
                    connection.sendall(part)

    def url(self, path: str = "/", host: str = NAMES[0]) -> str:
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}{path}"


def _read(connection: socket.socket) -> Asked | None:
    taken = b""
    while b"\r\n\r\n" not in taken:
        piece = connection.recv(65536)
        if not piece:
            return None
        taken += piece
    head, _, body = taken.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    while len(body) < int(headers.get("content-length", "0")):
        body += connection.recv(65536)
    method, target, _ = first.split(" ")
    return Asked(method, target, headers, body)


@contextmanager
def serving(folder: Path, answers: dict[str, Answer], *, tls: bool = True) -> Iterator[Service]:
    service = Service(answers, tls=tls)
    listening = socket.create_server(("127.0.0.1", 0))
    service.port = listening.getsockname()[1]
    context = _context(folder) if tls else None

    def accept() -> None:
        with suppress(OSError):  # closed: the test is over
            while True:
                connection, _ = listening.accept()
                threading.Thread(target=_serve, args=(service, connection, context), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(5)


def _serve(service: Service, connection: socket.socket, context: ssl.SSLContext | None) -> None:
    with suppress(OSError, ssl.SSLError):
        service(context.wrap_socket(connection, server_side=True) if context else connection)


@cache
def zipped(size: int) -> bytes:
    return gzip.compress(bytes(size))


# --- a certificate ------------------------------------------------------------------------------------------------


def authorities(folder: Path) -> Path:
    """The certificate of whoever signed the server's."""
    file = folder / "authority.pem"
    file.write_bytes(_made()[0])
    return file


def _context(folder: Path) -> ssl.SSLContext:
    own = folder / "own.pem"
    own.write_bytes(_made()[1])
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own)
    return context


@cache
def _made() -> tuple[bytes, bytes]:
    """(the authority's certificate, the server's with its key)."""
    authority_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test Authority")])
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAMES[0])])
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False,
    )  # fmt: skip  # nine words of which three count
    above = _certificate(authority, authority, authority_key, authority_key).add_extension(
        x509.BasicConstraints(ca=True, path_length=None), critical=True
    ).add_extension(usage, critical=True)  # fmt: skip  # one chain reads as one certificate
    names = x509.SubjectAlternativeName([x509.DNSName(name) for name in NAMES])
    own = _certificate(who, authority, key, authority_key).add_extension(names, critical=False)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem = serialization.Encoding.PEM
    signed = [made.sign(authority_key, hashes.SHA256()).public_bytes(pem) for made in (above, own)]
    return signed[0], signed[1] + secret


def _certificate(who: x509.Name, by: x509.Name, key: ec.EllipticCurvePrivateKey, signer: ec.EllipticCurvePrivateKey):  # type: ignore[no-untyped-def]  # a builder's long name
    now = dt.datetime.now(dt.UTC)
    day = dt.timedelta(days=1)
    return (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(by)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - day)
        .not_valid_after(now + day)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
    )
