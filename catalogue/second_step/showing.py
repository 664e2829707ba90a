"""What an account can show as its second step: adding to it, taking from it, and whether what was shown is right."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from catalogue.models import SecondStep, StepKind
from catalogue.sign_in_log import keep

from . import codes, passkeys, recovery

LONGEST_NAME = SecondStep._meta.get_field("name").max_length


def ways_of(account: AbstractBaseUser) -> QuerySet[SecondStep]:
    """Apps and passkeys. Recovery codes are for when these are lost."""
    return SecondStep.objects.filter(account=account).exclude(kind=StepKind.RECOVERY)


def codes_left(account: AbstractBaseUser) -> int:
    return SecondStep.objects.filter(account=account, kind=StepKind.RECOVERY, used_at=None).count()


def passkeys_of(account: AbstractBaseUser) -> list[str]:
    return [*ways_of(account).filter(kind=StepKind.PASSKEY).values_list("key", flat=True)]


def is_code_right(account: AbstractBaseUser, typed: str) -> bool:
    """A code of an app or a recovery code. It is used up with this, also where two requests bring it at once."""
    code = "".join(typed.split())
    if len(code) == codes.DIGITS and code.isdecimal():
        return any(_use_app(step, code) for step in ways_of(account).filter(kind=StepKind.APP))
    unused = SecondStep.objects.filter(account=account, kind=StepKind.RECOVERY, used_at=None)
    return bool(unused.filter(digest=recovery.digest_of(code)).update(used_at=timezone.now()))


def _use_app(step: SecondStep, code: str) -> bool:
    key = codes.unseal(step.key)
    moment = codes.moment_of(key, code, step.count) if key else None
    return moment is not None and _use(step, count__lt=moment, count=moment)


def _use(step: SecondStep, *, count: int, **unless_used: Any) -> bool:
    return bool(SecondStep.objects.filter(pk=step.pk, **unless_used).update(count=count, used_at=timezone.now()))


def is_passkey_right(account: AbstractBaseUser, answer: str, state: dict[str, Any] | None) -> bool:
    """A count that does not grow tells of a copied passkey; many say nought each time, and then nothing is known."""
    found = passkeys.signed(answer, state, passkeys_of(account))
    if found is None:
        return False
    digest, count = found
    grows = Q(count__lt=count) | Q(count=0)
    ours = SecondStep.objects.filter(grows, account=account, kind=StepKind.PASSKEY, digest=digest)
    return bool(ours.update(count=count, used_at=timezone.now()))


def add_app(account: AbstractBaseUser, key: bytes, name: str, code: str) -> bool:
    """Only once it has shown a right code; that one is used up."""
    moment = codes.moment_of(key, "".join(code.split()), after=0)
    if moment is None:
        return False
    _add(account, kind=StepKind.APP, name=name, key=codes.seal(key), count=moment, used_at=timezone.now())
    return True


def add_passkey(account: AbstractBaseUser, answer: str, state: dict[str, Any] | None, name: str) -> bool:
    made = passkeys.made(answer, state)
    if made is None:
        return False
    try:
        _add(account, kind=StepKind.PASSKEY, name=name, key=made.key, digest=made.digest, count=made.count)
    except IntegrityError:  # it is there already
        return False
    return True


def _add(account: AbstractBaseUser, *, kind: StepKind, name: str, **values: Any) -> None:
    with transaction.atomic():
        step = SecondStep.objects.create(account=account, kind=kind, name=name.strip()[:LONGEST_NAME], **values)
        keep(account, f"Second step added: {kind.label} “{step}”", account)


def renew_codes(account: AbstractBaseUser) -> list[str]:
    """New recovery codes in the place of all earlier ones. They can be read now and never again."""
    fresh = recovery.new_codes()
    with transaction.atomic():
        SecondStep.objects.filter(account=account, kind=StepKind.RECOVERY).delete()
        SecondStep.objects.bulk_create(
            SecondStep(account=account, kind=StepKind.RECOVERY, digest=recovery.digest_of(code)) for code in fresh
        )
        keep(account, "New recovery codes made", account)
    return fresh


def remove(account: AbstractBaseUser, pk: int) -> bool:
    """False for the last way: without one the account could not sign in."""
    with transaction.atomic():
        ways = {step.pk: step for step in ways_of(account).select_for_update()}
        if pk not in ways or len(ways) == 1:
            return pk not in ways
        keep(account, f"Second step removed: {ways[pk].get_kind_display()} “{ways[pk]}”", account)
        ways[pk].delete()
    return True
