"""App configuration of the catalogue."""

from django.apps import AppConfig

from catalogue.production.refusing import register_checks


class CatalogueConfig(AppConfig):
    name = "catalogue"
    verbose_name = "Catalogue"

    def ready(self) -> None:
        register_checks()
