"""Prints the scores of the search: `python -m tests.relevance`. Only makes Django ready; report.py does the work."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "catalogue.settings")
django.setup()

from tests.relevance.report import main  # noqa: E402  models can be imported only now

main()
