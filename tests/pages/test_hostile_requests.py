"""No address that a stranger can send gives a server error, and none is silently taken for another question."""

from __future__ import annotations

import random

import pytest
from django.test import Client
from django.urls import reverse

from tests.catalogue_data import documents  # noqa: F401

NASTY = [
    "", " ", "\x00", "%00", "%ff", "%", "%zz", "'", '"', "<script>", "../../etc/passwd", "{{7*7}}", "-1", "0",
    "1e309", "9" * 400, "１２", "٣", "NaN", "None", "null", "true", "[]", "a" * 5000, "\u202e", "🦀" * 50, "é",
    "e\u0301", "=cmd()", "not-stated", "sector=", "&&&", "a&b=c", "+", "\r\nSet-Cookie: a=b",
]  # fmt: skip
PARAMETERS = (
    "q sector credit_toward delivery audience provider region kind availability funding cost duration sort page".split()
)
PATHS = [
    "home",
    "microcredentials",
    "microcredentials-csv",
    "microcredentials-xlsx",
    "institutions",
    "sectors",
    "funding",
    "sources",
    "about",
]
NAMED = ["microcredential", "institution", "sector", "funding-source", "source"]


def _random_query(rng: random.Random) -> dict[str, list[str]]:
    names = rng.choices([*PARAMETERS, "x", "Sector", "q[]"], k=rng.randint(1, 5))
    return {name: rng.choices(NASTY, k=rng.randint(1, 3)) for name in names}


@pytest.mark.django_db
def test_random_queries_are_answered(client, documents, full):  # noqa: F811
    rng = random.Random(20261123)
    for _ in range(5_000 if full else 200):
        name, query = rng.choice(PATHS), _random_query(rng)
        response = client.get(rng.choice(["", "/fr"]) + reverse(name), query)
        assert response.status_code in {200, 301, 302, 400, 404, 414}, (name, query)


@pytest.mark.django_db
@pytest.mark.parametrize("raw", ["%ff", "q=%", "q=%zz", "q=%00", "q=%c3%28", "q=%ed%a0%80", "&" * 3000, "page=%2b1"])
def test_broken_encodings_are_answered(client, documents, raw):  # noqa: F811
    for name in PATHS:
        assert client.get(f"{reverse(name)}?{raw}").status_code < 500


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["x", "%00", "%ff", "..", "a" * 3000, "<b>", "1", "-", "%E2%80%AE", "T01", "t01'--"])
@pytest.mark.parametrize("name", NAMED)
def test_unknown_names_are_not_found(client, documents, name, slug):  # noqa: F811
    prefix = reverse(name, args=["x"]).removesuffix("x/")
    assert client.get(f"{prefix}{slug}/").status_code in {301, 400, 404, 414}


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options", "head", "trace"])
def test_other_methods_are_answered(client, documents, method):  # noqa: F811
    for name in PATHS:
        assert getattr(client, method)(reverse(name)).status_code < 500


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/nowhere/", "/admin/reports/%0d%0aSet-Cookie:%20a=b/", "/microcredentials/x/"])
@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=x"])
def test_a_broken_form_that_is_sent_nowhere_is_no_fault_of_ours(address, kind):
    """Whoever has been at the sign-in has the cookie, with which Django looks into the body."""
    client = Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "x" * 32
    assert client.generic("POST", address, b"{" * 2000, kind).status_code in {400, 403, 404, 405}
