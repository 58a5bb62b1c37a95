"""The one way out, against a real server: limits, redirects, certificates, and addresses that change under our feet."""

import asyncio
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from flowengine.runtime.egress import (
    EgressClient,
    EgressFailed,
    EgressRefused,
    EgressSettings,
    EgressTimedOut,
    EgressTooLarge,
)
from flowengine.runtime.ports import Request, Response
from tests.runtime.service import Answer, Asked, Service, authorities, serving, zipped

HOME = ["127.0.0.1"]
MIB = 1024 * 1024


class Names:
    """A resolver that was told what it answers: host -> addresses, or one list after the other."""

    def __init__(self, **known: Any) -> None:
        self.known = {name.replace("_", "."): value for name, value in known.items()}
        self.looked_up: list[str] = []

    async def addresses(self, host: str, port: int) -> list[str]:
        self.looked_up.append(host)
        found = self.known.get(host, HOME)
        return found.pop(0) if found and isinstance(found[0], list) else list(found)


class Way:
    """A client that may reach the test's server, and nothing else that is private."""

    def __init__(self, folder: Path, service: Service, names: Names, *also: str) -> None:
        self.service, self.names = service, names
        self.opened = frozenset({service.url("").rstrip("/"), *also})
        self.client = EgressClient(EgressSettings(self.opened, str(authorities(folder))), names)

    def __call__(self, path: str = "/", method: str = "GET", **more: Any) -> Response:
        host = more.pop("host", "crm.example")
        return asyncio.run(self.client.fetch(Request(method, self.service.url(path, host), **more)))

    def fails(self, kind: type[EgressFailed], path: str = "/", **more: Any) -> str:
        with pytest.raises(kind) as failed:
            self(path, **more)
        return failed.value.reason


@contextmanager
def way(folder: Path, answers: dict[str, Answer], *, tls: bool = True, **known: Any) -> Iterator[Way]:
    with serving(folder, answers, tls=tls) as service:
        yield Way(folder, service, Names(**known))


def test_an_answer_comes_back(tmp_path: Path) -> None:
    with way(tmp_path, {"/": lambda asked: asked.json({"vip": True})}) as out:
        found = out("/?a=1&b=%C3%A9", "POST", body=b"x", headers={"X-Mine": "1"})
    asked = out.service.asked[0]
    assert (found.status, found.body, found.headers["content-type"]) == (200, b'{"vip": true}', "application/json")
    assert (asked.method, asked.target, asked.body) == ("POST", "/?a=1&b=%C3%A9", b"x")
    assert asked.headers["host"] == f"crm.example:{out.service.port}"
    assert asked.headers["x-mine"] == "1"
    assert "cookie" not in asked.headers


def test_the_certificate_must_be_that_of_the_host(tmp_path: Path) -> None:
    with way(tmp_path, {"/": lambda asked: asked.answer()}) as plain:
        other = plain.service.url("", "other.example")
        out = Way(tmp_path, plain.service, plain.names, other)
        assert out().status == 200
        assert "certificate" in out.fails(EgressFailed, host="other.example")
        stranger = EgressClient(EgressSettings(out.opened), out.names)  # that does not trust the authority
        with pytest.raises(EgressFailed):
            asyncio.run(stranger.fetch(Request("GET", out.service.url())))
    assert len(out.service.asked) == 1


def test_without_https_only_where_the_operator_allows_it(tmp_path: Path) -> None:
    with way(tmp_path, {"/": lambda asked: asked.answer()}, tls=False) as out:
        assert out().status == 200
        assert "https" in out.fails(EgressRefused, host="www.crm.example")
    assert len(out.service.asked) == 1


def test_an_address_is_asked_for_once_and_checked_each_time(tmp_path: Path) -> None:
    """Rebinding: the name server changes its mind between two questions, so there must be only one."""
    answers = {"/": lambda asked: asked.answer()}
    with way(tmp_path, answers, crm_example=[HOME, ["169.254.169.254"], HOME]) as out:
        assert out().status == 200
        assert out.names.looked_up == ["crm.example"]
        assert "not public" in out.fails(EgressRefused)
    assert len(out.service.asked) == 1


@pytest.mark.parametrize("addresses", [["10.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["fd00::1"], ["::ffff:127.0.0.1"]])
def test_a_host_that_is_not_public_is_not_reached(tmp_path: Path, addresses: list[str]) -> None:
    client = EgressClient(EgressSettings(), Names(inner_example=addresses))
    with pytest.raises(EgressRefused) as refused:
        asyncio.run(client.fetch(Request("GET", "https://inner.example/")))
    assert refused.value.reason == "it would reach an address that is not public"


def test_the_next_address_is_tried_when_one_does_not_answer(tmp_path: Path) -> None:
    with way(tmp_path, {"/": lambda asked: asked.answer()}, crm_example=["127.0.0.2", "127.0.0.1"]) as out:
        assert out().status == 200


def moved(to: str, status: int = 302) -> Answer:
    return lambda asked: asked.answer(status, Location=to)


def test_redirects_are_followed_three_times(tmp_path: Path) -> None:
    answers = {f"/{n}": moved(f"/{n + 1}") for n in range(5)} | {"/5": lambda asked: asked.json(5)}
    with way(tmp_path, answers) as out:
        assert out("/2").body == b"5"
        assert "3 times" in out.fails(EgressFailed, "/1")
    assert [asked.target for asked in out.service.asked[:4]] == ["/2", "/3", "/4", "/5"]


REDIRECTS = {
    "to the metadata of a cloud": ("https://169.254.169.254/latest", "not public"),
    "to a host inside": ("https://inner.example/", "not public"),
    "to another port": ("https://crm.example:8443/", "port"),
    "to a place without https": ("http://crm.example/", "https"),
    "to a file": ("file:///etc/passwd", "https"),
    "with a user name": ("https://crm.example@inner.example/", "user name"),
    "by a backslash": ("https:\\\\inner.example\\", "read in several ways"),
}


@pytest.mark.parametrize(("to", "why"), REDIRECTS.values(), ids=REDIRECTS)
def test_every_redirect_is_checked(tmp_path: Path, to: str, why: str) -> None:
    with way(tmp_path, {"/": moved(to)}, inner_example=["10.0.0.1"]) as out:
        assert why in out.fails(EgressRefused)
    assert len(out.service.asked) == 1


def test_a_secret_does_not_go_to_another_host(tmp_path: Path) -> None:
    answers: dict[str, Answer] = {"/here": lambda asked: asked.answer()}
    with way(tmp_path, answers) as plain:
        there = plain.service.url("", "www.crm.example")
        out = Way(tmp_path, plain.service, plain.names, there)
        answers |= {"/": moved(f"{there}/here", 307), "/home": moved("/here", 307)}
        sent = {"private": {"Authorization": "Bearer canary"}, "headers": {"X-Key": "k", "Accept": "a/b"}}
        out("/", "POST", body=b"x", **sent)
        out("/home", "POST", body=b"x", **sent)
    first, abroad, _, at_home = (asked.headers for asked in out.service.asked)
    assert first["authorization"] == at_home["authorization"] == "Bearer canary"
    assert {"authorization", "x-key"}.isdisjoint(abroad)
    assert abroad["accept"] == "a/b"


def test_after_see_other_the_body_stays_behind(tmp_path: Path) -> None:
    with way(tmp_path, {"/": moved("/here", 303), "/here": lambda asked: asked.answer()}) as out:
        out("/", "POST", body=b"x", headers={"Content-Type": "text/plain"})
    asked = out.service.asked[1]
    assert (asked.method, asked.body, "content-type" in asked.headers) == ("GET", b"", False)


def head(*lines: str) -> bytes:
    return "\r\n".join(["HTTP/1.1 200 OK", *lines, "", ""]).encode()


@cache
def bomb() -> bytes:
    """Made where it is needed: to pack so much takes a second, and every process of a run reads this file."""
    return zipped(64 * MIB)


@cache
def other_bomb() -> bytes:
    return zlib.compress(bytes(64 * MIB))


def dripping(asked: Asked) -> list[bytes | float]:
    return [head("Content-Length: 100"), *([b"x", 0.1] * 100)]


ODD: dict[str, tuple[type[EgressFailed], Callable[[Asked], Any]]] = {
    "as large as it says": (EgressTooLarge, lambda _: head(f"Content-Length: {MIB + 1}")),
    "larger than it says": (
        EgressTooLarge,
        lambda _: [head("Transfer-Encoding: chunked"), b"100001\r\n", bytes(MIB + 1)],
    ),
    "a bomb": (EgressTooLarge, lambda asked: asked.answer(body=bomb(), Content_Encoding="gzip")),
    "a bomb by another name": (
        EgressTooLarge,
        lambda asked: asked.answer(body=other_bomb(), Content_Encoding="Deflate"),
    ),
    "packed twice": (EgressFailed, lambda asked: asked.answer(body=zipped(9), Content_Encoding="gzip, gzip")),
    "packed in an unknown way": (EgressFailed, lambda asked: asked.answer(body=b"x", Content_Encoding="br")),
    "packed in no way": (EgressFailed, lambda asked: asked.answer(body=b"plain", Content_Encoding="gzip")),
    "breaks off packed": (EgressFailed, lambda asked: asked.answer(body=zipped(99)[:-9], Content_Encoding="gzip")),
    "breaks off": (EgressFailed, lambda _: [head("Content-Length: 100"), b"short"]),
    "a length that is none": (EgressFailed, lambda _: [head("Content-Length: -5"), b"x"]),
    "two lengths": (EgressFailed, lambda _: [head("Content-Length: 1", "Content-Length: 2"), b"x"]),
    "no HTTP": (EgressFailed, lambda _: b"\x00\x01\x02 hello\r\n\r\n"),
    "headers without end": (EgressFailed, lambda _: [b"HTTP/1.1 200 OK\r\n", *[b"X-A: " + b"y" * 9000 + b"\r\n"] * 20]),
    "more headers than anybody reads": (EgressTooLarge, lambda _: head(*(f"X-{n}: 1" for n in range(200)))),
    "by drops": (EgressTimedOut, dripping),
    "not at all": (EgressTimedOut, lambda _: [2.0]),
}


@pytest.mark.parametrize(("kind", "answer"), ODD.values(), ids=ODD)
def test_an_odd_answer_costs_little(tmp_path: Path, kind: type[EgressFailed], answer: Answer) -> None:
    for pack in (bomb, other_bomb):
        pack()  # before anybody waits for it
    with way(tmp_path, {"/": answer}) as out:
        began = time.monotonic()
        with pytest.raises(EgressFailed) as failed:
            out(timeout_s=0.6 if kind is EgressTimedOut else 20)
        assert time.monotonic() - began < 8, "even a crowded machine has less to do than to wait for all drops"
    assert type(failed.value) is kind, failed.value.reason


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip"])
def test_a_packed_answer_is_unpacked(tmp_path: Path, encoding: str) -> None:
    with way(tmp_path, {"/": lambda asked: asked.answer(body=zipped(MIB), Content_Encoding=encoding)}) as out:
        assert out().body == bytes(MIB)


def test_no_cookie_is_kept(tmp_path: Path) -> None:
    with way(tmp_path, {"/": lambda asked: asked.answer(Set_Cookie="a=b")}) as out:
        out()
        out()
    assert ["cookie" in asked.headers for asked in out.service.asked] == [False, False]


HEADERS = {
    "another header": {"X-A": "1\r\nX-B: 2"},
    "another name": {"X-A\r\nX-B": "1"},
    "the host": {"Host": "inner.example"},
    "the length": {"content-length": "5"},
    "a cookie": {"Cookie": "a=b"},
    "another way of framing": {"Transfer-Encoding": "chunked"},
}


@pytest.mark.parametrize("headers", HEADERS.values(), ids=HEADERS)
def test_a_header_that_may_not_be_set(tmp_path: Path, headers: dict[str, str]) -> None:
    with way(tmp_path, {"/": lambda asked: asked.answer()}) as out:
        assert "header" in out.fails(EgressRefused, headers=headers)
    assert out.service.asked == []


def test_proxies_and_password_files_of_the_machine_are_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".netrc").write_text("machine crm.example login u password p\n")
    for name, value in {"HTTPS_PROXY": "http://127.0.0.1:9", "ALL_PROXY": "http://127.0.0.1:9"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    with way(tmp_path, {"/": lambda asked: asked.answer()}) as out:
        assert out().status == 200
    assert "authorization" not in out.service.asked[0].headers
