"""The extra packages of signing in: whether they are here, and what is said where they are asked for and are not."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

PACKAGES = ("cryptography", "fido2", "joserfc", "segno")
REMEDY = "Install them: `make run EXTRAS=sign-in`, or `python3 requirements/bootstrap.py run sign-in`."


def missing(packages: Iterable[str] = PACKAGES) -> list[str]:
    return [name for name in packages if find_spec(name) is None]


def extra_is_there(app_configs: Any, packages: Iterable[str] = PACKAGES, **kwargs: Any) -> list[CheckMessage]:
    """A system check: a site that asks for what it cannot do does not start."""
    asked = {"SECOND_STEP": settings.SECOND_STEP, "OIDC_ISSUER": settings.SINGLE_SIGN_ON}
    lacking = ", ".join(missing(packages))
    return [
        Error(f"{variable} is set, but packages that it needs are not here: {lacking}.", REMEDY, id="catalogue.E100")
        for variable, is_set in asked.items()
        if is_set and lacking
    ]
