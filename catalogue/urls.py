"""Which address leads to which page: the whole site in reading order."""

from django.contrib import admin
from django.urls import URLResolver, include, path, register_converter

from catalogue.admin import reports
from catalogue.extra import missing
from catalogue.languages import ByLanguage
from catalogue.opendata.addresses import ELM, FORMS
from catalogue.opendata.whole.files import KEPT, NAMES

from .views import (
    about,
    compare,
    coverage,
    data_pages,
    days,
    difference,
    feeds,
    funding,
    glossary,
    health,
    home,
    institutions,
    microcredentials,
    opendata,
    pathways,
    preview,
    regions,
    sectors,
    shortlist,
    sources,
    speculation,
    style,
    suggesting,
    suggestions,
    wayfinding,
    whole,
)

register_converter(days.DayConverter, "day")
handler403 = "catalogue.faults.forbidden"
handler404 = "catalogue.faults.missing"
handler500 = "catalogue.faults.broken"

# Each of these stands in French too, behind /fr/.
pages = [
    path("", home.show, name="home"),
    path("microcredentials/", microcredentials.listing, name="microcredentials"),
    path("microcredentials/<slug:slug>/", microcredentials.detail, name="microcredential"),
    path("microcredentials/<slug:slug>/letter/", microcredentials.letter, name="microcredential-letter"),
    path("microcredentials/<slug:slug>/preview.png", preview.show, name="preview"),
    path("microcredentials/<slug:slug>/suggest/", suggesting.show, name="suggest"),
    path("microcredentials/<slug:slug>/suggest/thanks/", suggesting.thanks, name="suggest-thanks"),
    path("compare/", compare.show, name="compare"),
    path("shortlist/", shortlist.show, name="shortlist"),
    path("suggest", suggestions.show, name="suggestions"),
    path("institutions/", institutions.listing, name="institutions"),
    path("institutions/<slug:slug>/", institutions.detail, name="institution"),
    path("sectors/", sectors.listing, name="sectors"),
    path("sectors/<slug:slug>/", sectors.detail, name="sector"),
    path("funding/", funding.listing, name="funding"),
    path("funding/<slug:slug>/", funding.detail, name="funding-source"),
    path("pathways/", pathways.listing, name="pathways"),
    path("pathways/<slug:target>/", pathways.detail, name="pathway"),
    path("regions/", regions.show, name="regions"),
    path("sources/", sources.listing, name="sources"),
    path("sources/<slug:key>/", sources.detail, name="source"),
    path("coverage/", coverage.show, name="coverage"),
    path("about/", about.show, name="about"),
    path("about/privacy/", about.privacy, name="privacy"),
    path("about/accessibility/", about.accessibility, name="accessibility"),
    path("about/style/", style.show, name="style"),
    path("glossary/", glossary.show, name="glossary"),
    path("data/", whole.show, name="data"),
    path("data/editions/", whole.editions, name="editions"),
    path("data/editions/<day:day>/", whole.edition, name="edition"),
    path("data/difference/", difference.show, name="difference"),
    path("data/dictionary/", data_pages.dictionary, name="data-dictionary"),
    path("data/mappings/<slug:slug>/", data_pages.mapping, name="data-mapping"),
]


def ways_to_sign_in() -> list[URLResolver]:
    """What these import is an extra; each says not found where its setting is off."""
    return [
        path("admin/second-step/", include("catalogue.admin.second_step.addresses")),
        path("admin/single-sign-on/", include("catalogue.admin.single_sign_on")),
    ]


urlpatterns = [
    URLResolver(ByLanguage(), pages),
    path("microcredentials.csv", microcredentials.as_csv, name="microcredentials-csv"),
    path("microcredentials.xlsx", microcredentials.as_workbook, name="microcredentials-xlsx"),
    path("microcredentials.json", opendata.listing, name="microcredentials-json"),
    path("microcredentials.atom", feeds.atom, name="microcredentials-atom"),
    path("microcredentials.ics", feeds.calendar, name="microcredentials-ics"),
    *[
        path(f"microcredentials/<slug:slug>.{form}", opendata.entry, {"form": form}, name=f"microcredential-{form}")
        for form in (*FORMS, ELM)
    ],
    path("data/schemas/<slug:name>.schema.json", opendata.schema, name="schema"),
    *[
        path(f"data/difference.{form}", difference.as_file, {"form": form}, name="difference-file")
        for form in ("json", "csv")
    ],
    path("data/changes.json", whole.changes, name="data-changes"),
    path("data/dcat.jsonld", whole.description, name="data-dcat"),
    *[path(f"data/{name}", whole.file, {"name": name}, name="data-file") for name in NAMES],
    *[path(f"data/editions/<day:day>/{name}", whole.file_of_day, {"name": name}, name="edition-file") for name in KEPT],
    path("robots.txt", wayfinding.robots, name="robots"),
    path("sitemap.xml", wayfinding.sitemap, name="sitemap"),
    path("sitemaps/<int:number>.xml", wayfinding.sitemap_part, name="sitemap-part"),
    path("opensearch.xml", wayfinding.opensearch, name="opensearch"),
    path(".well-known/security.txt", wayfinding.security, name="security"),
    path("llms.txt", wayfinding.plain_index, name="plain-index"),
    path("speculation-rules.json", speculation.rules, name="speculation-rules"),
    path("admin/reports/", include(reports.urls)),
    *([] if missing() else ways_to_sign_in()),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.numbers, name="metrics"),
]
