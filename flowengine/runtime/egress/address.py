"""Which addresses a request may go to: public ones, by a list of everything that is not.

Sources: IANA IPv4 and IPv6 Special-Purpose Address Registries, RFC 6890 and the RFCs named below, and the addresses at
which clouds hand out credentials. The `is_global` of the standard library lets some of these pass.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


def _nets(*given: str) -> tuple[Network, ...]:
    return tuple(ip_network(net) for net in given)


# Never, not even for a host that the operator has opened: whoever is here was not meant.
NEVER = _nets(
    "0.0.0.0/8",  # this network, RFC 791
    "100.100.100.200/32",  # metadata of Alibaba Cloud
    "168.63.129.16/32",  # the host agent of Azure; a public address that is local
    "169.254.0.0/16",  # link-local, RFC 3927; metadata of most clouds
    "192.0.0.0/24",  # IETF protocol assignments, RFC 6890; 192.0.0.192 is metadata of Oracle Cloud
    "192.0.2.0/24",  # documentation, RFC 5737
    "192.31.196.0/24",  # AS112, RFC 7535
    "192.52.193.0/24",  # multicast tunnels, RFC 7450
    "192.88.99.0/24",  # 6to4 relays, RFC 7526
    "192.175.48.0/24",  # AS112, RFC 7534
    "198.18.0.0/15",  # benchmarks, RFC 2544
    "198.51.100.0/24",  # documentation, RFC 5737
    "203.0.113.0/24",  # documentation, RFC 5737
    "224.0.0.0/4",  # multicast, RFC 5771
    "240.0.0.0/4",  # reserved, RFC 1112; and broadcast, RFC 919
    "::/128",  # unspecified, RFC 4291
    "::ffff:0:0/96",  # IPv4-mapped, RFC 4291
    "::ffff:0:0:0/96",  # IPv4-translated, RFC 2765
    "64:ff9b::/96",  # NAT64, RFC 6052
    "64:ff9b:1::/48",  # local NAT64, RFC 8215
    "100::/64",  # discard, RFC 6666
    "100:0:0:1::/64",  # dummy prefix, RFC 9780
    "2001::/23",  # IETF protocol assignments, RFC 2928: Teredo, benchmarks, ORCHID, AMT and more
    "2001:db8::/32",  # documentation, RFC 3849
    "2002::/16",  # 6to4, RFC 3056
    "2620:4f:8000::/48",  # AS112, RFC 7534
    "3fff::/20",  # documentation, RFC 9637
    "5f00::/16",  # segment routing, RFC 9602
    "fd00:ec2::/32",  # metadata of AWS
    "fd20:ce::/32",  # metadata of Google Cloud
    "fe80::/10",  # link-local, RFC 4291
    "fec0::/10",  # site-local, RFC 3879
    "ff00::/8",  # multicast, RFC 4291
)
# Only for a host that the operator has opened by name.
PRIVATE = _nets(
    "10.0.0.0/8",  # RFC 1918
    "100.64.0.0/10",  # carriers' NAT, RFC 6598
    "127.0.0.0/8",  # loopback, RFC 1122
    "172.16.0.0/12",  # RFC 1918
    "192.168.0.0/16",  # RFC 1918
    "::1/128",  # loopback, RFC 4291
    "fc00::/7",  # unique local, RFC 4193
)
GLOBAL_V6 = IPv6Network("2000::/3")  # all that is assigned for use on the internet so far
COMPATIBLE = IPv6Network("::/96")  # IPv4-compatible, RFC 4291
ISATAP = (b"\x00\x00\x5e\xfe", b"\x02\x00\x5e\xfe")  # RFC 5214: an IPv4 address in the last four bytes


def may_reach(address: Address, *, opened: bool) -> bool:
    """Whether a request may go there; `opened`: the operator allows its host to be private."""
    if any(address in net for net in NEVER):
        return False
    if any(address in net for net in PRIVATE):
        return opened
    if isinstance(address, IPv6Address):
        is_plain = address.scope_id is None and address.packed[8:12] not in ISATAP
        return is_plain and address in GLOBAL_V6 and address not in COMPATIBLE
    return True
