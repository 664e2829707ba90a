"""The network that a request comes from: what proxies add counts, what a visitor makes up does not."""

import pytest
from django.test import RequestFactory

from catalogue.client_address import network_of


@pytest.mark.parametrize(
    ("proxies", "forwarded", "peer", "network"),
    [
        (0, "", "203.0.113.9", "203.0.113.9"),
        (0, "198.51.100.1", "203.0.113.9", "203.0.113.9"),
        (0, "", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (0, "", "fe80::1%eth0", "fe80::/64"),
        (0, "", "::ffff:203.0.113.9", "203.0.113.9"),
        (0, "", "", ""),
        (1, "198.51.100.1", "10.0.0.1", "198.51.100.1"),
        (1, "made up, 192.0.2.7, 198.51.100.1", "10.0.0.1", "198.51.100.1"),
        (2, "192.0.2.7, 198.51.100.1 , 10.0.0.2", "10.0.0.1", "198.51.100.1"),
        (2, "2001:db8:1:2::9,10.0.0.2", "10.0.0.1", "2001:db8:1:2::/64"),
        # Somebody reached the site past the proxies, or one of them adds something else.
        (2, "198.51.100.1", "203.0.113.9", "203.0.113.9"),
        (1, "", "203.0.113.9", "203.0.113.9"),
        (1, "192.0.2.7, unknown", "203.0.113.9", "203.0.113.9"),
        (1, "\0", "203.0.113.9", "203.0.113.9"),
    ],
)
def test_the_network_is_what_the_outermost_proxy_saw(settings, proxies, forwarded, peer, network) -> None:
    settings.TRUSTED_PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert network_of(RequestFactory().get("/", REMOTE_ADDR=peer, headers=headers)) == network
