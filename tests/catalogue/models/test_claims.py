"""Claims: whose they are, and that no published offering loses its last provider, by whatever road."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from catalogue.models import Participation
from catalogue.models.vocabulary import Role, State
from catalogue.workflow import publish
from tests.factories import (
    make_draft,
    make_group,
    make_institution,
    make_offering,
    make_part,
    make_participation,
    make_recognition,
)


@pytest.mark.django_db
class TestLastProvider:
    def test_it_cannot_be_deleted(self):
        offering = make_offering()
        with pytest.raises(ValidationError, match="this is its last provider"):
            offering.participations.get().delete()
        assert offering.participations.count() == 1

    def test_nor_with_others_in_a_list(self):
        offering = make_offering(roles={Role.CREDIT: make_institution()})
        with pytest.raises(ValidationError):
            Participation.objects.all().delete()
        assert offering.participations.count() == 2

    def test_nor_made_something_else(self):
        participation = make_offering().participations.get()
        participation.role = Role.CREDIT
        with pytest.raises(ValidationError):
            participation.save()
        assert Participation.objects.get().role == Role.PROVIDER

    @pytest.mark.parametrize("moved_to", ["entry", "group"])
    def test_nor_moved_elsewhere(self, moved_to):
        participation = make_offering().participations.get()
        participation.microcredential = make_draft() if moved_to == "entry" else None
        participation.group = make_group() if moved_to == "group" else None
        with pytest.raises(ValidationError):
            participation.save()

    def test_two_in_one_list_cannot_both_go(self):
        offering = make_offering()
        make_participation(offering, make_institution())
        with pytest.raises(ValidationError):
            offering.participations.all().delete()
        assert offering.participations.count() == 2

    def test_one_of_two_may_go(self):
        offering = make_offering()
        make_participation(offering, make_institution(), Role.TESTING)
        offering.participations.first().delete()
        assert [each.role for each in offering.participations.all()] == [Role.TESTING]

    def test_it_may_change_hands(self):
        participation = make_offering().participations.get()
        participation.institution = make_institution("Another")
        participation.save()

    def test_it_may_turn_from_provider_into_testing(self):
        participation = make_offering().participations.get()
        participation.role = Role.TESTING
        participation.save()

    def test_who_only_gives_credit_may_go(self):
        offering = make_offering(roles={Role.CREDIT: make_institution()})
        offering.participations.get(role=Role.CREDIT).delete()

    @pytest.mark.parametrize("state", [state for state in State if state != State.PUBLISHED])
    def test_what_is_not_published_needs_none(self, state):
        offering = make_offering(state=state)
        offering.participations.get().delete()

    def test_a_part_needs_none_of_its_own(self):
        part = make_part(make_offering())
        make_participation(part, make_institution()).delete()


@pytest.mark.django_db(transaction=True)
class TestLastProviderInTheSameMoment:
    @pytest.fixture(autouse=True)
    def _two_connections(self):
        if connection.vendor == "sqlite":
            pytest.skip("SQLite in memory has no second connection; it has one writer at a time anyway")

    def at_once(self, *acts) -> list[str]:
        together, refusals = threading.Barrier(len(acts)), []

        def run(act) -> None:
            together.wait()
            try:
                act()
            except ValidationError as refusal:
                refusals.extend(refusal.messages)
            finally:
                connection.close()

        threads = [threading.Thread(target=run, args=[act]) for act in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return refusals

    def test_two_people_cannot_each_delete_one_of_two(self):
        for _ in range(5):
            offering = make_offering()
            make_participation(offering, make_institution())
            one, other = offering.participations.all()
            assert len(self.at_once(one.delete, other.delete)) == 1
            assert offering.participations.count() == 1

    def test_none_is_deleted_while_its_offering_is_published(self):
        for _ in range(5):
            offering = make_offering(state=State.DRAFT)
            provider = offering.participations.get()
            assert len(self.at_once(provider.delete, lambda entry=offering: publish(entry, by=None))) == 1
            offering.refresh_from_db()
            assert offering.participations.exists() is (offering.state == State.PUBLISHED)


@pytest.mark.django_db
def test_a_claim_speaks_of_an_entry_or_a_group():
    entry, group = make_draft(), make_group()
    assert make_recognition(entry).subject == entry
    assert make_recognition(group).subject == group


@pytest.mark.django_db
def test_partners_may_stay_unnamed():
    participation = make_participation(make_draft(), None, Role.INDUSTRY_PARTNER)
    assert str(participation) == "Partners not named: Industry partner"
