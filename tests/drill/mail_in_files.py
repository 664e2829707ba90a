"""The site's own settings for the worker of the drill, whose letters become files instead of going to a mail server."""

import tempfile

from catalogue.settings import *  # noqa: F403

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = tempfile.gettempdir()  # the drill gives this process one of its own
