"""`check_catalogue`: what it prints, when it fails, and how often it asks the database."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.checking import check
from catalogue.models.vocabulary import Role
from funding.models import FundingSource
from institutions.records import ROW
from tests.factories import (
    make_draft,
    make_funding_source,
    make_institution,
    make_offering,
    make_part,
    make_recognition,
)

from .findings import cite

pytestmark = pytest.mark.django_db


def run() -> str:
    told = io.StringIO()
    call_command("check_catalogue", stdout=told)
    return told.getvalue()


def test_it_is_content_with_an_empty_catalogue():
    assert run() == "Errors: 0. Warnings: 0.\n"


def test_it_says_where_and_what_to_do_and_fails_with_errors():
    make_funding_source("Fund", key="fund")
    told = io.StringIO()
    with pytest.raises(CommandError, match=r"^Errors: 1\. Warnings: 0\.$") as failure:
        call_command("check_catalogue", stdout=told)
    assert failure.value.returncode == 1
    pk = FundingSource.objects.get().pk
    assert told.getvalue() == (
        f"ERROR: funding source fund /admin/funding/fundingsource/{pk}/change/: "
        "Its name has no source. Cite one, or empty the value.\n"
    )


def test_it_does_not_fail_with_warnings_and_lists_them_after_the_errors():
    make_draft(key="draft")
    assert run().endswith("Errors: 0. Warnings: 1.\n")
    make_funding_source()
    told = io.StringIO()
    with pytest.raises(CommandError):
        call_command("check_catalogue", stdout=told)
    assert [line.split(":")[0] for line in told.getvalue().splitlines()] == ["ERROR", "warning"]


def test_it_asks_as_often_for_many_records_as_for_few():
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            check()
        return len(captured)

    def one_more() -> None:
        part = make_part(make_offering(roles={Role.CREDIT: make_institution(unit_of=make_institution())}))
        cite(recognition=make_recognition(part), field=ROW)
        make_funding_source(part_of=make_funding_source())

    one_more()
    few = queries()
    for _ in range(10):
        one_more()
    assert queries() == few
