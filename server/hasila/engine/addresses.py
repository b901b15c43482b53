"""Where a host name leads, and whether a query may make this machine go there.

RFC 6890 and the IANA registries of special-purpose addresses; RFC 6052 section 2.1 (NAT64). Connects to nothing.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from hasila.errors import SettingInvalid

Address = IPv4Address | IPv6Address
Networks = Sequence[IPv4Network | IPv6Network]

_UNICAST = IPv6Network("2000::/3")
_TRANSLATED = IPv6Network("64:ff9b::/96")
# What Python's tables call global, or did in some release. 6to4 and Teredo hold an IPv4 address to which a gateway of this
# machine may go; protocol assignments and documentation lead nowhere.
_NEVER = tuple(
    map(ip_network, ("2002::/16", "2001::/23", "2001:db8::/32", "3fff::/20", "192.88.99.0/24", "192.0.0.0/24"))
)


class ForbiddenAddressError(Exception):
    """The host has an address that is not public and not listed."""


@lru_cache(maxsize=16)
def read_networks(text: str) -> Networks:
    """Return the networks that the setting `service_private` lists, addresses or CIDR blocks with spaces between them.

    Raises SettingInvalid for anything else, also for a block whose address has bits beyond its prefix.
    """
    try:
        return tuple(ip_network(entry) for entry in text.split())
    except ValueError as error:
        hint = "Write addresses like 127.0.0.1 or ::1, or blocks like 10.0.0.0/8, with spaces between them."
        raise SettingInvalid(f"service_private: {error}. {hint}", name="service_private", hint=hint) from error


def is_reachable(address: Address, private: Networks = ()) -> bool:
    """Tell whether a query may reach the address: it is public, or lies in one of the networks listed.

    An IPv4 address inside an IPv6 one counts as itself where the kernel or a NAT64 gateway takes it so.
    """
    address = _embedded(address)
    if any(address in network for network in private):
        return True
    if isinstance(address, IPv6Address) and address not in _UNICAST:
        return False
    odd = address.is_multicast or address.is_reserved or any(address in network for network in _NEVER)
    return address.is_global and not odd


def resolve(host: str, port: int, private: Networks = ()) -> list[tuple[int, Any]]:
    """Return address family and socket address of each of the host's addresses, in the resolver's order.

    Every one must be reachable, so that a name with two addresses cannot choose later: raises ForbiddenAddressError, or
    OSError when the name has none.
    """
    found = socket.getaddrinfo(host.encode("ascii"), port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    for *_, address in found:
        if not is_reachable(ip_address(str(address[0]).partition("%")[0]), private):
            raise ForbiddenAddressError
    return [(family, address) for family, _, _, _, address in found]


def _embedded(address: Address) -> Address:
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return address.ipv4_mapped
        if address in _TRANSLATED:
            return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address
