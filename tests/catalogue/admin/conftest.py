"""Two members of staff, each at a desk, with the account that `make staff` makes."""

import pytest

from catalogue.staff_accounts import make_staff
from tests.catalogue.admin.desk import Desk


@pytest.fixture
def maria(db: None) -> Desk:
    return Desk(make_staff("maria", "seven green herons"))


@pytest.fixture
def jonas(db: None) -> Desk:
    return Desk(make_staff("jonas", "seven green herons"))
