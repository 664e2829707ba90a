"""A name that a school has for a kind says which of our kinds it is, and an entry cannot say another."""

import pytest
from django.core.exceptions import ValidationError

from catalogue.models import NamedKind
from tests.factories import make_draft, make_named_kind

pytestmark = pytest.mark.django_db


def test_an_entry_is_of_the_kind_that_its_name_says() -> None:
    named = make_named_kind("Nanodegree", kind="certificate")
    entry = make_draft("Data", kind="certificate", named_kind=named)
    entry.full_clean()
    for other in ("badge", ""):
        entry.kind = other
        with pytest.raises(ValidationError, match="“Nanodegree” is a kind of: Certificate"):
            entry.full_clean()


def test_what_a_name_means_stays_while_entries_are_called_so() -> None:
    named = make_named_kind("Nanodegree", kind="certificate")
    named.kind = "badge"
    named.full_clean()  # nobody is called so
    named.kind = "certificate"
    make_draft("Data", kind="certificate", named_kind=named)
    named.full_clean()
    named.kind = "badge"
    with pytest.raises(ValidationError, match="Entries of another kind are called so"):
        named.full_clean()


def test_a_kind_of_ours_needs_no_name() -> None:
    with pytest.raises(ValidationError, match="one of the kinds already"):
        NamedKind(name="bootcamp", slug="bootcamp", kind="course").full_clean()
