"""What a visitor may see: the one rule, asked of every queryset that has it."""

from datetime import timedelta
from time import sleep

import pytest
from django.utils import timezone

from catalogue.models import (
    CLAIMS,
    SUBJECTS,
    Citation,
    Claim,
    Disagreement,
    DisagreementSide,
    Membership,
    Microcredential,
    Statement,
    StatementSubject,
)
from catalogue.models.vocabulary import State
from tests.factories import make_draft, make_group, make_institution, make_offering, make_part
from tests.rules import LEAST, valid

CLAIM_NOUNS = [SUBJECTS[name] for name in CLAIMS]
HIDDEN = ["draft", "in-review", "withdrawn", "part of a draft", "part of a withdrawn entry", "draft part",
          "waiting", "part of a waiting entry", "waiting part"]  # fmt: skip
SHOWN = ["published", "part", "its time has come", "part whose time has come"]
LATER, EARLIER = timezone.now() + timedelta(days=400), timezone.now() - timedelta(days=1)
pytestmark = pytest.mark.django_db


def entry(standing: str) -> Microcredential:
    """An entry in one of the standings that a visitor may or may not see."""
    match standing:
        case "published":
            return make_offering()
        case "part":
            return make_part(make_offering())
        case "part of a draft":
            return make_part(make_draft())
        case "part of a withdrawn entry":
            return make_part(make_offering(state=State.WITHDRAWN))
        case "draft part":
            return make_part(make_offering(), state=State.DRAFT)
        case "waiting":
            return make_offering(publish_at=LATER)
        case "part of a waiting entry":
            return make_part(make_offering(publish_at=LATER))
        case "waiting part":
            return make_part(make_offering(), publish_at=LATER)
        case "its time has come":
            return make_offering(publish_at=EARLIER)
        case "part whose time has come":
            return make_part(make_offering(publish_at=EARLIER), publish_at=EARLIER)
    return make_draft(state=standing)


def claim_about(noun: type, subject: Microcredential):
    # A claim of an institution's role is made already by the maker of offerings.
    claim = valid(noun, microcredential=subject, **({"role": "credit"} if "role" in LEAST[noun] else {}))
    claim.save()
    return claim


def cite(**subject) -> Citation:
    citation = valid(Citation, **{"sector": None, "field": "", **subject})
    citation.save()
    return citation


visible = pytest.mark.parametrize(
    ("standing", "is_visible"), [*((each, True) for each in SHOWN), *((each, False) for each in HIDDEN)]
)


def test_every_standing_that_is_not_published_is_tried():
    assert set(State.values) - set(HIDDEN) == {"published"}


def test_every_claim_is_tried():
    assert set(CLAIM_NOUNS) == {*Claim.__subclasses__(), Membership}


@visible
def test_entries(standing, is_visible):
    shown = entry(standing)
    assert (shown in Microcredential.objects.public()) is is_visible


@pytest.mark.parametrize("standing", ["waiting", "part of a waiting entry", "waiting part"])
def test_entries_appear_at_their_moment_and_not_before(standing):
    shown = entry(standing)
    for moment, is_visible in [(LATER - timedelta(microseconds=1), False), (LATER, True), (LATER.max, True)]:
        assert (shown in Microcredential.objects.public(moment.replace(tzinfo=LATER.tzinfo))) is is_visible


def test_an_entry_appears_by_itself():
    """Nobody writes anything: the clock alone does it."""
    shown = make_offering(publish_at=timezone.now() + timedelta(seconds=0.5))
    assert (shown in Microcredential.objects.public(), shown.waits) == (False, True)
    sleep(0.6)
    assert (shown in Microcredential.objects.public(), shown.waits) == (True, False)


@pytest.mark.parametrize("state", ["draft", "in-review", "withdrawn"])
def test_a_moment_publishes_nothing_that_nobody_published(state):
    hidden = make_offering(state=state, publish_at=EARLIER)
    assert (hidden in Microcredential.objects.public(), hidden.waits) == (False, False)


def test_the_next_publication_is_the_first_one_to_come():
    find = Microcredential.objects.next_publication
    assert find(EARLIER) is None
    first, second = LATER, LATER + timedelta(hours=1)
    make_part(make_offering(publish_at=second), publish_at=first)
    make_offering(publish_at=EARLIER)
    make_draft(publish_at=LATER - timedelta(hours=1))
    assert [find(EARLIER - timedelta(1)), find(EARLIER), find(first), find(second)] == [EARLIER, first, second, None]


@visible
@pytest.mark.parametrize("noun", CLAIM_NOUNS)
def test_claims(noun, standing, is_visible):
    claim = claim_about(noun, entry(standing))
    assert (claim in noun.objects.public()) is is_visible


@pytest.mark.parametrize("noun", Claim.__subclasses__())
def test_claims_about_a_group_are_always_visible(noun):
    claim = valid(noun, microcredential=None, group=make_group())
    claim.save()
    assert claim in noun.objects.public()


@visible
def test_citations_of_entries(standing, is_visible):
    citation = cite(microcredential=entry(standing), field="title")
    assert (citation in Citation.objects.public()) is is_visible


@visible
@pytest.mark.parametrize("name", CLAIMS)
def test_citations_of_claims(name, standing, is_visible):
    citation = cite(**{name: claim_about(SUBJECTS[name], entry(standing))})
    assert (citation in Citation.objects.public()) is is_visible


@visible
def test_statements_and_citations_of_them(standing, is_visible):
    statement = valid(Statement)
    statement.save()
    for about in ({"sector": None, "microcredential": entry(standing)}, {"sector": None, "group": make_group()}):
        valid(StatementSubject, statement=statement, **about).save()
    assert (statement in Statement.objects.public()) is is_visible
    assert (cite(statement=statement) in Citation.objects.public()) is is_visible


@visible
def test_disagreements(standing, is_visible):
    disagreement = valid(Disagreement)
    disagreement.save()
    for subject in ({"microcredential": entry(standing), "field": "title"}, {"institution": make_institution()}):
        valid(DisagreementSide, disagreement=disagreement, citation=cite(**subject)).save()
    assert (disagreement in Disagreement.objects.public()) is is_visible
    assert (disagreement in Disagreement.objects.public().conflicts()) is is_visible


@pytest.mark.parametrize("name", sorted(SUBJECTS.keys() - {*CLAIMS, "microcredential", "statement"}))
def test_citations_of_everything_else_are_always_visible(name):
    subject = valid(SUBJECTS[name])
    subject.save()
    assert cite(**{name: subject}) in Citation.objects.public()


def test_a_statement_about_nothing_in_particular_is_visible():
    statement = valid(Statement)
    statement.save()
    assert statement in Statement.objects.public()


def test_only_conflicts_are_shown_side_by_side():
    for kind in ("conflict", "wording", "note"):
        valid(Disagreement, kind=kind).save()
    assert [each.kind for each in Disagreement.objects.conflicts()] == ["conflict"]
