"""What `check_catalogue` finds in the facts of the two documents: nothing."""

from catalogue.checking import check
from catalogue.models import Microcredential


def test_they_are_without_errors_and_warnings(documents):
    assert Microcredential.objects.count() == 26
    assert check() == []
