"""What every test stands on: the site's own settings, with the few differences that a test run needs."""

import gc
import os
import tempfile
from collections.abc import Generator

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.template import Context, Template
from django.test.signals import template_rendered

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


@pytest.hookimpl(wrapper=True, optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> Generator[None, int, int]:
    """One process more than processors where browsers are started: a test of theirs waits a third of its time."""
    processors = yield
    return processors if "not browser" in config.option.markexpr else processors + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What never touches a database says the same on each: the PostgreSQL pass leaves it out."""
    for item in items:
        asked = {"db", "transactional_db", "live_server"} & set(item.fixturenames)
        if not asked and not item.get_closest_marker("django_db"):
            item.add_marker("no_database")


def _told_of_pages_alone(template: Template, context: Context) -> str:
    """A rendering that tells the test client of pages and what they include, and not of each box of a form.

    Django's own copies the context for each of the hundreds, which takes a twelfth of a form's time.
    """
    if not (template.name or "").startswith("django/forms/"):
        template_rendered.send(sender=template, template=template, context=context)
    return template.nodelist.render(context)


@pytest.fixture(autouse=True, scope="session")
def pages_alone_are_told(django_test_environment: None) -> None:
    Template._render = _told_of_pages_alone


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """What a process keeps of refused passwords is no test's business but its own."""
    cache.clear()


@pytest.fixture(scope="session")
def full(request: pytest.FixtureRequest) -> bool:
    """Whether this is `make full`: then seeds are large and matrices whole."""
    return request.config.getoption("--full")
