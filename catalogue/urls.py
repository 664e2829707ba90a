"""Which address leads to which page: the whole site in reading order."""

from django.contrib import admin
from django.urls import path

from .views import about, funding, health, home, institutions, microcredentials, sectors, sources, suggestions

urlpatterns = [
    path("", home.show, name="home"),
    path("microcredentials/", microcredentials.listing, name="microcredentials"),
    path("microcredentials.csv", microcredentials.as_csv, name="microcredentials-csv"),
    path("microcredentials/<slug:slug>/", microcredentials.detail, name="microcredential"),
    path("suggest", suggestions.show, name="suggestions"),
    path("institutions/", institutions.listing, name="institutions"),
    path("institutions/<slug:slug>/", institutions.detail, name="institution"),
    path("sectors/", sectors.listing, name="sectors"),
    path("sectors/<slug:slug>/", sectors.detail, name="sector"),
    path("funding/", funding.listing, name="funding"),
    path("funding/<slug:slug>/", funding.detail, name="funding-source"),
    path("sources/", sources.listing, name="sources"),
    path("sources/<slug:key>/", sources.detail, name="source"),
    path("about/", about.show, name="about"),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
