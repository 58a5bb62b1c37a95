"""Addresses as they are written, and as they are numbered: what may be reached, and what only looks as if."""

from ipaddress import ip_address

import pytest

from flowengine.runtime.egress.address import may_reach
from flowengine.runtime.egress.place import place_of
from flowengine.runtime.egress.refusal import EgressRefused
from flowengine.runtime.egress.setting import UnsafeEgress, egress_settings

PUBLIC = ["8.8.8.8", "1.1.1.1", "100.63.255.255", "172.15.0.1", "192.0.1.1", "2001:4860:4860::8888", "2606:4700::1111"]
NOT_PUBLIC = [
    "0.0.0.0",  # noqa: S104  # nothing is bound to it, it is refused
    "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.254",
    "168.63.129.16", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.192", "192.0.2.1",
    "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.9", "224.0.0.1",
    "239.255.255.255", "240.0.0.1", "255.255.255.255", "192.31.196.1", "192.52.193.1", "192.175.48.1", "::", "::1",
    "::127.0.0.1", "::8.8.8.8", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:0:127.0.0.1", "64:ff9b::a00:1",
    "64:ff9b::808:808", "64:ff9b:1::1", "100::1", "2001::1", "2001:0:4136:e378::1", "2001:2::1", "2001:10::1",
    "2001:20::1", "2001:db8::1", "2002:7f00:1::", "2002:808:808::1", "3fff::1", "5f00::1", "2620:4f:8000::1",
    "fc00::1", "fd00:ec2::254", "fd20:ce::254", "fe80::1", "fec0::1", "ff02::1", "4000::1", "1::1",
    "2a00:1450::5efe:7f00:1",
]  # fmt: skip  # a list of words reads better filled


@pytest.mark.parametrize("address", PUBLIC)
def test_public(address: str) -> None:
    assert may_reach(ip_address(address), opened=False)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_not_public(address: str) -> None:
    assert not may_reach(ip_address(address), opened=False)


def test_what_the_operator_may_open_and_what_never() -> None:
    opened = [address for address in NOT_PUBLIC if may_reach(ip_address(address), opened=True)]
    assert opened == [
        "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.255.255.254", "172.16.0.1", "172.31.255.255", "192.168.1.1", "::1",
        "fc00::1",
    ]  # fmt: skip  # a list of words reads better filled


ODD = {
    "a whole number": "https://2130706433/",
    "hexadecimal": "https://0x7f000001/",
    "octal": "https://0177.0.0.1/",
    "too few numbers": "https://127.1/",
    "too many numbers": "https://127.0.0.1.1/",
    "a number at the end": "https://a.1/",
    "full-width digits": "https://\uff11\uff12\uff17.0.0.1/",
    "circled letters": "https://\u24d4xample.com/",
    "another dot": "https://127\u30020\u30020\u30021/",
    "a letter that looks the same": "https://\u0430pple.example/",
    "a user name": "https://user@crm.example/",
    "a user name that is a host": "https://crm.example:443@inner.example/",
    "an escaped host": "https://%31%32%37.0.0.1/",
    "a backslash": "https://crm.example\\@inner.example/",
    "a blank": "https://crm.example /",
    "a line": "https://crm.example/\r\nX: 1",
    "a tab in the host": "https://crm\t.example/",
    "a zone": "https://[fe80::1%25eth0]/",
    "a name in brackets": "https://[crm.example]/",
    "no end of the bracket": "https://[::1/",
    "no host": "https:///path",
    "a dot": "https://./",
    "two dots": "https://crm..example/",
    "a long label": f"https://{'a' * 64}.example/",
    "a long name": f"https://{'a.' * 130}example/",
    "no port": "https://crm.example:/",
    "a port that is none": "https://crm.example:0x1bb/",
    "too high a port": "https://crm.example:70000/",
    "no scheme": "//crm.example/",
    "another scheme": "gopher://crm.example/",
    "one that is long": "https://crm.example/" + "a" * 9_000,
    "invisible": "https://crm.example/\u200b",
}


@pytest.mark.parametrize("url", ODD.values(), ids=ODD)
def test_what_is_not_plainly_one_place(url: str) -> None:
    with pytest.raises(EgressRefused):
        place_of(url)


PLAIN = {
    "https://crm.example": ("https://crm.example", "/"),
    "HTTPS://CRM.Example./A?b=c#d": ("https://crm.example", "/A?b=c"),
    "https://crm.example?b": ("https://crm.example", "/?b"),
    "https://crm.example:443/caf\u00e9?x=%2F": ("https://crm.example", "/caf%C3%A9?x=%2F"),
    "http://127.0.0.1:8080/": ("http://127.0.0.1:8080", "/"),
    "https://[2001:4860:4860:0::8888]:444/": ("https://[2001:4860:4860::8888]:444", "/"),
    "https://xn--caf-dma.example/": ("https://xn--caf-dma.example", "/"),
}


@pytest.mark.parametrize(("url", "place"), PLAIN.items(), ids=PLAIN)
def test_a_place(url: str, place: tuple[str, str]) -> None:
    found = place_of(url)
    assert (found.origin, found.target) == place


def test_settings() -> None:
    found = egress_settings({"STUDIO_EGRESS_ORIGINS": "http://crm.internal:8080, https://CRM.internal"})
    assert found.opened == {"http://crm.internal:8080", "https://crm.internal"}
    assert egress_settings({}).opened == frozenset()
    for wrong in ("crm.internal", "https://crm.internal/path", "https://*"):
        with pytest.raises(UnsafeEgress):
            egress_settings({"STUDIO_EGRESS_ORIGINS": wrong})
