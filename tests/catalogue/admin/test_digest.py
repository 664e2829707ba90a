"""The weekly letter: what waits for whom, nothing where nothing waits, and nothing that a stranger wrote."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from catalogue.admin.digest import MOST_NAMED, letter_to
from catalogue.mail_server import MailServer, read_mail_server
from catalogue.models import CheckedLink, Suggestion
from catalogue.reading import reading_grade
from catalogue.staff_groups import StaffGroup
from institutions.changes import recording
from tests.catalogue.admin.desk import Desk
from tests.factories import make_account, make_draft, make_offering

pytestmark = pytest.mark.django_db


def test_it_says_what_waits_and_names_what_is_urgent(maria: Desk) -> None:
    today = timezone.localdate()
    entry = make_offering("Welding", review_due=today - timedelta(days=3))
    for number in range(MOST_NAMED + 1):
        make_draft(f"Draft {number}", review_due=today - timedelta(days=2))
    Suggestion.objects.create(entry=entry, says="Buy pills at https://pills.example", source="Here")
    CheckedLink.objects.create(
        address="https://gone.example", checked_at=timezone.now(), answer="404", strikes=4, first_failed=today
    )
    letter = letter_to(maria.user)
    assert f"Overdue for a check: {MOST_NAMED + 2}\n  {settings.SITE_ORIGIN}/admin/catalogue/microcredential/" in letter
    assert f"- Welding (since {today - timedelta(days=3)})" in letter
    assert "- and 2 more" in letter
    assert "Suggestions from the public: 1" in letter
    assert "pills" not in letter
    assert f"- https://gone.example (fails since {today})" in letter
    assert "Changed this week" not in letter
    words = " ".join(f"{line.rstrip(':,')}." for line in letter.splitlines() if line and "://" not in line)
    assert reading_grade(words, []) <= 8


def test_it_goes_to_those_who_edit_and_have_an_address() -> None:
    for group in StaffGroup:
        account = make_account(group.value.lower(), group)
        account.email = f"{account.username}@ministry.example"
        account.save()
    make_account("silent")
    call_command("send_digest", verbosity=0)
    assert mail.outbox == []  # nothing waits
    with recording(by=account):
        make_draft("Draft")
    call_command("send_digest", verbosity=0)
    assert {letter.to[0] for letter in mail.outbox} == {
        f"{name}@ministry.example" for name in ("editor", "publisher", "manager")
    }
    assert ["My drafts: 1" in letter.body for letter in mail.outbox] == [False, False, True]


def test_a_server_that_is_away_is_told_in_one_line(maria: Desk, settings) -> None:
    maria.user.email = "maria@ministry.example"
    maria.user.save()
    make_draft("Draft")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    with pytest.raises(CommandError, match="check EMAIL_URL"):
        call_command("send_digest")


def test_how_a_mail_server_is_named() -> None:
    assert read_mail_server("smtp://a%40b:p%2F@mail.example") == MailServer("mail.example", 587, "a@b", "p/", False)
    assert read_mail_server("smtps://mail.example:26") == MailServer("mail.example", 26, "", "", True)
    for broken in ("mail.example", "http://mail.example", "smtp://", "smtp://a:99999", "smtp://mail.example/x"):
        with pytest.raises(ValueError, match="write smtp://"):
            read_mail_server(broken)
