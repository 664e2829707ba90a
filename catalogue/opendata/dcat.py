"""The whole of our data as a catalogue of data sets describes it: DCAT 3, in JSON-LD."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from catalogue.models import Edition, EditionFile

from .addresses import LISTS, SITE, absolute, list_of
from .whole.files import DESCRIPTION, JSON, PACKAGE, SQLITE, TABLES

MEDIA_TYPES = {
    PACKAGE: "application/zip",
    SQLITE: "application/vnd.sqlite3",
    JSON: "application/json",
    DESCRIPTION: "application/json",
    **dict.fromkeys(TABLES, "text/csv"),
}
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_IANA = "https://www.iana.org/assignments/media-types/"


def file_of(name: str) -> str:
    return absolute(reverse("data-file", kwargs={"name": name}))


def describe(edition: Edition | None, days: list[str]) -> dict[str, Any]:
    """The data set with each of its forms; `days` are those of which there is an edition."""
    page = absolute(reverse("data"))
    files = edition.files.select_related("file") if edition else []
    return {
        "@context": _CONTEXT,
        "@id": page,
        "@type": "dcat:Dataset",
        "dct:title": SITE,
        "dct:description": "Microcredentials of schools in British Columbia, each fact with its source.",
        "dct:language": "en",
        "dct:spatial": "British Columbia, Canada",
        "dct:accrualPeriodicity": {"@id": "http://publications.europa.eu/resource/authority/frequency/DAILY"},
        "dct:rights": {"@id": f"{page}#rights"},
        "dcat:landingPage": {"@id": page},
        "dcat:keyword": ["microcredentials", "British Columbia", "postsecondary education"],
        **({"dct:modified": _moment(edition)} if edition else {}),
        "dcat:distribution": [*(_distribution(each) for each in files if each.name in MEDIA_TYPES), *map(_list, LISTS)],
        "dcat:hasVersion": [
            {"@id": absolute(reverse("edition", args=[day])), "@type": "dcat:Dataset", "dcat:version": day}
            for day in days
        ],
    }


def _moment(edition: Edition) -> dict[str, str]:
    return {"@type": "xsd:dateTime", "@value": edition.of.isoformat()}


def _distribution(held: EditionFile) -> dict[str, Any]:
    return {
        "@type": "dcat:Distribution",
        "dct:title": held.name,
        "dcat:downloadURL": {"@id": file_of(held.name)},
        "dcat:mediaType": {"@id": _IANA + MEDIA_TYPES[held.name]},
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(held.file.size)},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": held.file.sha256},
        },
    }


def _list(name: str) -> dict[str, Any]:
    return {
        "@type": "dcat:Distribution",
        "dct:title": "The list, with its filters",
        "dcat:accessURL": {"@id": list_of(name)},
        "dcat:mediaType": {"@id": _IANA + LISTS[name]},
    }
