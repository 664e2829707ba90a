"""Addresses that entries had: kept by every way in, leading to their entry at once, and free for nobody else."""

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import transaction

from catalogue.models import FormerSlug, Microcredential
from catalogue.models.vocabulary import State
from catalogue.workflow import remove, reopen, withdraw
from tests.factories import make_draft, make_offering

pytestmark = pytest.mark.django_db


def rename(entry: Microcredential, slug: str) -> Microcredential:
    entry = Microcredential.objects.get(pk=entry.pk)
    entry.slug = slug
    entry.save()
    return entry


def load_as(entry: Microcredential, slug: str) -> None:
    """As `loaddata` writes: past the model's own `save`."""
    text = serializers.serialize("json", [entry]).replace(entry.slug, slug)
    for each in serializers.deserialize("json", text):
        each.save()


def kept() -> dict[str, str]:
    return dict(FormerSlug.objects.values_list("slug", "microcredential__slug"))


@pytest.mark.parametrize("way", [rename, load_as])
def test_a_renamed_entry_keeps_each_address_without_a_chain(way):
    entry = make_offering(slug="first")
    way(entry, "second")
    way(Microcredential.objects.get(), "third")
    assert kept() == {"first": "third", "second": "third"}


def test_an_entry_that_gets_its_old_address_back_makes_no_loop():
    entry = make_offering(slug="first")
    rename(entry, "second")
    rename(entry, "first")
    assert kept() == {"second": "first"}


def test_what_no_visitor_saw_is_free_again():
    rename(make_draft(slug="first"), "second")
    assert kept() == {}
    assert make_draft(slug="first").pk


@pytest.mark.parametrize(
    "hide", [lambda entry: withdraw(entry, by=None, why="It ended", public_reason="It ended."), lambda entry: None]
)
def test_an_address_is_kept_whenever_it_changes_after_it_was_seen(hide):
    entry = make_offering(slug="first")
    hide(entry)
    if entry.state == State.WITHDRAWN:
        reopen(entry, by=None)
    rename(entry, "second")
    assert kept() == {"first": "second"}


@pytest.mark.parametrize(
    "take",
    [
        lambda: make_draft(slug="first"),
        lambda: rename(make_draft(slug="other"), "first"),
        lambda: Microcredential.objects.bulk_create([Microcredential(title="Other", slug="first")]),
        lambda: Microcredential(title="Other", slug="first").full_clean(),
    ],
)
def test_no_other_entry_takes_an_old_address(take):
    rename(make_offering("Welding", slug="first"), "second")
    with pytest.raises(ValidationError, match="“first” was the address of “Welding”"):
        take()
    assert not Microcredential.objects.filter(slug="first").exists()


def test_what_is_taken_back_leaves_no_trace():
    entry = make_offering(slug="first")
    with transaction.atomic():
        rename(entry, "second")
        assert kept() == {"first": "second"}
        transaction.set_rollback(True)
    assert (kept(), Microcredential.objects.get().slug) == ({}, "first")


def test_a_deleted_entry_comes_back_with_its_old_addresses():
    entry = rename(make_offering(slug="first"), "second")
    withdraw(entry, by=None, why="It ended", public_reason="It ended.")
    for claim in entry.participations.all():
        claim.delete()
    remove(entry, by=None, why="By mistake")
    assert kept() == {}
    Microcredential.history.filter(history_type="-").get().instance.save()
    assert kept() == {"first": "second"}
