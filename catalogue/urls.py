"""Which address leads to which page: the whole site in reading order."""

from django.contrib import admin
from django.urls import URLResolver, include, path, register_converter

from catalogue.admin import reports
from catalogue.extra import missing
from catalogue.languages import ByLanguage
from catalogue.opendata.addresses import ENTRY_FORMS
from catalogue.opendata.whole.files import KEPT, NAMES

from .views import (
    about,
    compare,
    coverage,
    data_pages,
    days,
    described,
    difference,
    difference_files,
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
from .views.read_addresses import data, page

register_converter(days.DayConverter, "day")
handler403 = "catalogue.faults.forbidden"
handler404 = "catalogue.faults.missing"
handler500 = "catalogue.faults.broken"

# Each of these stands in French too, behind /fr/.
pages = [
    page("", home.show, "home"),
    page("microcredentials/", microcredentials.listing, "microcredentials"),
    page("microcredentials/<slug:slug>/", microcredentials.detail, "microcredential"),
    page("microcredentials/<slug:slug>/letter/", microcredentials.letter, "microcredential-letter"),
    data("microcredentials/<slug:slug>/preview.png", preview.show, "preview"),
    path("microcredentials/<slug:slug>/suggest/", suggesting.show, name="suggest"),
    page("microcredentials/<slug:slug>/suggest/thanks/", suggesting.thanks, "suggest-thanks"),
    page("compare/", compare.show, "compare"),
    page("shortlist/", shortlist.show, "shortlist"),
    data("suggest", suggestions.show, "suggestions"),
    page("institutions/", institutions.listing, "institutions"),
    page("institutions/<slug:slug>/", institutions.detail, "institution"),
    page("sectors/", sectors.listing, "sectors"),
    page("sectors/<slug:slug>/", sectors.detail, "sector"),
    page("funding/", funding.listing, "funding"),
    page("funding/<slug:slug>/", funding.detail, "funding-source"),
    page("pathways/", pathways.listing, "pathways"),
    page("pathways/<slug:target>/", pathways.detail, "pathway"),
    page("regions/", regions.show, "regions"),
    page("sources/", sources.listing, "sources"),
    page("sources/<slug:key>/", sources.detail, "source"),
    page("coverage/", coverage.show, "coverage"),
    page("about/", about.show, "about"),
    page("about/privacy/", about.privacy, "privacy"),
    page("about/accessibility/", about.accessibility, "accessibility"),
    page("about/style/", style.show, "style"),
    page("glossary/", glossary.show, "glossary"),
    page("data/", whole.show, "data"),
    page("data/addresses/", described.addresses, "data-addresses"),
    page("data/editions/", whole.editions, "editions"),
    page("data/editions/<day:day>/", whole.edition, "edition"),
    page("data/difference/", difference.show, "difference"),
    page("data/dictionary/", data_pages.dictionary, "data-dictionary"),
    page("data/mappings/<slug:slug>/", data_pages.mapping, "data-mapping"),
]


def ways_to_sign_in() -> list[URLResolver]:
    """What these import is an extra; each says not found where its setting is off."""
    return [
        path("admin/second-step/", include("catalogue.admin.second_step.addresses")),
        path("admin/single-sign-on/", include("catalogue.admin.single_sign_on")),
    ]


urlpatterns = [
    URLResolver(ByLanguage(), pages),
    data("microcredentials.csv", microcredentials.as_csv, "microcredentials-csv"),
    data("microcredentials.xlsx", microcredentials.as_workbook, "microcredentials-xlsx"),
    data("microcredentials.json", opendata.listing, "microcredentials-json"),
    data("microcredentials.atom", feeds.atom, "microcredentials-atom"),
    data("microcredentials.ics", feeds.calendar, "microcredentials-ics"),
    *[
        data(f"microcredentials/<slug:slug>.{form}", opendata.entry, f"microcredential-{form}", {"form": form})
        for form in ENTRY_FORMS
    ],
    data("data/schemas/<slug:name>.schema.json", opendata.schema, "schema"),
    *[
        data(f"data/difference.{form}", difference_files.as_file, "difference-file", {"form": form})
        for form in ("json", "csv")
    ],
    data("data/changes.json", whole.changes, "data-changes"),
    data("openapi.json", described.document, "openapi"),
    data("data/dcat.jsonld", whole.description, "data-dcat"),
    *[data(f"data/{each}", whole.file, "data-file", {"name": each}) for each in NAMES],
    *[data(f"data/editions/<day:day>/{each}", whole.file_of_day, "edition-file", {"name": each}) for each in KEPT],
    data("robots.txt", wayfinding.robots, "robots"),
    data("sitemap.xml", wayfinding.sitemap, "sitemap"),
    data("sitemaps/<int:number>.xml", wayfinding.sitemap_part, "sitemap-part"),
    data("opensearch.xml", wayfinding.opensearch, "opensearch"),
    data(".well-known/security.txt", wayfinding.security, "security"),
    data("llms.txt", wayfinding.plain_index, "plain-index"),
    data("speculation-rules.json", speculation.rules, "speculation-rules"),
    path("admin/reports/", include(reports.urls)),
    *([] if missing() else ways_to_sign_in()),
    path("admin/sign-in-letter/", include("catalogue.admin.sign_in_letter")),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.numbers, name="metrics"),
]
