"""Made-up entries: as many as asked for, recorded, lawful, with every gap, and the same for the same seed."""

from __future__ import annotations

from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from catalogue.generating import BATCH, generate_entries
from catalogue.models import Measure, Microcredential, Participation, Recognition, SectorTag
from catalogue.models.vocabulary import Approximation, Availability, Delivery, Force, Role, State, Target
from catalogue.search import Search
from catalogue.search.facets import NOT_STATED
from institutions.changes import Way
from institutions.models import Change, Institution

pytestmark = pytest.mark.django_db

FIELDS = ("key", "title", "slug", "summary", "kind", "availability", "state", "delivery", "skills", "last_verified")


def test_the_command_adds_as_many_offerings_as_asked_for(capsys):
    call_command("generate_entries", "25", "--seed", "3")
    assert capsys.readouterr().out == "Added 25 made-up entries.\n"
    offerings = Microcredential.objects.results()
    assert offerings.count() == 25
    assert all(key.startswith("generated-") for key in offerings.values_list("key", flat=True))
    call_command("generate_entries", "5", "--seed", "3")
    assert offerings.count() == 30


@pytest.mark.parametrize("count", ["0", "-1", "many"])
def test_a_count_that_makes_no_sense_is_refused(count):
    with pytest.raises(CommandError):
        call_command("generate_entries", count)


def made_with(seed: int) -> list[list[tuple]]:
    """Entries and two kinds of claims that a seed gives, taken back afterwards."""
    with transaction.atomic():
        generate_entries(20, seed)
        made = [
            list(Microcredential.objects.order_by("key").values_list(*FIELDS)),
            list(Participation.objects.order_by("key").values_list("key", "role", "institution__name")),
            list(Measure.objects.order_by("key").values_list("key", "quantity", "minimum", "unit")),
        ]
        transaction.set_rollback(True)
    return made


def test_the_same_seed_gives_the_same_entries_and_another_gives_others():
    first = made_with(1)
    assert all(first)
    assert made_with(1) == first
    assert made_with(2)[0] != first[0]


def test_everything_is_recorded_as_one_act():
    generate_entries(BATCH + 1, seed=1)
    change = Change.objects.get()
    assert (change.way, change.why) == (Way.SHELL, f"generate_entries {BATCH + 1} --seed 1")
    for model in (Microcredential, Institution, Participation, Recognition, Measure, SectorTag):
        assert model.history.count() == model.objects.count() > 0


@pytest.fixture
def made(db) -> None:
    generate_entries(400, seed=5)


@pytest.mark.usefixtures("made")
class TestShape:
    def test_rows_are_lawful(self):
        for model in (Microcredential, Participation, Recognition, Measure):
            for row in model.objects.all()[:100]:
                row.full_clean()

    def test_nothing_is_offered_that_was_not_checked(self):
        offered = Microcredential.objects.filter(availability=Availability.OFFERED)
        assert offered.exists()
        assert not offered.filter(last_verified=None).exists()

    def test_every_state_and_availability_occurs(self):
        offerings = Microcredential.objects.results()
        assert set(offerings.values_list("state", flat=True)) == set(State.values)
        assert set(offerings.values_list("availability", flat=True)) == {"", *Availability.values}
        assert Search("").ended > 0

    def test_parts_occur_and_some_of_them_are_drafts_of_a_published_whole(self):
        parts = Microcredential.objects.filter(parent__state=State.PUBLISHED)
        assert set(parts.values_list("state", flat=True)) == {State.PUBLISHED, State.DRAFT}

    def test_everybody_has_somebody_who_runs_it(self):
        run = Participation.objects.filter(role__in=Role.providing()).values("microcredential")
        assert not Microcredential.objects.results().exclude(pk__in=run).exists()

    def test_every_answer_and_every_silence_occurs(self):
        for facet, counts in Search("").counts.items():
            empty = [value for value, count in counts.items() if not count]
            assert empty == ([NOT_STATED] if facet == "provider" else []), facet
        assert set(Recognition.objects.values_list("force", flat=True)) == set(Force.values)
        assert set(Recognition.objects.values_list("target", flat=True)) == set(Target.values)
        assert set(Microcredential.objects.values_list("delivery", flat=True)) == {"", *Delivery.values}
        assert Participation.objects.filter(institution=None).exists()
        assert Measure.objects.filter(approximation=Approximation.FREE).exists()

    def test_words_are_spread_as_in_real_texts(self):
        words = Counter(" ".join(Microcredential.objects.values_list("summary", flat=True)).lower().split())
        (_, most), *_, (_, least) = words.most_common()
        assert most > 100 * least
        assert len(words) > 500
