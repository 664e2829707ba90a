"""The picture that other sites show beside a link to an offering, and which page names it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from catalogue.views import preview
from tests.factories import make_draft, make_offering, make_part
from tests.pages.elements import page

pytestmark = pytest.mark.django_db
OWN, COMMON = "/microcredentials/wood/preview.png", "/static/social.png"
needs_letters = pytest.mark.skipif(
    not preview.LETTERS.is_dir(), reason="BC Sans is not here: apt-get install npm, then make run"
)


@pytest.fixture
def head(client, settings):
    settings.SITE_ORIGIN = ""

    def named(address: str) -> dict[str, str]:
        metas = page(client.get(address)).all("meta")
        return {
            meta.attributes["property"]: meta.attributes["content"] for meta in metas if "property" in meta.attributes
        }

    return named


@needs_letters
@pytest.mark.parametrize(("language", "time"), [("", "Time: Not stated"), ("/fr", "Durée: Non précisé")])
def test_an_offering_has_a_picture_of_its_own(client, head, language, time):
    make_offering("Wood <glue>", slug="wood")
    properties = head(f"{language}/microcredentials/wood/")
    assert properties["og:image"] == language + OWN
    assert properties["og:image:alt"].startswith("Wood <glue>. ")
    assert time in properties["og:image:alt"]
    response = client.get(language + OWN)
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert client.get(language + OWN, headers={"If-None-Match": response["ETag"]}).status_code == 304
    assert client.get("/fr" + OWN if not language else OWN).content != response.content
    assert head(f"{language}/microcredentials/wood/letter/")["og:image"].endswith(COMMON)


def test_where_the_letters_are_missing_all_pages_share_one_picture(client, head, monkeypatch, tmp_path):
    monkeypatch.setattr(preview, "LETTERS", tmp_path / "none")
    make_offering("Wood", slug="wood")
    assert head("/microcredentials/wood/")["og:image"].endswith(COMMON)
    assert client.get(OWN).status_code == 404


def test_only_what_is_public_and_stands_in_the_list_has_one(client):
    whole = make_offering("Whole", slug="whole")
    make_part(whole, "Part", slug="part")
    make_draft("Draft", slug="draft")
    make_offering("Later", slug="later", publish_at=timezone.now() + timedelta(days=9))
    for slug in ("part", "draft", "later", "nowhere"):
        assert client.get(f"/microcredentials/{slug}/preview.png").status_code == 404
