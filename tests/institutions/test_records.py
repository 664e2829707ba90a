"""What every record promises: a version for each state, no lost update, an immutable key, protection."""

import threading

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.models.deletion import ProtectedError

from catalogue import models as nouns
from institutions.changes import Change
from institutions.generation import Commit, Generation
from institutions.models import Institution
from institutions.records import HistoryRow, Record, StaleRecord, exactly_one, refuse_circle
from tests.factories import make_institution, make_offering

APPS = ("institutions", "funding", "catalogue")
NOUNS = [model for model in apps.get_models() if model._meta.app_label in APPS and issubclass(model, Record)]


def read(institution: Institution) -> Institution:
    return Institution.objects.get(pk=institution.pk)


def test_there_is_no_model_besides_records_their_history_and_what_the_site_keeps_for_itself():
    ours = {model for model in apps.get_models() if model._meta.app_label in APPS}
    assert len(NOUNS) == 22
    kept = (
        "Backup CheckedLink Edition EditionFile FilePiece FormerSlug FruitlessSearch Import ImportRow InstitutionLimit"
        " NotDuplicate Proposal SecondStep SignInAttempt SignInLetter SignOnIdentity StoredFile Suggestion"
        " SuggestionSent UndoJob"
    ).split()
    others = {Change, Commit, Generation, *(getattr(nouns, name) for name in kept)}
    assert ours == {*NOUNS, *(noun.history.model for noun in NOUNS), *others}


@pytest.mark.parametrize("noun", NOUNS)
def test_every_noun_has_a_history_whose_rows_point_to_a_change(noun):
    history = noun.history.model
    change = history._meta.get_field("change")
    assert issubclass(history, HistoryRow)
    assert (change.related_model, change.null) == (Change, False)
    assert {f.attname for f in noun._meta.concrete_fields} <= {f.attname for f in history._meta.concrete_fields}


@pytest.mark.parametrize("noun", NOUNS)
def test_every_noun_protects_what_it_refers_to_and_writes_through_a_manager_that_records(noun):
    assert {f.remote_field.on_delete for f in noun._meta.concrete_fields if f.is_relation} <= {models.PROTECT}
    for manager in (noun._default_manager, noun._base_manager):
        with pytest.raises(TypeError, match="leaves no history"):
            manager.update(key="x")


@pytest.mark.django_db
class TestSaving:
    def test_each_state_has_its_version_and_its_history_row(self):
        institution = make_institution(city="Kelowna")
        institution.city = "Burnaby"
        institution.save()
        states = institution.history.values_list("version", "city", "history_type")
        assert list(states) == [(2, "Burnaby", "~"), (1, "Kelowna", "+")]

    def test_saving_without_a_change_writes_nothing(self):
        institution = read(make_institution())
        institution.save()
        institution.refresh_from_db()
        assert (institution.version, institution.history.count()) == (1, 1)

    def test_a_value_that_only_looks_different_is_no_change(self):
        offering = make_offering()
        offering.last_verified = "2026-11-01"
        offering.save()
        offering.save()
        assert offering.version == 2

    def test_a_record_made_in_bulk_can_be_saved_again(self):
        institution = Institution.objects.bulk_create([Institution(name="Example", slug="example")])[0]
        institution.city = "Burnaby"
        institution.save()
        assert read(institution).city == "Burnaby"

    @pytest.mark.parametrize("narrow", ["defer", "only"])
    def test_reading_a_field_late_does_not_lose_an_edit(self, narrow):
        made = make_institution(website="https://example.ca")
        fields = ["website"] if narrow == "defer" else ["city", "version"]
        institution = getattr(Institution.objects, narrow)(*fields).get(pk=made.pk)
        institution.city = "Burnaby"
        assert institution.website == "https://example.ca"
        institution.save()
        assert (read(made).city, read(made).version) == ("Burnaby", 2)
        assert made.history.first().website == "https://example.ca"

    def test_some_fields_alone_can_be_refreshed_without_losing_an_edit(self):
        institution = make_institution(city="Kelowna")
        institution.city = "Burnaby"
        institution.refresh_from_db(fields=["name"])
        institution.save()
        assert read(institution).city == "Burnaby"

    def test_named_fields_may_be_saved_alone_with_the_version(self):
        institution = make_institution()
        institution.city = "Burnaby"
        institution.save(update_fields=["city"])
        assert (read(institution).city, read(institution).version) == ("Burnaby", 2)

    def test_a_changed_field_may_not_be_left_out_because_the_history_would_hold_it(self):
        institution = make_institution()
        institution.city, institution.region = "Burnaby", "mainland-southwest"
        with pytest.raises(ValueError, match="region"):
            institution.save(update_fields=["city"])

    def test_no_method_saves_without_history(self):
        assert not hasattr(Institution, "save_without_historical_record")


@pytest.mark.django_db
class TestKey:
    def test_it_never_changes(self):
        institution = make_institution(key="bcit")
        institution.key = "other"
        with pytest.raises(ValidationError, match="A key never changes"):
            institution.save()
        assert read(institution).key == "bcit"

    def test_nor_by_a_new_record_under_the_old_primary_key(self):
        institution = make_institution(key="bcit")
        with pytest.raises(IntegrityError), transaction.atomic():
            Institution(pk=institution.pk, key="other", name="Other", slug="other").save()
        assert read(institution).key == "bcit"

    def test_staff_get_one_made(self):
        assert len({make_institution().key, make_institution().key, ""}) == 3

    def test_records_are_found_by_it(self):
        institution = make_institution(key="bcit")
        assert Institution.objects.get_by_natural_key(*institution.natural_key()) == institution


@pytest.mark.django_db
class TestTwoAtOnce:
    def test_the_second_of_two_savers_is_told(self):
        institution = make_institution(city="Kelowna")
        first, second = read(institution), read(institution)
        first.city = "Burnaby"
        first.save()
        second.name = "Another name"
        with pytest.raises(StaleRecord, match="by somebody else after it was read"):
            second.save()
        assert (read(institution).city, read(institution).name) == ("Burnaby", "Example College")

    def test_who_deletes_what_somebody_just_edited_is_told(self):
        institution = make_institution()
        first, second = read(institution), read(institution)
        first.city = "Burnaby"
        first.save()
        with pytest.raises(StaleRecord):
            second.delete()
        assert read(institution).city == "Burnaby"

    def test_who_saves_or_deletes_what_somebody_deleted_is_told(self):
        institution = make_institution()
        late, later = read(institution), read(institution)
        institution.delete()
        late.city = "Burnaby"
        with pytest.raises(StaleRecord):
            late.save()
        with pytest.raises(StaleRecord):
            later.delete()
        assert list(Institution.history.values_list("history_type", flat=True)) == ["-", "+"]

    def test_who_never_read_the_version_does_not_escape(self):
        late = Institution.objects.only("city").get(pk=make_institution().pk)
        late.city = "Nelson"
        with pytest.raises(StaleRecord, match="without its version"):
            late.save()

    def test_a_version_set_back_by_a_form_counts(self):
        institution = make_institution()
        institution.city = "Burnaby"
        institution.save()
        from_form = read(institution)
        from_form.version, from_form.city = 1, "Nelson"
        with pytest.raises(StaleRecord):
            from_form.save()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_in_the_same_moment_one_is_told():
    if connection.vendor == "sqlite":
        pytest.skip("SQLite in memory has no second connection; it has one writer at a time anyway")
    institution = make_institution()
    together, outcomes = threading.Barrier(2), []

    def edit(city: str) -> None:
        mine = read(institution)
        mine.city = city
        together.wait()
        try:
            mine.save()
            outcomes.append("saved")
        except StaleRecord:
            outcomes.append("told")
        finally:
            connection.close()

    for round_ in range(5):
        threads = [threading.Thread(target=edit, args=[f"{city} {round_}"]) for city in ("Burnaby", "Nelson")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(outcomes) == ["saved"] * 5 + ["told"] * 5
    assert (read(institution).version, institution.history.count()) == (6, 6)


@pytest.mark.django_db
def test_what_others_refer_to_is_protected():
    institution = make_institution()
    make_offering(provider=institution)
    with pytest.raises(ProtectedError):
        institution.delete()


@pytest.mark.django_db
def test_going_up_may_not_lead_back():
    top = make_institution("Top")
    middle = make_institution("Middle", unit_of=top)
    refuse_circle(make_institution("Bottom", unit_of=middle), "unit_of")
    top.unit_of = middle
    with pytest.raises(ValidationError, match="leads back"):
        top.full_clean()


def test_exactly_one_says_so_of_each():
    assert exactly_one(["a", "b"]) == models.Q(a__isnull=False, b__isnull=True) | models.Q(
        a__isnull=True, b__isnull=False
    )
