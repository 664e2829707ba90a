"""Which computers a check may talk to: only public ones. An address in the catalogue must not open our own network.

A name is resolved once, what it leads to is looked at, and the connection goes to exactly that: a name server that
answers differently a second time (DNS rebinding) is never asked a second time.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

Resolve = Callable[[str, int], list[str]]

# IPv6 addresses that a translator turns into the IPv4 address in their last 32 bits; others are translated at home.
_TRANSLATED = (ip_network("64:ff9b::/96"), ip_network("::/96"))
_AT_HOME = (ip_network("64:ff9b:1::/48"), ip_network("fec0::/10"))


class OutOfReach(Exception):
    """Why an address is not visited, in words."""


def resolve(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(place[0]).partition("%")[0] for *_, place in found))


def is_public(text: str) -> bool:
    """Whether an IP address belongs to the public internet, and whatever it carries inside does too."""
    address = ip_address(text)
    if any(address in network for network in _AT_HOME):
        return False
    return all(each.is_global and not each.is_multicast for each in (address, *_carried(address)))


def _carried(address: IPv4Address | IPv6Address) -> list[IPv4Address]:
    if isinstance(address, IPv4Address):
        return []
    carried = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if any(address in network for network in _TRANSLATED):
        carried.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return [each for each in carried if each is not None]


def public_address(host: str, port: int, *, resolve: Resolve = resolve, is_allowed: Callable = is_public) -> str:
    """The IP address to connect to. Raises OutOfReach where there is none, or where any of them is not public."""
    try:
        found = resolve(host, port)
    except (OSError, UnicodeError):
        raise OutOfReach("There is no such host.") from None
    if not found:
        raise OutOfReach("There is no such host.")
    if not all(is_allowed(each) for each in found):
        raise OutOfReach("It leads to a network that is not public.")
    return found[0]
