"""The address that answers the search boxes, and the boxes that ask it. How the list behaves: tests/browser."""

from __future__ import annotations

import pytest

from tests.catalogue_data import documents  # noqa: F401
from tests.factories import make_offering
from tests.pages.elements import page

pytestmark = pytest.mark.django_db
ADDRESS = "/suggest"


def test_it_answers_with_groups_labels_and_addresses_that_exist(client, documents):  # noqa: F811
    answer = client.get(ADDRESS, {"q": "com"})
    assert answer.headers["Content-Type"] == "application/json"
    found = answer.json()["suggestions"]
    assert {each["group"] for each in found} >= {"Programs", "Schools", "Skills"}
    for each in found:
        assert each.keys() == {"group", "label", "hint", "url"}
        assert client.get(each["url"]).status_code == 200


def test_anybody_may_keep_the_answer_and_no_search_engine_lists_it(client, documents):  # noqa: F811
    answer = client.get(ADDRESS, {"q": "com"})
    assert answer.headers["Cache-Control"] == "public, max-age=0"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "Vary" not in answer.headers
    assert not answer.cookies


def test_the_database_is_not_asked(client, assert_page_queries):
    make_offering("Weaving", skills="basket making")
    for text in ("weav", "bask", "college", "nothing like it"):
        with assert_page_queries(0):
            client.get(ADDRESS, {"q": text})


@pytest.mark.parametrize("text", ["", " ", "a", "a" * 3_000, "ab " * 500, '"', "-", "<zqx>", "🦀" * 50, "\u202e"])
def test_odd_words_get_an_empty_list(client, documents, text):  # noqa: F811
    answer = client.get(ADDRESS, {"q": text})
    assert (answer.status_code, answer.json()) == (200, {"suggestions": []})


@pytest.mark.parametrize(
    ("query", "status"),
    [("", 200), ("q=zz&q=com", 200), ("q=%00", 400), ("q=%ff", 400), ("q=%", 400), ("q=" + 9999 * "a", 414)],
)  # fmt: skip
def test_broken_addresses_are_answered(client, documents, query, status):  # noqa: F811
    assert client.get(f"{ADDRESS}?{query}").status_code == status


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options", "head", "trace"])
def test_other_methods_are_answered(client, method):
    assert getattr(client, method)(ADDRESS).status_code < 500


@pytest.mark.parametrize("address", ["/", "/microcredentials/", "/no-such-page/"])
def test_the_box_names_where_to_ask_and_the_script_that_asks(client, documents, address):  # noqa: F811
    shown = page(client.get(address))
    assert shown.one("input", name="q").attributes["data-suggest"] == ADDRESS
    assert "/static/js/suggestions.js" in [script.attributes.get("src") for script in shown.all("script")]
    assert "role" not in shown.one("input", name="q").attributes
