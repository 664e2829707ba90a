"""The copy of the entries of the documents: whole in itself, with each of them in a booklet."""

from __future__ import annotations

import pytest

from catalogue.models import Microcredential
from catalogue.take_away.building import build
from tests.catalogue.take_away.copies import astray, pages
from tests.catalogue_data import documents  # noqa: F401

ORIGIN = "https://catalogue.example"


@pytest.mark.django_db
def test_every_link_and_asset_resolves_and_every_entry_is_in_it(documents, settings, full, tmp_path):  # noqa: F811
    if not full:
        pytest.skip("the copy of a small catalogue is looked at; make full looks at that of the documents")
    settings.SITE_ORIGIN = ORIGIN
    built = build(tmp_path / "copy")
    found = pages(tmp_path / "copy")
    assert astray(tmp_path / "copy", found, ORIGIN) == []
    entries = Microcredential.objects.public().results()
    assert built.programs == entries.count() == 17
    assert {f"microcredentials/{entry.slug}/index.html" for entry in entries} < found.keys()
    in_a_booklet = {link.text for name, each in found.items() if "/region-" in name for link in each.all("a")}
    assert {entry.title for entry in entries} <= in_a_booklet, "also those whose region nobody states"
