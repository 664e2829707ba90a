"""Sources that are not documents: shown with what rests on them, and by pages, since thousands of entries may do."""

from __future__ import annotations

import pytest

from tests.factories import make_draft, make_institution, make_offering, make_participation
from tests.pages.elements import page
from tests.pages.other_pages import cite, make_source

pytestmark = pytest.mark.django_db


def test_a_source_of_drafts_alone_is_not_told_of(client):
    """The name of a file or of a page can tell of a draft."""
    file = make_source(key="file", kind="imported-file", title="secret.csv", short_title="secret.csv", paragraphs=None)
    draft = make_draft("Hidden program")
    cite(draft, file, "title", 2)
    cite(make_participation(draft, make_institution("Open College")), file, "", 2)
    assert client.get("/sources/file/").status_code == 404
    assert "secret" not in client.get("/sources/").content.decode()
    assert "/sources/file/" not in client.get("/sitemaps/0.xml").content.decode()
    cite(make_offering("Seen"), file, "title", 3)
    assert [each.one("h3").text for each in page(client.get("/sources/file/")).all(cls="paragraph")] == ["Row 3"]
    assert "secret.csv" in client.get("/sources/").content.decode()
    assert "/sources/file/" in client.get("/sitemaps/0.xml").content.decode()


@pytest.fixture
def long_file():
    """A file of 260 rows with two facts each, in two pages; its first row holds the headings."""
    file = make_source(
        key="file", kind="imported-file", title="courses.csv", short_title="courses.csv", paragraphs=None
    )
    school = make_institution("Open College", city="Trail")
    for row in range(2, 262):
        for field in ("name", "city"):
            cite(school, file, field, row, says=f"Words of row {row}.")
    return file


def test_a_long_file_comes_in_pages_by_row(client, long_file):
    first = page(client.get("/sources/file/"))
    assert "520 facts and statements are drawn from it." in first.text
    assert "1 to 300 of 520" in first.one(cls="pagination").text
    assert "Words of row 151." in first.text
    assert "Words of row 152." not in first.text
    second = page(client.get("/sources/file/" + first.one("a", rel="next").attributes["href"]))
    assert second.one("title").text.startswith("courses.csv, page 2")
    assert [each.attributes["id"] for each in second.all(cls="told")] == [f"p{row}" for row in range(152, 262)]


@pytest.mark.parametrize(
    ("row", "number"), [(1, ""), (2, ""), (151, ""), (152, "?page=2"), (261, "?page=2"), (999, "?page=2")]
)
def test_a_row_leads_to_its_page(client, long_file, row, number):
    assert client.get(f"/sources/file/?row={row}")["Location"] == f"/sources/file/{number}"


@pytest.mark.parametrize("query", ["page=3", "page=0", "page=1e9", "row=x", "row=-1", "other=1"])
def test_what_a_page_of_a_source_does_not_know_is_named(client, long_file, query):
    response = client.get(f"/sources/file/?{query}")
    assert query.partition("=")[0] in page(response).one(cls="problems").text
    assert response["Cache-Control"] == "private, no-cache"
    assert "Words of row 2." in response.content.decode()
