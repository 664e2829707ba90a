"""Members of staff, each at a desk. The first two publish, as accounts from `make staff` do when told nothing else."""

import pytest

from catalogue.staff_groups import StaffGroup
from institutions.models import Institution
from tests.catalogue.admin.desk import Desk
from tests.factories import make_account, make_institution


@pytest.fixture
def maria(db: None) -> Desk:
    return Desk(make_account("maria"))


@pytest.fixture
def jonas(db: None) -> Desk:
    return Desk(make_account("jonas"))


@pytest.fixture
def viewer(db: None) -> Desk:
    return Desk(make_account("vera", StaffGroup.VIEWER))


@pytest.fixture
def editor(db: None) -> Desk:
    return Desk(make_account("edwin", StaffGroup.EDITOR))


@pytest.fixture
def bcit(db: None) -> Institution:
    return make_institution("BCIT")


@pytest.fixture
def limited(bcit: Institution) -> Desk:
    """An editor who is kept to the entries of BCIT."""
    return Desk(make_account("lin", StaffGroup.EDITOR, bcit))


@pytest.fixture
def manager(db: None) -> Desk:
    return Desk(make_account("mona", StaffGroup.MANAGER))
