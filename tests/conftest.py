"""What every test stands on: the site's own settings, with the few differences that a test run needs."""

import os
import tempfile

import pytest
from django.conf import settings


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="large seeds and whole matrices, for `make full`")


def pytest_configure() -> None:
    # Set before anything reads them; each would only slow a test down or tie it to what `make run` left behind.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.STATIC_ROOT = tempfile.gettempdir() + "/nothing-is-collected-in-tests"
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
    # Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@pytest.fixture(scope="session")
def full(request: pytest.FixtureRequest) -> bool:
    """Whether this is `make full`: then seeds are large and matrices whole."""
    return request.config.getoption("--full")
