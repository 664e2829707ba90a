"""The steps of an entry's life, what keeps it from each, and what goes with a record that is removed."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db.models.deletion import ProtectedError
from django.utils import timezone

from catalogue.models import (
    Citation,
    Disagreement,
    DisagreementSide,
    Group,
    Microcredential,
    Participation,
    Sector,
    Source,
    Statement,
    StatementSubject,
)
from catalogue.models.vocabulary import State
from catalogue.workflow import belongings, checklist, publish, remove, reopen, submit, withdraw
from funding.models import FundingFlow, FundingSource
from institutions.changes import Change
from institutions.models import Institution
from institutions.records import StaleRecord
from tests.factories import (
    make_account,
    make_audience,
    make_draft,
    make_funding_source,
    make_group,
    make_institution,
    make_length,
    make_offering,
    make_part,
    make_participation,
    make_recognition,
    make_sector,
)
from tests.rules import valid

pytestmark = pytest.mark.django_db

STEPS = {
    submit: {State.DRAFT: State.IN_REVIEW},
    publish: dict.fromkeys((State.DRAFT, State.IN_REVIEW, State.WITHDRAWN), State.PUBLISHED),
    withdraw: {State.PUBLISHED: State.WITHDRAWN},
    reopen: dict.fromkeys((State.IN_REVIEW, State.WITHDRAWN), State.DRAFT),
}


def take(step, entry, by=None) -> None:
    step(entry, by=by, **({"why": "The school asked.", "public_reason": "It ended."} if step is withdraw else {}))


def stored(record):
    return type(record).objects.get(pk=record.pk)


class TestSteps:
    @pytest.mark.parametrize("step", STEPS)
    @pytest.mark.parametrize("state", State)
    def test_each_is_open_from_its_states_alone(self, step, state):
        entry = make_offering(state=state)
        leads_to = STEPS[step].get(state)
        if leads_to:
            take(step, entry)
        else:
            with pytest.raises(ValidationError, match="this step is not open to it"):
                take(step, entry)
        assert stored(entry).state == (leads_to or state)

    def test_each_is_one_change_that_says_who_and_why(self):
        user = make_account()
        entry = make_offering()
        take(withdraw, entry, by=user)
        change = entry.history.first().change
        assert (change.by, change.way, change.why) == (user, "form", "Withdrawn: The school asked.")

    def test_visitors_are_told_of_a_withdrawal_only_of_what_they_saw(self):
        shown, waiting = make_offering(), make_offering(publish_at=timezone.now() + timedelta(days=400))
        for entry in (shown, waiting):
            withdraw(entry, by=None, why="It ended", public_reason="The school ended it.")
        assert (stored(shown).withdrawn_on, shown.withdrawal_reason) == (timezone.localdate(), "The school ended it.")
        assert (stored(waiting).withdrawn_on, waiting.withdrawal_reason) == (None, "")
        assert [*Microcredential.objects.withdrawn()] == [shown]
        reopen(shown, by=None)
        assert (stored(shown).withdrawn_on, shown.withdrawal_reason) == (None, "")

    def test_visitors_are_owed_a_reason(self):
        shown, waiting = make_offering(), make_offering(publish_at=timezone.now() + timedelta(days=400))
        with pytest.raises(ValidationError, match="Tell them why it is gone"):
            withdraw(shown, by=None, why="Between us", public_reason=" ")
        withdraw(waiting, by=None, why="Between us")
        assert (stored(shown).state, stored(waiting).state) == (State.PUBLISHED, State.WITHDRAWN)

    def test_whoever_comes_second_is_told(self):
        entry = make_offering()
        mine, theirs = stored(entry), stored(entry)
        take(withdraw, theirs)
        with pytest.raises(StaleRecord):
            take(withdraw, mine)

    def test_a_withdrawn_entry_is_hidden_and_comes_back_whole(self):
        entry = make_offering()
        take(withdraw, entry)
        assert not Microcredential.objects.public().exists()
        assert not Participation.objects.public().exists()
        take(publish, entry)
        assert entry in Microcredential.objects.public()
        assert Participation.objects.public().count() == 1


class TestPublishing:
    def test_needs_a_summary_and_a_provider_and_says_so_at_once(self):
        entry = make_draft(summary="")
        assert len(checklist(entry)) == 2
        with pytest.raises(ValidationError) as refusal:
            publish(entry, by=None)
        assert refusal.value.messages == [
            "Write a summary of one to three plain sentences.",
            "Add the institution that provides it.",
        ]
        assert (stored(entry).state, entry.history.count()) == (State.DRAFT, 1)

    @pytest.mark.parametrize(("role", "is_enough"), [("provider", True), ("testing", True), ("credit", False)])
    def test_needs_somebody_who_runs_it(self, role, is_enough):
        entry = make_draft()
        make_participation(entry, make_institution(), role)
        assert (checklist(entry) == []) is is_enough

    def test_a_part_needs_a_published_whole_and_no_provider_of_its_own(self):
        part = make_draft(parent=make_draft("FASS Forward"))
        assert checklist(part) == ["Publish “FASS Forward” first: this entry is a part of it."]
        assert checklist(make_draft(parent=make_offering())) == []


def everything_about(subject: Microcredential | Group) -> list:
    """One record of each kind that belongs to an entry or a group, with a citation and a side for each claim."""
    about = {"group": subject} if isinstance(subject, Group) else {"microcredential": subject}
    statement = valid(Statement)
    statement.save()
    subjects = valid(StatementSubject, statement=statement, sector=None, **about)
    subjects.save()
    recognition = make_recognition(subject)
    claims = [recognition, make_length(subject, 8)]
    citation = valid(Citation, sector=None, field="", recognition=recognition)
    citation.save()
    newer = valid(Citation, sector=None, field="title" if "microcredential" in about else "name", **about)
    newer.save()
    older = valid(Citation, sector=None, field=newer.field, superseded_by=newer, **about)
    older.save()
    disagreement = valid(Disagreement)
    disagreement.save()
    side = valid(DisagreementSide, disagreement=disagreement, citation=citation)
    side.save()
    return [subjects, *claims, citation, newer, older, side]


class TestRemoving:
    def test_refuses_what_is_published_and_names_the_remedy(self):
        with pytest.raises(ValidationError, match="Withdraw it before you delete it"):
            remove(make_offering(), by=None, why="Wrong")
        assert Microcredential.objects.count() == 1

    @pytest.mark.parametrize("kind", ["entry", "group"])
    def test_takes_all_that_belongs_to_it_in_one_change_with_its_history(self, kind):
        user = make_account()
        subject = make_group() if kind == "group" else make_draft()
        owned = everything_about(subject)
        before = Change.objects.count()
        removed = remove(subject, by=user, why="Never existed")
        assert {(type(each), each.key) for each in removed} == {(type(each), each.key) for each in [*owned, subject]}
        assert Change.objects.count() == before + 1
        for each in removed:
            last = type(each).history.filter(key=each.key).first()
            assert (last.history_type, last.change.by, last.change.why) == ("-", user, "Never existed")
            assert not type(each).objects.filter(key=each.key).exists()

    def test_can_be_undone_from_the_history(self):
        entry = make_draft("Marketing", key="t01")
        claim = make_recognition(entry, key="t01-credit")
        remove(entry, by=None, why="By mistake")
        for noun in (Microcredential, type(claim)):
            noun.history.filter(history_type="-").get().instance.save()
        assert Microcredential.objects.get(key="t01").title == "Marketing"
        assert type(claim).objects.get(key="t01-credit").microcredential.key == "t01"

    def test_a_chain_of_replaced_citations_goes_whatever_its_order(self):
        sector = make_sector()
        chain = []
        for _ in range(3):
            chain.append(valid(Citation, sector=sector))
            chain[-1].save()
        for older, newer in ((0, 2), (2, 1)):
            chain[older].superseded_by = chain[newer]
            chain[older].save()
        remove(sector, by=None, why="Not a topic")
        assert not Citation.objects.exists()

    def test_leaves_the_part_of_an_institution_in_offerings_of_others(self):
        institution = make_institution()
        make_offering(provider=institution)
        with pytest.raises(ProtectedError):
            remove(institution, by=None, why="Closed")
        assert Participation.objects.filter(institution=institution).exists()

    def test_leaves_the_recognition_that_an_institution_gives(self):
        institution = make_institution()
        make_recognition(make_draft(), institution=institution)
        with pytest.raises(ProtectedError):
            remove(institution, by=None, why="Closed")

    def test_leaves_what_was_cited_from_a_source(self):
        citation = valid(Citation)
        citation.save()
        with pytest.raises(ProtectedError):
            remove(citation.source, by=None, why="Old")
        assert Citation.objects.filter(pk=citation.pk).exists()

    def test_leaves_a_whole_whose_parts_stand(self):
        part = make_part(make_draft(), state=State.DRAFT)
        with pytest.raises(ProtectedError):
            remove(part.parent, by=None, why="Wrong")
        assert Microcredential.objects.count() == 2

    def test_leaves_nothing_half_removed(self):
        institution = make_institution()
        make_offering(provider=institution)
        cited = valid(Citation, sector=None, institution=institution)
        cited.save()
        with pytest.raises(ProtectedError):
            remove(institution, by=None, why="Closed")
        assert Citation.objects.filter(pk=cited.pk).exists()

    def test_keeps_the_last_provider_of_a_published_offering(self):
        with pytest.raises(ValidationError, match="this is its last provider"):
            remove(make_offering().participations.get(), by=None, why="Wrong")

    def test_statements_and_disagreements_go_with_their_subjects_and_sides(self):
        subject = valid(StatementSubject)
        subject.save()
        side = valid(DisagreementSide)
        side.save()
        remove(subject.statement, by=None, why="Wrong")
        remove(side.disagreement, by=None, why="Settled")
        assert not StatementSubject.objects.exists()
        assert not DisagreementSide.objects.exists()
        assert Citation.objects.filter(pk=side.citation_id).exists()

    def test_a_source_of_money_goes_with_what_flows_into_it(self):
        source = make_funding_source()
        flow = FundingFlow.objects.create(into=source, payer=make_institution())
        assert belongings(source) == [flow, source]

    @pytest.mark.parametrize("make", [make_institution, make_sector, make_audience, make_funding_source, make_group])
    def test_a_record_of_which_nothing_is_said_goes_alone(self, make):
        record = make()
        assert remove(record, by=None, why="Wrong") == [record]
        assert not type(record).objects.exists()


def test_every_noun_can_be_asked_what_belongs_to_it():
    for noun in (Institution, FundingSource, Sector, Source, Statement, Disagreement, Citation):
        record = valid(noun)
        record.save()
        assert belongings(record)[-1] == record
