"""`manage.py check_links` visits the web addresses of the catalogue and writes down which do not answer."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from catalogue.links.rounds import check_links, new_visitor


class Command(BaseCommand):
    help = "Visits every web address of entries, institutions and sources; four failures in a row make one broken."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--again", action="store_true", help="also those that were visited in the last 20 hours")

    def handle(self, again: bool, **options: Any) -> None:
        check_links(new_visitor(), self.stdout.write, again)
