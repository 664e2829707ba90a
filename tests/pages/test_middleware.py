"""Hostile and broken requests get a plain answer, and every answer carries the security headers."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.middleware import HeadMiddleware, SecurityHeadersMiddleware

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

# Tests without the database mark prove that these requests never reach it.
BROKEN = [
    {"PATH_INFO": "/\xff"},  # not UTF-8
    {"PATH_INFO": "/a\0b"},
    {"QUERY_STRING": "q=%ff"},
    {"QUERY_STRING": "q=\xff"},
    {"QUERY_STRING": "q=%00"},
    {"QUERY_STRING": "q=%zz"},
    {"QUERY_STRING": "q=100%"},
    {"QUERY_STRING": "q=%ed%a0%80"},  # half of a surrogate pair
    {"PATH_INFO": "/%zz"},
    {"QUERY_STRING": "&".join(["q=x"] * 201)},
    {"CONTENT_TYPE": "text/plain; charset=base64"},  # Django would read the query with it
    {"HTTP_HOST": "elsewhere.example"},
    {"HTTP_HOST": "a b"},
]


def ask(client: Client, **meta: str) -> HttpResponse:
    return client.generic("GET", "/healthz", **meta)


@pytest.mark.parametrize("meta", BROKEN, ids=repr)
def test_a_broken_request_is_refused_in_plain_words(client: Client, meta: dict[str, str]) -> None:
    response = ask(client, **meta)
    assert response.status_code == 400
    page = response.content.decode()
    for part in ('<html lang="en-CA">', "<title>", '<a href="/">'):
        assert part in page
    assert response.headers["Content-Security-Policy"] == POLICY


@pytest.mark.parametrize("length", [str(40 * 2**20), "9" * 30, "-1", "x"])
def test_what_is_too_much_to_send_is_refused_before_it_is_read(client: Client, length: str) -> None:
    """Also by somebody who is not signed in: a form is read, and files are put on the disk, before that is asked."""
    answer = ask(client, CONTENT_LENGTH=length)
    assert (answer.status_code, "Split the file" in answer.content.decode()) == (413, True)
    assert ask(client, CONTENT_LENGTH="").status_code == 200


@pytest.mark.parametrize(
    ("query", "status"), [("q=" + "x" * 3990, 200), ("q=" + "x" * 3999, 414), ("q=" + "%C3%A9" * 900, 414)]
)
def test_an_address_may_have_four_thousand_characters(client: Client, query: str, status: int) -> None:
    assert ask(client, QUERY_STRING=query).status_code == status


@pytest.mark.parametrize(
    "query", ["q=caf%C3%A9", "q=100%25", "q=a+b&q=", "=&&=", "q=<script>", "&".join(["q=x"] * 200)]
)
def test_an_odd_but_whole_query_is_let_through(client: Client, query: str) -> None:
    assert ask(client, QUERY_STRING=query).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/caf%C3%A9", "/%E6%97%A5", "/a+b", "/a b", "/%F0%9F%8E%93"])
def test_a_whole_path_that_leads_nowhere_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def answers(client: Client) -> Iterator[HttpResponse]:
    addresses = [
        "/healthz",
        "/static/admin/css/base.css",
        "/admin/login/",
        "/admin/",
        "/no-such-page",
        "/healthz?q=%00",
    ]
    for address in addresses:
        with closing(client.get(address)) as response:
            yield response


@pytest.mark.django_db
def test_every_answer_of_every_status_carries_the_security_headers(client: Client) -> None:
    seen = []
    for response in answers(client):
        seen.append(response.status_code)
        assert response.headers["Content-Security-Policy"] == POLICY
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["X-Frame-Options"] == "DENY"
        assert response.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "camera=()" in response.headers["Permissions-Policy"]
        assert "Strict-Transport-Security" not in response.headers
    assert seen == [200, 200, 200, 302, 404, 400]


@pytest.mark.parametrize("address", ["", "nowhere/", "password_change/", "jsi18n/", "autocomplete/"])
def test_what_depends_on_who_has_signed_in_is_kept_by_nobody(admin_client: Client, address: str) -> None:
    """Also what is refused or not there, and what Django itself would let a browser keep."""
    assert "no-store" in admin_client.get(f"/admin/{address}").headers["Cache-Control"]


@pytest.mark.parametrize(
    ("origin", "promise"), [("https://micro.example.ca", "max-age=31536000"), ("http://micro.example.ca", None)]
)
def test_only_an_https_site_promises_to_stay_one(settings, origin: str, promise: str | None) -> None:
    settings.SITE_ORIGIN = origin
    answer = SecurityHeadersMiddleware(lambda request: HttpResponse())(RequestFactory().get("/"))
    assert answer.headers.get("Strict-Transport-Security") == promise


def test_a_view_may_set_its_own_policy() -> None:
    own = {"Cross-Origin-Resource-Policy": "cross-origin"}
    answer = SecurityHeadersMiddleware(lambda request: HttpResponse(headers=own))(RequestFactory().get("/"))
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/healthz", "/no-such-page", "/static/admin/css/base.css"])
def test_a_visitor_gets_no_cookie(client: Client, address: str) -> None:
    with closing(client.get(address)) as response:
        assert not response.cookies


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.binary(max_size=60), query=st.binary(max_size=60), address=st.sampled_from(["", "admin/login/", "static/"])
)
def test_no_address_breaks_the_site(client: Client, path: bytes, query: bytes, address: str) -> None:
    # The client raises whatever would be a 500 to a visitor.
    meta = {"PATH_INFO": f"/{address}{path.decode('latin-1')}", "QUERY_STRING": query.decode("latin-1")}
    with closing(ask(client, **meta)) as response:
        assert response.status_code < 500


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(
        ["COOKIE", "RANGE", "IF_MODIFIED_SINCE", "IF_NONE_MATCH", "ACCEPT_ENCODING", "REFERER", "ORIGIN"]
    ),
    value=st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=255), max_size=60),
)
@pytest.mark.parametrize("address", ["/admin/login/", "/static/admin/css/base.css"])
def test_no_header_breaks_the_site(client: Client, address: str, name: str, value: str) -> None:
    with closing(client.get(address, **{f"HTTP_{name}": value})) as response:
        assert response.status_code < 500


@pytest.mark.parametrize("response", [HttpResponse("body"), StreamingHttpResponse(["body"])], ids=["whole", "streamed"])
def test_head_is_answered_without_the_body(response: HttpResponse) -> None:
    asked = RequestFactory().head("/")
    assert b"".join(HeadMiddleware(lambda request: response)(asked)) == b""


def test_head_says_how_long_the_body_would_be(client: Client) -> None:
    assert client.head("/healthz").headers["Content-Length"] == str(len(client.get("/healthz").content))
