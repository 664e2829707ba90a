"""Nothing that people choose by its slug may have the slug by which addresses ask for «not stated»."""

import pytest
from django.core.exceptions import ValidationError

from catalogue.models import Audience, Sector
from catalogue.search.facets import NOT_STATED
from funding.models import FundingSource
from institutions.models import Institution
from tests.catalogue.admin.desk import Desk
from tests.rules import valid

CHOSEN_BY_SLUG = [Institution, Sector, Audience, FundingSource]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("noun", CHOSEN_BY_SLUG)
def test_a_form_refuses_it_at_the_slug(noun) -> None:
    with pytest.raises(ValidationError) as refusal:
        valid(noun, slug=NOT_STATED).full_clean()
    assert list(refusal.value.message_dict) == ["slug"]


@pytest.mark.parametrize("noun", CHOSEN_BY_SLUG)
def test_a_name_that_would_make_it_gets_another(noun, maria: Desk) -> None:
    maria.save(maria.open_new(noun).type(name="Not stated", slug=""))
    assert noun.objects.get().slug == "not-stated-2"
    assert (
        "nobody has stated it. Choose another."
        in maria.refused(maria.open_new(noun).type(name="Other", slug=NOT_STATED)).html
    )
