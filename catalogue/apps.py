"""App configuration of the catalogue."""

from django.apps import AppConfig
from django.core.checks import register

from catalogue.production.refusing import register_checks

from .extra import extra_is_there


class CatalogueConfig(AppConfig):
    name = "catalogue"
    verbose_name = "Catalogue"

    def ready(self) -> None:
        register_checks()
        register(extra_is_there)
