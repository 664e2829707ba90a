"""What one account may do to one record: limits to institutions, and what waits for a publisher."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import ProtectedError

from catalogue.models import Citation, InstitutionLimit, Microcredential, Source
from catalogue.models.vocabulary import Role, State
from catalogue.rights import change_waits, entry_of, is_within_limits, may_add
from catalogue.staff_groups import StaffGroup
from catalogue.workflow import publish, remove, reopen, submit, withdraw
from institutions.models import Institution
from institutions.records import Record
from tests.factories import (
    make_account,
    make_group,
    make_institution,
    make_offering,
    make_part,
    make_participation,
    make_price,
    make_sector,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> Institution:
    return make_institution("BCIT")


@pytest.fixture
def limited(school: Institution) -> AbstractUser:
    return make_account("kim", StaffGroup.EDITOR, school)


def cited(source: Source, **about: Record) -> Citation:
    return Citation.objects.create(source=source, basis="stated", paragraph=1, says="So.", **about)


def guide() -> Source:
    return Source.objects.create(kind="document", title="A guide", short_title="A guide")


@pytest.mark.parametrize("role", Role)
def test_who_runs_or_awards_an_entry_edits_it(limited: AbstractUser, school: Institution, role: str) -> None:
    entry = make_offering(roles={role: school} if role != Role.PROVIDER else {}, provider="Camosun")
    if role == Role.PROVIDER:
        make_participation(entry, school, role)
    runs = role in {Role.PROVIDER, Role.TESTING, Role.AWARDING_BODY}
    price = make_price(entry, 90)
    within = [entry, make_part(entry), price, cited(guide(), microcredential=entry), cited(guide(), measure=price)]
    assert {is_within_limits(limited, each) for each in within} == {runs}


def test_all_else_is_beyond_the_limits(limited: AbstractUser, school: Institution) -> None:
    group = make_group()
    make_participation(group, school)
    for record in (school, group, make_sector(), make_offering(), make_price(group), cited(guide(), group=group)):
        assert not is_within_limits(limited, record), record
    assert [noun for noun in (Institution, Microcredential, Source) if may_add(limited, noun)] == [
        Microcredential,
        Source,
    ]


def test_a_source_is_theirs_until_others_cite_it(limited: AbstractUser, school: Institution) -> None:
    source, entry = guide(), make_offering(provider=school)
    assert is_within_limits(limited, source)
    cited(source, microcredential=entry)
    cited(source, measure=make_price(make_part(entry)))
    assert is_within_limits(limited, source)
    cited(source, microcredential=make_offering())
    assert not is_within_limits(limited, source)


@pytest.mark.parametrize("group", [StaffGroup.PUBLISHER, StaffGroup.MANAGER])
def test_whoever_publishes_is_not_limited(school: Institution, group: StaffGroup) -> None:
    assert is_within_limits(make_account("bo", group, school), make_offering())
    assert is_within_limits(None, make_offering())


@pytest.mark.parametrize("state", State)
def test_what_visitors_read_waits(state: str) -> None:
    editor, entry = make_account(group=StaffGroup.EDITOR), make_offering(state=state)
    price = make_price(entry)
    about = [entry, price, cited(guide(), measure=price)]
    assert {change_waits(editor, each) for each in about} == {state == State.PUBLISHED}
    assert not any(change_waits(account, each) for account in (None, make_account("bo")) for each in about)


def test_what_visitors_are_told_to_be_gone_waits_too() -> None:
    entry = make_offering()
    withdraw(entry, by=None, why="Ended", public_reason="It ended.")
    assert change_waits(make_account(group=StaffGroup.EDITOR), entry)


def test_what_speaks_of_no_entry_does_not_wait(school: Institution) -> None:
    assert [entry_of(each) for each in (school, make_group(), guide(), cited(guide(), institution=school))] == [
        None
    ] * 4
    assert not change_waits(make_account(group=StaffGroup.EDITOR), school)


def test_a_limit_stands_once_and_keeps_its_institution(limited: AbstractUser, school: Institution) -> None:
    with pytest.raises(ProtectedError):
        school.delete()
    with pytest.raises(IntegrityError):
        InstitutionLimit.objects.create(account=limited, institution=school)


def take(step, entry: Microcredential, by: AbstractUser | None = None) -> None:
    step(entry, by=by, **({"why": "It ended", "public_reason": "It ended."} if step is withdraw else {}))


def state_of(entry: Microcredential) -> str:
    return Microcredential.objects.get(pk=entry.pk).state


@pytest.mark.parametrize(
    ("group", "step", "state"),
    [
        (StaffGroup.VIEWER, submit, State.DRAFT),
        (StaffGroup.VIEWER, reopen, State.IN_REVIEW),
        (StaffGroup.EDITOR, publish, State.IN_REVIEW),
        (StaffGroup.EDITOR, withdraw, State.PUBLISHED),
    ],
)
def test_a_step_is_refused_in_words(group, step, state):
    entry, account = make_offering(state=state), make_account(group=group)
    with pytest.raises(ValidationError, match="Your account may not"):
        take(step, entry, by=account)
    assert state_of(entry) == state


def test_an_editor_hands_in_and_takes_back():
    entry, account = make_offering(state=State.DRAFT), make_account(group=StaffGroup.EDITOR)
    submit(entry, by=account)
    reopen(entry, by=account)
    assert state_of(entry) == State.DRAFT


def test_what_visitors_are_told_to_be_gone_is_for_publishers():
    entry, account = make_offering(), make_account(group=StaffGroup.EDITOR)
    take(withdraw, entry)
    for act in (lambda: reopen(entry, by=account), lambda: remove(entry, by=account, why="Old")):
        with pytest.raises(ValidationError, match=r"may not publish or withdraw|Only a publisher"):
            act()
    assert Microcredential.objects.get().withdrawn_on


def test_a_limited_editor_keeps_to_the_limits():
    mine, other = make_institution("BCIT"), make_institution("Camosun")
    account = make_account("kim", StaffGroup.EDITOR, mine)
    ours, theirs = (make_offering(state=State.DRAFT, provider=each) for each in (mine, other))
    submit(ours, by=account)
    for act in (lambda: submit(theirs, by=account), lambda: remove(theirs, by=account, why="x")):
        with pytest.raises(ValidationError, match="only the entries that BCIT runs or awards"):
            act()
    assert (state_of(ours), state_of(theirs)) == (State.IN_REVIEW, State.DRAFT)
