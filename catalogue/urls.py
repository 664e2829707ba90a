"""Which address leads to which page: the whole site in reading order."""

from django.contrib import admin
from django.urls import path

from .views import health, home

urlpatterns = [
    path("", home.show, name="home"),
    path("microcredentials/", home.show, name="microcredentials"),
    path("microcredentials.csv", home.show, name="microcredentials-csv"),
    path("microcredentials/<slug:slug>/", home.show, name="microcredential"),
    path("institutions/", home.show, name="institutions"),
    path("institutions/<slug:slug>/", home.show, name="institution"),
    path("sectors/", home.show, name="sectors"),
    path("sectors/<slug:slug>/", home.show, name="sector"),
    path("funding/", home.show, name="funding"),
    path("funding/<slug:slug>/", home.show, name="funding-source"),
    path("sources/", home.show, name="sources"),
    path("sources/<slug:key>/", home.show, name="source"),
    path("about/", home.show, name="about"),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
