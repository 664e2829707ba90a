"""A file that was handed in is read and written by the worker: what it stored, once or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.utils import timezone

from catalogue.exchange.incoming.turn import Turn, rows_done, somebody_works
from catalogue.exchange.incoming.working import work, work_off_one
from catalogue.models import (
    Import,
    ImportState,
    Microcredential,
    Outcome,
    Participation,
    ProposalState,
    Source,
    Suggestion,
)
from catalogue.models.vocabulary import Delivery, Role, State
from catalogue.opendata.whole.editions import keep_up
from catalogue.sign_in_letters import ask_for_letter
from catalogue.staff_groups import StaffGroup
from catalogue.suggesting import EMAIL_KEPT_FOR
from catalogue.undoing import undo
from institutions.changes import Change
from tests.factories import make_account, make_draft, make_institution, make_length, make_offering, make_sector

pytestmark = pytest.mark.django_db


@pytest.fixture
def turn() -> Iterator[Turn]:
    turn = Turn()
    assert turn.take()
    yield turn
    turn.end()


def hand_in(text: str, **fields: object) -> Import:
    return Import.objects.create(file_name="courses.csv", data=text.encode(), **fields)


def worked_off(job: Import, turn: Turn) -> Import:
    assert work_off_one(turn)
    job.refresh_from_db()
    return job


def accepted(job: Import, turn: Turn, **fields: object) -> Import:
    Import.objects.filter(pk=job.pk).update(state=ImportState.ACCEPTED, **fields)
    return worked_off(job, turn)


def test_what_was_stored_is_what_is_written(turn: Turn) -> None:
    make_institution("Camosun College")
    make_sector("Trades")
    wood = make_draft("Wood", slug="wood")
    make_length(wood, 8)
    maria = User.objects.create(username="maria")
    text = "Title,School,Topics,Delivery,Time,Price,Apply by\n"
    text += 'Boats,Camosun College,Trades,Online,"8 weeks, 2 courses",$120.50,2027-03-01\nWood,,,,9 weeks,,\n,,,,,5,\n'
    job = worked_off(hand_in(text, by=maria), turn)
    assert (job.state, job.total, rows_done(job)) == (ImportState.PLANNED, 3, 3)
    assert [row.outcome for row in job.rows.all()] == [Outcome.NEW, Outcome.CHANGED, Outcome.REFUSED]
    assert not Participation.objects.exists()
    job = accepted(job, turn)
    assert (job.state, job.data, rows_done(job)) == (ImportState.APPLIED, None, 2)
    boats = Microcredential.objects.get(slug="boats")
    assert (boats.state, boats.delivery, str(boats.application_deadline)) == (
        State.DRAFT,
        Delivery.ONLINE,
        "2027-03-01",
    )
    assert {str(each.minimum.normalize()) for each in boats.measures.all()} == {"8", "2", "120.5"}
    assert [each.institution.name for each in boats.participations.all()] == ["Camosun College"]
    assert [each.sector.name for each in boats.sectortags.all()] == ["Trades"]
    assert wood.measures.get().minimum == 9
    assert (job.change.by, job.change) == (maria, Change.objects.first())


def test_rows_that_nobody_chose_are_not_written(turn: Turn) -> None:
    job = worked_off(hand_in("Title\nOne\nTwo\n"), turn)
    job.rows.filter(title="One").update(chosen=False)
    accepted(job, turn)
    assert [entry.title for entry in Microcredential.objects.all()] == ["Two"]


def test_what_changed_after_the_plan_is_refused_in_the_report(turn: Turn) -> None:
    entry = make_draft("Wood", slug="wood")
    job = worked_off(hand_in("Title,Language\nWood,French\n"), turn)
    entry.language = "English"
    entry.save()
    job = accepted(job, turn)
    row = job.rows.get()
    assert (row.outcome, job.state, job.change) == (Outcome.REFUSED, ImportState.APPLIED, None)
    assert row.refusals[0][0] == "“Wood” was changed by somebody else after the plan."


def test_what_an_editor_would_change_of_a_published_entry_is_proposed(turn: Turn) -> None:
    """Value, figure that stands and new claim, each with the file as its source; a draft is written at once."""
    camosun, editor = make_institution("Camosun College"), make_account("maria", StaffGroup.EDITOR)
    wood, draft = make_offering("Wood", slug="wood"), make_draft("Boats", slug="boats")
    make_length(wood, 8)
    text = "Slug,Language,Time,School\nwood,French,9 weeks,Camosun College\nboats,French,,\n"
    job = worked_off(hand_in(text, by=editor), turn)
    assert [row.outcome for row in job.rows.all()] == [Outcome.PROPOSED, Outcome.CHANGED]
    job = accepted(job, turn)
    wood.refresh_from_db()
    draft.refresh_from_db()
    assert (wood.language, wood.measures.get().minimum, draft.language) == ("", 8, "French")
    proposal = job.proposals.get()
    assert (proposal.entry, proposal.by, proposal.why) == (wood, editor, "Import of courses.csv")
    acts = [(edit["act"], edit["noun"].split(".")[1], len(edit["citations"])) for edit in proposal.edits]
    assert acts == [
        ("changed", "microcredential", 0),
        ("added", "citation", 0),
        ("changed", "measure", 1),
        ("added", "participation", 1),
    ]
    assert proposal.edits[3]["values"]["institution"] == [None, camosun.pk]


def test_what_an_import_proposed_goes_with_its_undo(turn: Turn) -> None:
    entry, editor = make_offering("Wood", slug="wood"), make_account("maria", StaffGroup.EDITOR)
    job = worked_off(hand_in("Slug,Language\nwood,French\n", by=editor), turn)
    job = accepted(job, turn)
    assert undo(job.change.pk, by=editor) is not None
    proposal = job.proposals.get()
    assert (proposal.state, proposal.decided_by_name) == (ProposalState.TAKEN_BACK, "maria")
    assert not Source.objects.exists()
    assert (undo(job.change.pk, by=editor), Microcredential.objects.get()) == (None, entry)


def test_a_change_of_a_published_entry_that_nobody_may_publish_any_more_is_refused(turn: Turn) -> None:
    entry, publisher = make_offering("Wood", slug="wood"), make_account("jonas")
    job = worked_off(hand_in("Slug,Title,Language\nwood,Wood,French\n", by=publisher), turn)
    assert job.rows.get().outcome == Outcome.CHANGED
    accepted(job, turn, by=None)  # the account is gone meanwhile
    entry.refresh_from_db()
    assert (job.rows.get().outcome, entry.language) == (Outcome.REFUSED, "")


def test_a_limited_editor_takes_in_rows_of_their_own_school(turn: Turn) -> None:
    camosun, selkirk = make_institution("Camosun College"), make_institution("Selkirk College")
    for slug, school in (("mine", camosun), ("theirs", selkirk)):
        make_draft(slug, slug=slug).participations.create(institution=school, role=Role.PROVIDER)
    text = (
        "Title,School,Slug,Language\n,,mine,French\n,,theirs,French\nA,Camosun College,,\nB,Selkirk College,,\nC,,,\n"
    )
    by = make_account("lin", StaffGroup.EDITOR, camosun)
    job = worked_off(hand_in(text, by=by), turn)
    assert [row.outcome for row in job.rows.all()] == ["changed", "refused", "new", "refused", "refused"]
    assert "only the entries that Camosun College runs or awards" in job.rows.last().refusals[0][0]
    Participation.objects.get(microcredential__slug="mine").delete()
    accepted(job, turn)
    assert [row.outcome for row in job.rows.all()] == ["refused", "refused", "new", "refused", "refused"]


def test_a_file_that_cannot_be_read_says_why(turn: Turn) -> None:
    job = worked_off(hand_in("%PDF-1.7"), turn)
    assert (job.state, job.refusal) == (ImportState.REFUSED, "The file is a PDF. Save it as .xlsx or as CSV.")


def test_columns_are_told_also_when_none_is_a_title(turn: Turn) -> None:
    job = worked_off(hand_in("Our courses\nIntitulé,Fee\nBois,5\n"), turn)
    assert (job.state, job.refusal.startswith("No sheet has a column")) == (ImportState.REFUSED, True)
    assert [(each["heading"], each["name"], each["samples"]) for each in job.columns] == [
        ("Intitulé", "", ["Bois"]),
        ("Fee", "Cost", ["5"]),
    ]
    Import.objects.filter(pk=job.pk).update(state=ImportState.UPLOADED, mapping={"Intitulé": "Title"})
    assert worked_off(job, turn).rows.get().title == "Bois"


def test_an_unknown_word_is_read_as_somebody_said(turn: Turn) -> None:
    school = make_institution("Camosun College", short_name="Camosun")
    text = "Title,School,Kind\nA,Camosun Lansdowne; Camosun,short thing\nB,Camosun Lansdowne,badge\n"
    job = worked_off(hand_in(text), turn)
    assert job.unknown == {"Schools": {"Camosun Lansdowne": 2}, "Kind": {"short thing": 1}}
    answers = {"Schools": {"Camosun Lansdowne": school.key}, "Kind": {"short thing": ""}}
    Import.objects.filter(pk=job.pk).update(state=ImportState.UPLOADED, answers=answers)
    job = worked_off(job, turn)
    assert (job.unknown, [row.outcome for row in job.rows.all()]) == ({}, [Outcome.NEW, Outcome.NEW])
    assert {change[3] for row in job.rows.all() for change in row.changes if change[0] == "Schools"} == {school.name}


@pytest.mark.parametrize("left", [ImportState.PLANNING, ImportState.APPLYING])
def test_what_a_dead_worker_left_is_told_and_nobody_takes_it_up_unasked(left: ImportState) -> None:
    job = hand_in("Title\nOne\n", state=left)
    looks = iter([True, True, False])
    work(lambda: next(looks))
    job.refresh_from_db()
    assert (job.state, Microcredential.objects.count()) == (ImportState.INTERRUPTED, 0)


def test_the_worker_deletes_what_is_kept_for_a_while_by_itself() -> None:
    """As soon as it has nothing else to do."""
    entry, told = make_offering(), {"says": "Online", "source": "Here", "email": "kim@example.ca"}
    for _ in range(2):
        Suggestion.objects.create(entry=entry, **told)
    old = Suggestion.objects.last()
    Suggestion.objects.filter(pk=old.pk).update(sent_at=timezone.now() - EMAIL_KEPT_FOR)
    assert keep_up()  # or the worker would end with making the edition of the day
    looks = iter([True, True, False])
    work(lambda: next(looks))
    old.refresh_from_db()
    assert old.email == ""
    assert [each.email for each in Suggestion.objects.exclude(pk=old.pk)] == ["kim@example.ca"]


def test_the_worker_hands_letters_over_before_it_does_anything_else() -> None:
    User.objects.filter(pk=make_account("maria").pk).update(email="maria@ministry.example")
    ask_for_letter("maria")
    hand_in("Title\nOne\n")
    work(lambda: True)
    assert [letter.to for letter in mail.outbox] == [["maria@ministry.example"]]


def test_whoever_lost_the_import_meanwhile_writes_nothing(turn: Turn) -> None:
    job = worked_off(hand_in("Title\nOne\n"), turn)
    Import.objects.filter(pk=job.pk).update(state=ImportState.ACCEPTED)

    class Slow(Turn):
        def tell(self, job: Import, done: int) -> None:
            if done:
                Import.objects.filter(pk=job.pk).update(state=ImportState.INTERRUPTED)

    work_off_one(Slow())
    assert not Microcredential.objects.exists()


def test_a_failure_of_the_worker_is_told_on_the_page(turn: Turn) -> None:
    job = worked_off(hand_in("Title\nOne\n"), turn)
    job.rows.update(changes=[["Title", "title", "", "One"]])
    with pytest.raises(ValueError, match="unpack"):
        accepted(job, turn)
    job.refresh_from_db()
    assert (job.state, Microcredential.objects.count()) == (ImportState.INTERRUPTED, 0)


def test_one_worker_at_a_time(turn: Turn) -> None:
    other = Turn()
    assert (somebody_works(), other.take()) == (True, False)
    turn.end()
    assert (somebody_works(), other.take()) == (False, True)
    other.end()


def test_a_worker_is_started_again_and_ends_with_its_server() -> None:
    """Another Python stands in for the server; each worker that is started beside it tells its number."""
    worker = ["sh", "-c", "echo $$; exec sleep 60"]
    tending = f"import os; from catalogue.tending import tend; tend(os.getppid(), {worker})"
    serving = "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]])"
    command = [sys.executable, "-c", serving, tending]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    with server:
        first = int(server.stdout.readline())
        os.kill(first, 9)
        second = int(server.stdout.readline())
        assert first != second
        server.kill()
        for _ in range(50):
            if not _lives(second):
                break
            time.sleep(0.1)
        assert not _lives(second)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
