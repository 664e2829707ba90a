"""Django's settings, for this machine and for production alike; what differs is read in environment.py."""

from typing import Any

from catalogue.environment import ROOT, VAR, kept_secret, read_environment
from catalogue.languages import ENGLISH, FRENCH
from catalogue.log_lines import configuration
from catalogue.production.patience import PatientConnection

ENVIRONMENT = read_environment()

DEBUG = ENVIRONMENT.debug
SECRET_KEY = ENVIRONMENT.given_secret or kept_secret()
ALLOWED_HOSTS = ENVIRONMENT.allowed_hosts
CONTACT_EMAIL = ENVIRONMENT.contact
SITE_ORIGIN = ENVIRONMENT.site_origin  # links that leave the site start with this, never with the Host header

INSTALLED_APPS = [
    "catalogue.admin_config.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "simple_history",
    "django_filters",
    "institutions",
    "funding",
    "catalogue",
]

MIDDLEWARE = [
    "catalogue.middleware.SecurityHeadersMiddleware",  # outermost, so that refusals carry the headers too
    "catalogue.middleware.HeadMiddleware",
    "catalogue.middleware.LanguageMiddleware",  # before whatever may have a word to say
    "catalogue.middleware.EdgeMiddleware",
    "catalogue.staff_site.FloodMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "catalogue.sessions.RenewalMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]

ROOT_URLCONF = "catalogue.urls"
WSGI_APPLICATION = "catalogue.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
FORM_RENDERER = "catalogue.form_rendering.FormRenderer"


def tuned(database: dict[str, Any]) -> dict[str, Any]:
    """The database as asked for, with the options that its engine needs under several writers at once."""
    if database["ENGINE"].endswith("sqlite3"):
        return {
            **database,
            # Kept open: closing the last connection folds the write-ahead log away, at every request.
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",  # a read that turns into a write cannot wait for the lock
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
            },
        }
    pool = {
        "min_size": 1,
        "max_size": ENVIRONMENT.threads + 1,
        "timeout": 2,  # seconds that a request waits for a connection
        "reconnect_timeout": 4,  # then the pool begins anew: otherwise it waits longer from try to try
        "connection_class": PatientConnection,
    }
    return {
        **database,
        "CONN_HEALTH_CHECKS": True,  # a connection that died while it lay in the pool is replaced, not handed out
        # PostgreSQL would compile the questions of staff for seconds, to answer them within hundredths of one.
        "OPTIONS": {"connect_timeout": 2, "options": "-c jit=off", **database["OPTIONS"], "pool": pool},
    }


DATABASES = {"default": tuned(ENVIRONMENT.database)}
if ENVIRONMENT.replicas:
    DATABASES |= {f"replica{number}": tuned(each) for number, each in enumerate(ENVIRONMENT.replicas, 1)}
    DATABASE_ROUTERS = ["catalogue.replicas.Router"]
    MIDDLEWARE.insert(
        MIDDLEWARE.index("whitenoise.middleware.WhiteNoiseMiddleware"), "catalogue.replicas.ReplicaMiddleware"
    )
OWNER_DATABASE = ENVIRONMENT.owner_database or ENVIRONMENT.database  # whoever may change the tables

PASSWORD_HASHERS = ["catalogue.hashing.PoliteHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "catalogue.password_rules.NotGuessedFirst"},
    {"NAME": "catalogue.password_rules.NotTheName"},
]

DEFAULT_FROM_EMAIL = ENVIRONMENT.mail_from
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"  # without a server for them letters are printed
if server := ENVIRONMENT.mail_server:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT, EMAIL_TIMEOUT = server.host, server.port, 30
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = server.name, server.password
    EMAIL_USE_SSL, EMAIL_USE_TLS = server.is_encrypted_at_once, not server.is_encrypted_at_once
# A letter that is printed reaches who sits at this machine, and nobody of a public site.
SIGN_IN_LETTERS = ENVIRONMENT.password_sign_in and (bool(server) or not ENVIRONMENT.production)

LANGUAGE_CODE = ENGLISH
LANGUAGES = [(ENGLISH, "English"), (FRENCH, "français")]  # catalogue/languages.py says which pages speak which
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = "America/Vancouver"  # catalogue/__init__.py says where its rules come from
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [ROOT / "static"]
STATICFILES_FINDERS = [
    "catalogue.static_files.OwnFilesFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "catalogue.static_files.MadeFilesFinder",
]
WHITENOISE_IMMUTABLE_FILE_TEST = r"\.[0-9a-f]{12}\.[a-z0-9]+$"  # with a digest in its name a file may be kept for good
WHITENOISE_ALLOW_ALL_ORIGINS = False  # the style sheets are for this site's pages alone
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "catalogue.static_files.NamedStaticFilesStorage"},
}

SESSION_ENGINE = "catalogue.sessions"
SESSION_IDLE_MINUTES = ENVIRONMENT.session_idle_minutes
SESSION_HOURS = ENVIRONMENT.session_hours
SECOND_STEP = ENVIRONMENT.second_step
PASSWORD_SIGN_IN = ENVIRONMENT.password_sign_in
SINGLE_SIGN_ON = ENVIRONMENT.single_sign_on
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]  # of every account, whatever way it came in by
TRUSTED_PROXIES = ENVIRONMENT.proxies
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.https
if ENVIRONMENT.https:  # a name by which a browser lets no other host, and no page sent in the open, set them
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
# Only pages for staff get it, so it has a path, which __Host- would forbid.
KNOWN_BROWSER_COOKIE_NAME = "__Secure-known_browser" if ENVIRONMENT.https else "known_browser"
CSRF_FAILURE_VIEW = "catalogue.sending_again.token_is_old"
CSRF_TRUSTED_ORIGINS = [SITE_ORIGIN]  # a proxy in front speaks https, the server behind it does not
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no cookie of its own
LOGIN_REDIRECT_URL = "admin:index"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a page for staff with all its rows is one form

SILENCED_SYSTEM_CHECKS = [
    "security.W001",  # the headers are put on by SecurityHeadersMiddleware, which catalogue.E010 asks for
    "security.W002",  # so is X-Frame-Options
]

LOGGING = configuration(
    ENVIRONMENT.production,
    {
        # Django mails errors to nobody by default; here they go where the server's own lines go. A visitor's
        # mistyped address is not worth a line.
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.request": {"level": "ERROR"},
        "catalogue.sign_in_log": {"level": "INFO"},
    },
)
