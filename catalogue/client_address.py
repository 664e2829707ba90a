"""Which network a request comes from, also behind proxies. Standard library and Django's settings only."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

ONE_CUSTOMER = 64  # bits: a provider gives whoever has IPv6 at least so many addresses at once


def network_of(request: HttpRequest) -> str:
    """An IPv4 address, or the /64 that an IPv6 address is in; empty behind a socket file that names no address."""
    address = client_address(request)
    if isinstance(address, IPv6Address):
        return str(ip_network((int(address), ONE_CUSTOMER), strict=False))
    return str(address or "")


def client_address(request: HttpRequest) -> IPv4Address | IPv6Address | None:
    """What the outermost of our own proxies saw. Whatever stands further left, the visitor may have made up."""
    seen = request.headers.get("X-Forwarded-For", "").split(",")
    proxies = settings.TRUSTED_PROXIES
    forwarded = read_address(seen[-proxies]) if 0 < proxies <= len(seen) else None
    return forwarded or read_address(request.META.get("REMOTE_ADDR", ""))


def read_address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text.strip().partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
