"""One visit: what counts as there, and that nothing but public computers is ever spoken to."""

import time

import pytest

from catalogue.links.reach import OutOfReach, is_public, public_address
from catalogue.links.visiting import MOST_REDIRECTS, Visitor
from tests.catalogue.links.conftest import HERE, Site


@pytest.mark.parametrize(
    ("path", "is_there", "words"),
    [
        ("200", True, "200 OK"),
        ("204", True, "204 No Content"),
        ("401", True, "401 Unauthorized"),
        ("403", True, "403 Forbidden"),
        ("429", True, "429 Too Many Requests"),
        ("404", False, "404 Not Found"),
        ("410", False, "410 Gone"),
        ("500", False, "500 Internal Server Error"),
        ("no-head", True, "200 OK"),
        ("large", True, "200 OK"),
        ("not-http", False, "It did not answer as a web server does."),
        ("circle", False, f"It sends on more than {MOST_REDIRECTS} times."),
        ("file", False, "It leads to something that is no web address."),
    ],
)
def test_what_an_answer_means(site: Site, path: str, is_there: bool, words: str) -> None:
    found = site.visitor().visit(site.address(path))
    assert (found.is_there, found.words) == (is_there, words)


def test_a_redirect_is_followed_and_told(site: Site) -> None:
    found = site.visitor().visit(site.address("to-to-404"))
    assert (found.is_there, found.words) == (False, f"404 Not Found, after it sent on to {site.address('404')}")


def test_a_page_that_is_there_is_asked_for_once_and_by_its_head(site: Site) -> None:
    site.visitor().visit(site.address("200?a=é b"))
    ((method, path, host, _),) = site.asked
    assert (method, path, host) == ("HEAD", "/200?a=%C3%A9%20b", f"school.example:{site.port}")


def test_a_server_that_sends_a_little_now_and_then_is_left(site: Site) -> None:
    began = time.monotonic()
    found = site.visitor(patience=0.3).visit(site.address("drip"))
    assert (found.is_there, found.words) == (False, "It did not answer in time.")
    assert time.monotonic() - began < 2


def test_a_host_that_does_not_exist_or_does_not_listen() -> None:
    def nobody(host: str, port: int) -> list[str]:
        raise OSError

    assert Visitor("test", resolve=nobody).visit("https://school.example/").words == "There is no such host."
    assert Visitor("test", resolve=lambda *_: []).visit("https://school.example/").words == "There is no such host."
    closed = Visitor("test", resolve=lambda *_: [HERE], is_allowed=lambda ip: True, patience=2)
    assert not closed.visit("http://school.example:9/").is_there


@pytest.mark.parametrize(
    "address",
    ["ftp://a.example/", "javascript:alert(1)", "http://", "http://a@b.example/", "http://a.example:99999/", "x", ""],
)
def test_what_is_no_web_address_is_not_visited(address: str) -> None:
    assert not Visitor("test", resolve=lambda *_: pytest.fail("asked")).visit(address).is_there


@pytest.mark.parametrize(
    "inside",
    [
        "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1", "fc00::1", "fec0::1",
        "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "::7f00:1",
        "2001:db8::1", "2001:0:7f00:1::1", "2002:7f00:1::1",
    ],
)  # fmt: skip
def test_no_address_inside_is_public(inside: str) -> None:
    assert not is_public(inside)
    with pytest.raises(OutOfReach):
        public_address("school.example", 80, resolve=lambda *_: ["142.58.103.21", inside])


@pytest.mark.parametrize("outside", ["142.58.103.21", "2607:f8f0:c10::1", "64:ff9b::8e3a:6715"])
def test_others_are(outside: str) -> None:
    assert public_address("school.example", 443, resolve=lambda *_: [outside]) == outside


def test_a_redirect_to_the_inside_is_not_followed(site: Site) -> None:
    here = site.visitor(
        resolve=lambda host, port: [HERE if host == "school.example" else "10.0.0.1"], is_allowed=lambda ip: ip == HERE
    )
    answer = here.visit(site.address("elsewhere"))
    assert (answer.is_there, answer.words) == (False, "It leads to a network that is not public.")
    assert {host for _, _, host, _ in site.asked} == {f"school.example:{site.port}"}


def test_a_name_that_changes_what_it_leads_to_gains_nothing(site: Site) -> None:
    """The connection goes to what was looked at; the name server is asked once for each address on the way."""
    asked = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return [HERE] if len(asked) == 1 else ["10.0.0.1"]

    visitor = site.visitor(resolve=rebinding, is_allowed=lambda ip: ip == HERE)
    assert visitor.visit(site.address("no-head")).is_there  # two requests
    assert asked == ["school.example"]


def test_this_very_machine_is_refused_without_any_help(site: Site) -> None:
    for host in ("localhost", HERE, "[::1]"):
        assert (
            Visitor("test").visit(f"http://{host}:{site.port}/200").words == "It leads to a network that is not public."
        )
    assert site.asked == []
