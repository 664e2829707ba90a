"""A letter that makes a browser known which has never signed in: the way in that no flood of wrong passwords closes.

Whoever asks costs the same, whatever name was typed: a row is written, and no account is looked for. The worker
compares it with the accounts and writes to the owner's own address. Nobody gets in with a letter alone.

Strangers may ask as well, so there are few letters, and always one that works: as long as the last one is good for half
of its time, it stays and no other is sent. Each one that its owner did not need is good for twice as long as the one
before. With a sign-in all of them end and the counting begins anew.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, User
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.dateformat import format as date_format

from .models import SignInLetter
from .models.attempt import DIGEST
from .sign_in_log import logger, tell, warn
from .signing_in import digest, fold

FIRST_LIFE, LONGEST_LIFE = timedelta(minutes=30), timedelta(hours=8)
COUNTED_FOR = timedelta(days=1)
MOST_AN_HOUR = 500  # of all accounts together; who comes later waits, and who had fewest comes first
MOST_WAITING = 10_000  # rows, when nobody works them off

_LONGEST_WAIT = 10  # seconds for a mail server
_KIND = "word of a letter"
SUBJECT = "BC microcredentials: sign in with a new browser"
_TEXT = """\
Hello {name},

somebody, most likely you, asked for this letter on the sign-in page. Open this page in the browser that you want to \
sign in with, and press the button:

{address}

Then sign in with the account “{account}” and your password, as always. The letter is good until you sign in, or until \
{ends}.

If you did not ask for it, do nothing. Nobody gets in with this letter alone. It may be that somebody tries to guess \
your password.
"""


def ask_for_letter(name: str) -> None:
    if SignInLetter.objects.filter(is_waiting=True).count() < MOST_WAITING:
        SignInLetter.objects.create(at=timezone.now(), name=digest("account", fold(name)))


def letter_of(word: str) -> SignInLetter | None:
    """The letter that a link belongs to, while it is good. A made-up word asks no database."""
    key, seal = word[:DIGEST], word[DIGEST:]
    if not constant_time_compare(seal, digest(_KIND, key)):
        return None
    known = SignInLetter.objects.using(DEFAULT_DB_ALIAS)  # a copy of the database may not have it yet
    alive = known.filter(key=key, ends_at__gt=timezone.now(), account__is_active=True)
    return alive.select_related("account").first()


def forget_letters(account: AbstractBaseUser) -> None:
    """After a sign-in."""
    SignInLetter.objects.filter(account=account).delete()


def hand_over() -> bool:
    """What the worker does with the letters that were asked for. False where the mail server did not take them all."""
    waiting = SignInLetter.objects.filter(is_waiting=True)
    if not waiting.exists():
        return True
    now = timezone.now()
    with transaction.atomic():
        SignInLetter.objects.filter(Q(at__lt=now - COUNTED_FOR) | Q(is_waiting=True), ends_at__lt=now).delete()
        _write(now)
    letters = waiting.filter(account__is_active=True).select_related("account")
    return not letters or _send(letters)


def _write(now: datetime) -> None:
    """A letter for each account that may have one now. Of names that are nobody's nothing is kept."""
    asked = dict(SignInLetter.objects.filter(account=None).values_list("pk", "name"))
    written = SignInLetter.objects.filter(account__isnull=False)
    before = {account: [] for account in _who_may_get_one() if names_of(account) & {*asked.values()}}
    for letter in written.filter(account__in=before, at__gt=now - COUNTED_FOR).select_related("account"):
        before[letter.account].append((letter.at, letter.ends_at))
    left = MOST_AN_HOUR - written.filter(at__gt=now - timedelta(hours=1)).count()
    kept: set[str] = set()
    for account in sorted(before, key=lambda each: len(before[each])):
        life = life_of_next(before[account], now)
        if life and left > 0:
            key = secrets.token_hex(DIGEST // 2)
            SignInLetter.objects.create(at=now, account=account, key=key, ends_at=now + life)
            left -= 1
        elif life:
            kept |= names_of(account)
    SignInLetter.objects.filter(pk__in=[pk for pk, name in asked.items() if name not in kept]).delete()


def _who_may_get_one() -> QuerySet[User]:
    return User.objects.filter(is_active=True, is_staff=True).exclude(email="").order_by("pk")


def names_of(account: User) -> set[str]:
    """What its owner may type, as it is kept: the account's name, or the address."""
    return {digest("account", fold(each)) for each in (account.get_username(), account.email)}


def life_of_next(before: Sequence[tuple[datetime, datetime]], now: datetime) -> timedelta | None:
    """How long a letter is good that is written now, after those of the last day: when each was written, and its end.

    None while the last one has half of its time before it.
    """
    if before:
        at, ends_at = max(before)
        if now < at + (ends_at - at) / 2:
            return None
    return min(FIRST_LIFE * 2 ** len(before), LONGEST_LIFE)


def _send(letters: Sequence[SignInLetter]) -> bool:
    """One that a server refuses keeps no other back. Whatever was not handed over is tried again while it is good."""
    try:
        with get_connection(timeout=_LONGEST_WAIT) as server:
            are_sent = [_is_sent(letter, server) for letter in letters]
    except OSError as problem:
        logger.warning("letters cannot be handed over: %s", problem)
        return False
    return all(are_sent)


def _is_sent(letter: SignInLetter, server: BaseEmailBackend) -> bool:
    """A letter that cannot be written is given up; one that the server refuses waits."""
    try:
        server.send_messages([EmailMessage(SUBJECT, text_of(letter), to=[letter.account.email])])
    except (SMTPResponseException, SMTPRecipientsRefused) as problem:
        warn(letter.account, f"the mail server refused a letter: {problem}")
        return False
    except ValueError as problem:
        warn(letter.account, f"no letter can be sent to the address of this account: {problem}")
        letter.delete()
        return True
    SignInLetter.objects.filter(pk=letter.pk).update(is_waiting=False)
    tell(letter.account, "a letter to sign in with a new browser was sent")
    return True


def text_of(letter: SignInLetter) -> str:
    """The address names no account, and starts with what the settings say, never with what a request said."""
    word = letter.key + digest(_KIND, letter.key)
    ends = timezone.localtime(letter.ends_at)
    return _TEXT.format(
        name=letter.account.get_short_name() or letter.account.get_username(),
        account=letter.account.get_username(),
        address=f"{settings.SITE_ORIGIN}{reverse('sign-in-letter-open')}?word={word}",
        ends=f"{date_format(ends, 'P')} Pacific Time on {date_format(ends, 'F j')}",
    )
