"""The facts of the two documents as data: every entry in accord with the schema, every value with its paragraph."""

from __future__ import annotations

import json

import pytest

from catalogue.models import Citation, Disagreement, Microcredential, Source
from catalogue.opendata.listing import list_of_search
from catalogue.opendata.record import Data
from catalogue.search import Search
from tests.catalogue.opendata.reading import SCHEMA, record
from tests.catalogue_data import documents  # noqa: F401

pytestmark = pytest.mark.django_db


def test_every_entry_of_the_documents_is_what_the_schema_says(documents):  # noqa: F811
    entries = Microcredential.objects.public().results()
    read = [record(entry) for entry in entries]
    assert len(read) == 17
    assert sum(len(each["parts"]) for each in read) == 9
    SCHEMA["microcredentials"].validate(json.loads(json.dumps(list_of_search(Search("")))))


def _citations(node: object) -> list[Data]:
    """Every citation in a record, wherever it stands."""
    if isinstance(node, list):
        return [found for each in node for found in _citations(each)]
    if not isinstance(node, dict):
        return []
    own = [node] if "paragraph" in node else []
    return own + [found for each in node.values() for found in _citations(each)]


def test_every_value_of_the_documents_names_its_source_and_paragraph(documents):  # noqa: F811
    paragraphs = set()
    for entry in Microcredential.objects.public().results():
        read = record(entry)
        described = {source["key"] for source in read["sources"]}
        cited = _citations(read)
        assert {each["source"] for each in cited} == described
        keys = {each["key"] for each in cited}
        about = Citation.objects.filter(microcredential=entry).exclude(field="")
        assert {one.key for one in about} <= keys
        paragraphs |= {(each["source"], each["paragraph"]) for each in cited}
    documents_cited = set(Source.objects.filter(kind="document").values_list("key", flat=True))
    assert all(paragraph for source, paragraph in paragraphs if source in documents_cited)
    assert len(paragraphs) > 20


def test_contradictions_are_told_with_all_their_sides(documents):  # noqa: F811
    told = {
        each["title"] for entry in Microcredential.objects.public().results() for each in record(entry)["disagreements"]
    }
    assert told
    assert told <= set(Disagreement.objects.values_list("title", flat=True))
