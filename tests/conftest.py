"""What every test stands on: the site's own settings, with the few differences that a test run needs."""

import gc
import os
import tempfile

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache

pytest_plugins = ["tests.catalogue_data", "tests.connections"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="large seeds and whole matrices, for `make full`")


def pytest_configure(config: pytest.Config) -> None:
    # The quick profile tries the same examples at each run, so that a red run is the change's doing and not luck's.
    hypothesis.settings.register_profile("quick", max_examples=50, derandomize=True, database=None, deadline=None)
    hypothesis.settings.register_profile("full", max_examples=1000, database=None, deadline=None)
    hypothesis.settings.load_profile("full" if config.getoption("--full") else "quick")
    # Set before anything reads them; each would only slow a test down or tie it to what `make run` left behind.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.STATIC_ROOT = tempfile.gettempdir() + "/nothing-is-collected-in-tests"
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
    # Forms and pages make so many small objects that Python's search for circles takes a twelfth of the run.
    gc.set_threshold(100_000, 50, 1000)
    # Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """What a process keeps of refused passwords is no test's business but its own."""
    cache.clear()


@pytest.fixture(scope="session")
def full(request: pytest.FixtureRequest) -> bool:
    """Whether this is `make full`: then seeds are large and matrices whole."""
    return request.config.getoption("--full")
